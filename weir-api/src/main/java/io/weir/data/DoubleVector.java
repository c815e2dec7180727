package io.weir.data;

/** DOUBLE values. */
public final class DoubleVector implements ColumnVector {

    private final double[] values;
    private final int length;
    private final Validity validity;

    /**
     * @param values at least {@code length} long; kept, not copied
     * @param validity which values are not null
     */
    public DoubleVector(double[] values, int length, Validity validity) {
        this.values = values;
        this.length = length;
        this.validity = validity;
    }

    /** The values; not to be changed, no meaning at null rows and past the length. */
    public double[] values() {
        return values;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.DOUBLE;
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
        return 8L * values.length + length / 8;
    }
}
