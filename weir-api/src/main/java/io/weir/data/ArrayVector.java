package io.weir.data;

/**
 * Lists: value r is {@code elements[offsets[r] .. offsets[r + 1])}. Offsets never go backwards;
 * null rows are empty.
 */
public final class ArrayVector implements ColumnVector {

    private final int[] offsets;
    private final ColumnVector elements;
    private final int length;
    private final Validity validity;

    public ArrayVector(int[] offsets, ColumnVector elements, int length, Validity validity) {
        this.offsets = offsets;
        this.elements = elements;
        this.length = length;
        this.validity = validity;
    }

    public int[] offsets() {
        return offsets;
    }

    public ColumnVector elements() {
        return elements;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.ARRAY;
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
        return 4L * offsets.length + length / 8 + elements.memoryBytes();
    }
}
