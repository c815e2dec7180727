package io.weir.core.file;

import io.weir.format.RowCursor;

/**
 * Sorted rows of one bucket, keys and values readable apart. Key order ascending, and inside one
 * key oldest first.
 *
 * <p>Each cursor may be asked for once and starts at the first row. Both count the same rows, so
 * position n of one is position n of the other. A run of several files that do not overlap is one
 * run.
 *
 * <p>A wanted value column that is also a column of {@link #keys()} is not read a second time:
 * {@link #valueFromKey()} says where it is, and {@link #values()} leaves it out.
 */
public interface Run extends AutoCloseable {

    /**
     * Cursor over the merge columns, in this order: the trimmed primary key columns (types of the
     * table), the user's sequence columns if the table has {@code sequence.field}, then {@code
     * _SEQUENCE_NUMBER} (LONG) and {@code _VALUE_KIND} (BYTE).
     */
    RowCursor keys();

    /**
     * Cursor over the wanted value columns that are not among the keys, in their order and in the
     * table's types. May have no columns; its batches then only count rows. Nothing is read before
     * the first batch with columns is asked for.
     */
    RowCursor values();

    /**
     * One entry a wanted value column: its position among the columns of {@link #keys()}, or -1
     * when it comes from {@link #values()}. The same for all runs opened with the same spec. Not to
     * be changed.
     */
    int[] valueFromKey();

    /** Rows in it. */
    long rowCount();

    @Override
    void close();
}
