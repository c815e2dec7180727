package io.weir.data;

/** Values of one byte: BOOLEAN (0 or 1) and TINYINT. */
public final class ByteVector implements ColumnVector {

    private final byte[] values;
    private final int length;
    private final Validity validity;

    /**
     * @param values at least {@code length} long; kept, not copied
     * @param validity which values are not null
     */
    public ByteVector(byte[] values, int length, Validity validity) {
        this.values = values;
        this.length = length;
        this.validity = validity;
    }

    /** The values; not to be changed, no meaning at null rows and past the length. */
    public byte[] values() {
        return values;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.BYTE;
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
        return 1L * values.length + length / 8;
    }
}
