package io.weir.option;

/** Options that say how rows of equal keys become one. */
public final class MergeOptions {

    private MergeOptions() {}

    /** See {@link #ENGINE}. */
    public enum Engine {
        DEDUPLICATE,
        PARTIAL_UPDATE,
        AGGREGATION,
        FIRST_ROW
    }

    /** See {@link #SEQUENCE_SORT_ORDER}. */
    public enum SortOrder {
        ASCENDING,
        DESCENDING
    }

    /** See {@link #CHANGELOG_PRODUCER}. */
    public enum ChangelogProducer {
        NONE,
        INPUT,
        LOOKUP,
        FULL_COMPACTION
    }

    public static final Option<Engine> ENGINE =
            Option.choice(
                    "merge-engine",
                    Engine.class,
                    Engine.DEDUPLICATE,
                    "how rows of one key become one");

    public static final Option<String> SEQUENCE_FIELD =
            Option.text(
                    "sequence.field",
                    "",
                    "columns that tell which row of a key is the newest, comma separated");

    public static final Option<SortOrder> SEQUENCE_SORT_ORDER =
            Option.choice(
                    "sequence.field.sort-order",
                    SortOrder.class,
                    SortOrder.ASCENDING,
                    "whether the larger (ascending) or the smaller sequence is newer");

    public static final Option<ChangelogProducer> CHANGELOG_PRODUCER =
            Option.choice(
                    "changelog-producer",
                    ChangelogProducer.class,
                    ChangelogProducer.NONE,
                    "what writes changelog files");
}
