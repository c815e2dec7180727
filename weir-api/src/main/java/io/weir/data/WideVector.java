package io.weir.data;

/**
 * Values of two longs: long decimals and nanosecond timestamps; see {@link VectorKind#WIDE} for the
 * units. Values order by {@code high} signed, then {@code low} unsigned.
 */
public final class WideVector implements ColumnVector {

    private final long[] high;
    private final long[] low;
    private final int length;
    private final Validity validity;

    /** Both arrays are at least {@code length} long and are kept, not copied. */
    public WideVector(long[] high, long[] low, int length, Validity validity) {
        this.high = high;
        this.low = low;
        this.length = length;
        this.validity = validity;
    }

    public long[] high() {
        return high;
    }

    public long[] low() {
        return low;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.WIDE;
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
        return 8L * high.length + 8L * low.length + length / 8;
    }
}
