package io.weir.cdc;

import org.jspecify.annotations.Nullable;

/**
 * A change of a source table as the log tells it. Images have a value for each of the table's
 * columns, in order: text or the bytes of a {@code bytea} as the source spells them, null, or a
 * mark that the source did not log it (see {@link RawValues}). They are not changed after.
 */
final class Change {

    /** What happened. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    private final Kind kind;
    private final @Nullable Object @Nullable [] before;
    private final @Nullable Object @Nullable [] after;

    /**
     * @param before old row, whole or its key only; null when the source did not log it
     * @param after new row
     */
    Change(Kind kind, @Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after) {
        this.kind = kind;
        this.before = before;
        this.after = after;
    }

    Kind kind() {
        return kind;
    }

    @Nullable Object @Nullable [] before() {
        return before;
    }

    @Nullable Object @Nullable [] after() {
        return after;
    }
}
