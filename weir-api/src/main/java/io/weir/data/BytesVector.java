package io.weir.data;

import java.nio.charset.StandardCharsets;

/**
 * Byte strings, laid end to end: value r is {@code data[offsets[r] .. offsets[r + 1])}. Offsets
 * never go backwards; the first one need not be 0. Null rows are empty.
 */
public final class BytesVector implements ColumnVector {

    private final byte[] data;
    private final int[] offsets;
    private final int length;
    private final Validity validity;

    /**
     * @param offsets at least {@code length + 1} long
     */
    public BytesVector(byte[] data, int[] offsets, int length, Validity validity) {
        this.data = data;
        this.offsets = offsets;
        this.length = length;
        this.validity = validity;
    }

    public byte[] data() {
        return data;
    }

    public int[] offsets() {
        return offsets;
    }

    /** The value of a row that is not null, as text. */
    public String text(int row) {
        return new String(
                data, offsets[row], offsets[row + 1] - offsets[row], StandardCharsets.UTF_8);
    }

    @Override
    public VectorKind kind() {
        return VectorKind.BYTES;
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
        return data.length + 4L * offsets.length + length / 8;
    }
}
