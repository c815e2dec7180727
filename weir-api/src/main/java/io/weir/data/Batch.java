package io.weir.data;

import org.jspecify.annotations.Nullable;

/**
 * Columns of one length, optionally with a row kind per row. Never changed after it was handed
 * over.
 *
 * <p>The types are not repeated here: whoever hands a batch over says its {@link
 * io.weir.type.RowType}.
 */
public final class Batch {

    private final int rowCount;
    private final ColumnVector[] columns;
    private final byte @Nullable [] rowKinds;

    /** A batch of inserts. */
    public Batch(int rowCount, ColumnVector[] columns) {
        this(rowCount, columns, null);
    }

    /**
     * @param columns each of length {@code rowCount}; the array is kept
     * @param rowKinds codes of {@link RowKind}, at least {@code rowCount} of them; null means every
     *     row is an insert
     */
    public Batch(int rowCount, ColumnVector[] columns, byte @Nullable [] rowKinds) {
        for (ColumnVector column : columns) {
            if (column.length() != rowCount) {
                throw new IllegalArgumentException(
                        "column of " + column.length() + " values in a batch of " + rowCount);
            }
        }
        this.rowCount = rowCount;
        this.columns = columns;
        this.rowKinds = rowKinds;
    }

    public int rowCount() {
        return rowCount;
    }

    public int columnCount() {
        return columns.length;
    }

    public ColumnVector column(int column) {
        return columns[column];
    }

    /** All columns; not to be changed. */
    public ColumnVector[] columns() {
        return columns;
    }

    /** Row kind codes, or null when every row is an insert. Not to be changed. */
    public byte @Nullable [] rowKinds() {
        return rowKinds;
    }

    public RowKind rowKind(int row) {
        return rowKinds == null ? RowKind.INSERT : RowKind.of(rowKinds[row]);
    }

    /** The same rows with only these columns, in this order. */
    public Batch project(int[] positions) {
        ColumnVector[] chosen = new ColumnVector[positions.length];
        for (int column = 0; column < positions.length; column++) {
            chosen[column] = columns[positions[column]];
        }
        return new Batch(rowCount, chosen, rowKinds);
    }

    /** Memory of all columns in bytes; a dictionary shared by several columns counts for each. */
    public long memoryBytes() {
        long bytes = rowKinds == null ? 0 : rowKinds.length;
        for (ColumnVector column : columns) {
            bytes += column.memoryBytes();
        }
        return bytes;
    }
}
