package io.weir.parquet.encoding;

/** Numbers of a fixed width, PLAIN or split into byte streams, as longs. */
public final class PlainNumbers {

    private PlainNumbers() {}

    /** Little-endian numbers of 4 bytes with their sign, or of 8. */
    public static void decode(ByteSource source, int width, long[] target, int count) {
        int at = source.take((long) count * width);
        byte[] bytes = source.bytes();
        if (width == 4) {
            for (int row = 0; row < count; row++) {
                target[row] = Lanes.getInt(bytes, at + row * 4);
            }
        } else {
            for (int row = 0; row < count; row++) {
                target[row] = Lanes.getLong(bytes, at + row * 8);
            }
        }
    }

    /** One bit a value. */
    public static void decodeBits(ByteSource source, long[] target, int count) {
        int at = source.take((count + 7L) / 8);
        byte[] bytes = source.bytes();
        for (int row = 0; row < count; row++) {
            target[row] = bytes[at + (row >>> 3)] >>> (row & 7) & 1L;
        }
    }

    /**
     * BYTE_STREAM_SPLIT: the first bytes of all values, then the second ones and so on.
     *
     * @return a new array with the values one after the other, and slack
     */
    public static byte[] join(ByteSource source, int width, int count) {
        int at = source.take((long) count * width);
        byte[] bytes = source.bytes();
        byte[] joined = new byte[count * width + ByteSource.SLACK];
        for (int place = 0; place < width; place++) {
            int from = at + place * count;
            for (int row = 0; row < count; row++) {
                joined[row * width + place] = bytes[from + row];
            }
        }
        return joined;
    }

    /** Nanoseconds of the day and Julian day, as milliseconds since 1970 and nanoseconds of it. */
    public static void decodeTimestamps(ByteSource source, long[] high, long[] low, int count) {
        int at = source.take(count * 12L);
        byte[] bytes = source.bytes();
        for (int row = 0; row < count; row++) {
            long nanos = Lanes.getLong(bytes, at + row * 12);
            long day = (Lanes.getInt(bytes, at + row * 12 + 8) & 0xFFFFFFFFL) - 2_440_588L;
            high[row] = day * 86_400_000L + Math.floorDiv(nanos, 1_000_000L);
            low[row] = Math.floorMod(nanos, 1_000_000L);
        }
    }

    /** A big-endian two's complement number of at most 16 bytes: its lower half. */
    static long lowOf(byte[] bytes, int at, int width) {
        long low = width > 0 && bytes[at] < 0 ? -1 : 0;
        for (int place = Math.max(0, width - 8); place < width; place++) {
            low = low << 8 | (bytes[at + place] & 0xFF);
        }
        return low;
    }

    /** A big-endian two's complement number of at most 16 bytes: its upper half. */
    static long highOf(byte[] bytes, int at, int width) {
        long high = width > 0 && bytes[at] < 0 ? -1 : 0;
        for (int place = 0; place < width - 8; place++) {
            high = high << 8 | (bytes[at + place] & 0xFF);
        }
        return high;
    }

    /**
     * Big-endian numbers at places of an array; longer ones than 16 bytes must fit all the same.
     */
    public static void decodeBigEndian(
            byte[] bytes, int[] starts, int[] lengths, long[] high, long[] low, int count) {
        for (int row = 0; row < count; row++) {
            int at = starts[row];
            int width = lengths[row];
            if (width == 0) {
                throw new MalformedException("a decimal of no bytes");
            }
            byte sign = (byte) (bytes[at] >> 7);
            while (width > 16) {
                if (bytes[at] != sign) {
                    throw new MalformedException("a decimal of " + width + " bytes");
                }
                at++;
                width--;
            }
            high[row] = highOf(bytes, at, width);
            low[row] = lowOf(bytes, at, width);
        }
    }
}
