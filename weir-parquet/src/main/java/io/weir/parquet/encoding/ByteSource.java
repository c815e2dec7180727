package io.weir.parquet.encoding;

/**
 * Bytes being read, with an end that is never passed. The array must have {@link #SLACK} bytes
 * after the end, so that whole words may be loaded anywhere.
 */
public final class ByteSource {

    /** Bytes an array has past what is read. */
    public static final int SLACK = 16;

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteSource(byte[] bytes, int start, int end) {
        if (start < 0 || end < start || end > bytes.length - SLACK) {
            throw new MalformedException(
                    "bytes " + start + " to " + end + " of " + (bytes.length - SLACK));
        }
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int end() {
        return end;
    }

    public int remaining() {
        return end - position;
    }

    /** Passes over so many bytes and returns where they start. */
    public int take(long count) {
        if (count < 0 || count > end - position) {
            throw new MalformedException(
                    count + " bytes wanted, " + (end - position) + " are left");
        }
        int start = position;
        position += (int) count;
        return start;
    }

    /** A source over the next so many bytes, which are passed over here. */
    public ByteSource slice(long count) {
        int start = take(count);
        return new ByteSource(bytes, start, position);
    }

    public int getByte() {
        return bytes[take(1)] & 0xFF;
    }

    public int getInt() {
        return Lanes.getInt(bytes, take(4));
    }

    public long getVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = getByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedException("a number of more than ten bytes");
    }

    public long getZigZag() {
        long value = getVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that counts something: 0 or more, and at most {@code max}. */
    public int getCount(long max, String what) {
        long value = getVarint();
        if (value < 0 || value > max) {
            throw new MalformedException(what + " is " + value + ", at most " + max + " can be");
        }
        return (int) value;
    }
}
