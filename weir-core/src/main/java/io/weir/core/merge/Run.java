package io.weir.core.merge;

import io.weir.format.RowCursor;

/**
 * Sorted rows of one bucket, keys and values readable apart. Key order ascending, and inside one
 * key oldest first.
 *
 * <p>Each cursor may be asked for once and starts at the first row. Both count the same rows, so
 * position n of one is position n of the other. A run of several files that do not overlap is one
 * run.
 */
public interface Run extends AutoCloseable {

    /**
     * Cursor over the merge columns, in this order: the trimmed primary key columns (types of the
     * table), the user's sequence columns if the table has {@code sequence.field}, then {@code
     * _SEQUENCE_NUMBER} (LONG) and {@code _VALUE_KIND} (BYTE).
     */
    RowCursor keys();

    /**
     * Cursor over the value columns that were asked for when the run was opened, in the table's
     * types.
     */
    RowCursor values();

    /** Rows in it. */
    long rowCount();

    @Override
    void close();
}
