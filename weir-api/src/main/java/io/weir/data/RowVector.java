package io.weir.data;

/**
 * Nested rows: value r is made of row r of every child, so each child has this vector's length. A
 * child's value has no meaning where the row itself is null.
 */
public final class RowVector implements ColumnVector {

    private final ColumnVector[] children;
    private final int length;
    private final Validity validity;

    public RowVector(ColumnVector[] children, int length, Validity validity) {
        this.children = children;
        this.length = length;
        this.validity = validity;
    }

    /** One vector a field; not to be changed. */
    public ColumnVector[] children() {
        return children;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.ROW;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Validity validity() {
        return validity;
    }

    @Override
    public long memoryBytes() {
        long bytes = length / 8;
        for (ColumnVector child : children) {
            bytes += child.memoryBytes();
        }
        return bytes;
    }
}
