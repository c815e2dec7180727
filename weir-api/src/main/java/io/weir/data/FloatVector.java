package io.weir.data;

/** FLOAT values. */
public final class FloatVector implements ColumnVector {

    private final float[] values;
    private final int length;
    private final Validity validity;

    /**
     * @param values at least {@code length} long; kept, not copied
     * @param validity which values are not null
     */
    public FloatVector(float[] values, int length, Validity validity) {
        this.values = values;
        this.length = length;
        this.validity = validity;
    }

    /** The values; not to be changed, no meaning at null rows and past the length. */
    public float[] values() {
        return values;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.FLOAT;
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
