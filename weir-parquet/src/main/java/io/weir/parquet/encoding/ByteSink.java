package io.weir.parquet.encoding;

import java.util.Arrays;

/**
 * A byte array that grows. The fields may be used directly by encoders after {@link #reserve}; what
 * lies past the length has no meaning.
 */
public final class ByteSink {

    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        this.bytes = new byte[capacity];
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Sets the length after bytes were written directly, or takes bytes back. */
    public void setLength(int newLength) {
        length = newLength;
    }

    public void clear() {
        length = 0;
    }

    /** Makes room for so many more bytes and gives the array to write them to, from length on. */
    public byte[] reserve(int more) {
        long needed = (long) length + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("a page of " + needed + " bytes");
            }
            long doubled = Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        }
        return bytes;
    }

    public void putByte(int value) {
        reserve(1)[length++] = (byte) value;
    }

    public void putInt(int value) {
        Lanes.putInt(reserve(4), length, value);
        length += 4;
    }

    public void putLong(long value) {
        Lanes.putLong(reserve(8), length, value);
        length += 8;
    }

    /** Unsigned, seven bits a byte, lowest first. */
    public void putVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    public void putZigZag(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    public void put(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, reserve(count), length, count);
        length += count;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
