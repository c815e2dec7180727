package io.weir.data;

/**
 * Values of 64 bits: BIGINT, short decimals and timestamps; see {@link VectorKind#LONG} for the
 * units.
 */
public final class LongVector implements ColumnVector {

    private final long[] values;
    private final int length;
    private final Validity validity;

    /**
     * @param values at least {@code length} long; kept, not copied
     * @param validity which values are not null
     */
    public LongVector(long[] values, int length, Validity validity) {
        this.values = values;
        this.length = length;
        this.validity = validity;
    }

    /** The values; not to be changed, no meaning at null rows and past the length. */
    public long[] values() {
        return values;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.LONG;
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
