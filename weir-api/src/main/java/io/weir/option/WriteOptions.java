package io.weir.option;

/** Options of writing rows: memory, row kinds, what a writer does besides. */
public final class WriteOptions {

    private WriteOptions() {}

    public static final Option<Boolean> WRITE_ONLY =
            Option.flag(
                    "write-only",
                    false,
                    "whether writers neither compact nor expire, because another job does");

    public static final Option<Long> BUFFER_SIZE =
            Option.bytes(
                    "write-buffer-size",
                    256L << 20,
                    "memory of all bucket writers of a table writer together");

    public static final Option<String> ROW_KIND_FIELD =
            Option.text(
                    "rowkind.field",
                    "",
                    "a text column with +I, -U, +U or -D that is the row's kind");

    public static final Option<Boolean> IGNORE_DELETE =
            Option.flag("ignore-delete", false, "whether deletes and update-befores are dropped");

    public static final Option<Boolean> IGNORE_UPDATE_BEFORE =
            Option.flag("ignore-update-before", false, "whether update-befores are dropped");

    public static final Option<Integer> FULL_COMPACTION_DELTA_COMMITS =
            Option.integer(
                    "full-compaction.delta-commits",
                    0,
                    "a full compaction is done with every so many commits; 0: never");

    public static final Option<Boolean> COMMIT_FORCE_COMPACT =
            Option.flag(
                    "commit.force-compact",
                    false,
                    "whether preparing a commit waits for running compactions");
}
