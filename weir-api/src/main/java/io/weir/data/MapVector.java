package io.weir.data;

/**
 * Maps: the entries of value r are {@code offsets[r] .. offsets[r + 1])} of keys and values, in
 * insertion order. Keys have no nulls; null rows are empty. A MULTISET is a map from value to INT
 * count.
 */
public final class MapVector implements ColumnVector {

    private final int[] offsets;
    private final ColumnVector keys;
    private final ColumnVector values;
    private final int length;
    private final Validity validity;

    public MapVector(
            int[] offsets, ColumnVector keys, ColumnVector values, int length, Validity validity) {
        this.offsets = offsets;
        this.keys = keys;
        this.values = values;
        this.length = length;
        this.validity = validity;
    }

    public int[] offsets() {
        return offsets;
    }

    public ColumnVector keys() {
        return keys;
    }

    public ColumnVector values() {
        return values;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.MAP;
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
        return 4L * offsets.length + length / 8 + keys.memoryBytes() + values.memoryBytes();
    }
}
