package io.weir.data;

/** Values of 32 bits: SMALLINT, INT, DATE and TIME; see {@link VectorKind#INT} for the units. */
public final class IntVector implements ColumnVector {

    private final int[] values;
    private final int length;
    private final Validity validity;

    /**
     * @param values at least {@code length} long; kept, not copied
     * @param validity which values are not null
     */
    public IntVector(int[] values, int length, Validity validity) {
        this.values = values;
        this.length = length;
        this.validity = validity;
    }

    /** The values; not to be changed, no meaning at null rows and past the length. */
    public int[] values() {
        return values;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.INT;
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
        return 4L * values.length + length / 8;
    }
}
