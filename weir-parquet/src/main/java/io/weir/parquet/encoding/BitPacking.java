package io.weir.parquet.encoding;

/** Numbers of a fixed bit width, lowest bit first, without gaps. */
final class BitPacking {

    private BitPacking() {}

    /** Bits needed for the numbers 0 to {@code max}, taken unsigned. */
    static int widthOf(long max) {
        return 64 - Long.numberOfLeadingZeros(max);
    }

    static int byteCount(int count, int width) {
        return (int) (((long) count * width + 7) >>> 3);
    }

    /** Packs; {@code target} must have 8 bytes after the last one written. */
    static void pack(int[] values, int from, int count, int width, byte[] target, int at) {
        long pending = 0;
        int bits = 0;
        int to = at;
        for (int index = from; index < from + count; index++) {
            pending |= (values[index] & 0xFFFFFFFFL) << bits;
            bits += width;
            if (bits >= 32) {
                Lanes.putInt(target, to, (int) pending);
                to += 4;
                pending >>>= 32;
                bits -= 32;
            }
        }
        Lanes.putLong(target, to, pending);
    }

    /** As {@link #pack(int[], int, int, int, byte[], int)}, widths to 64. */
    static void pack(long[] values, int from, int count, int width, byte[] target, int at) {
        if (width == 0) {
            return;
        }
        long pending = 0;
        int bits = 0;
        int to = at;
        for (int index = from; index < from + count; index++) {
            long value = values[index];
            pending |= value << bits;
            bits += width;
            if (bits >= 64) {
                Lanes.putLong(target, to, pending);
                to += 8;
                bits -= 64;
                pending = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        Lanes.putLong(target, to, pending);
    }

    /** Unpacks widths of 0 to 32; the source array has slack past its end. */
    static void unpack(byte[] source, int at, int width, int[] target, int from, int count) {
        switch (width) {
            case 0 -> java.util.Arrays.fill(target, from, from + count, 0);
            case 1 -> unpackBits(source, at, target, from, count);
            case 8 -> {
                for (int index = 0; index < count; index++) {
                    target[from + index] = source[at + index] & 0xFF;
                }
            }
            default -> unpackAny(source, at, width, target, from, count);
        }
    }

    private static void unpackBits(byte[] source, int at, int[] target, int from, int count) {
        int index = 0;
        int to = from;
        for (; index + 8 <= count; index += 8, to += 8) {
            int bits = source[at + (index >>> 3)];
            target[to] = bits & 1;
            target[to + 1] = bits >>> 1 & 1;
            target[to + 2] = bits >>> 2 & 1;
            target[to + 3] = bits >>> 3 & 1;
            target[to + 4] = bits >>> 4 & 1;
            target[to + 5] = bits >>> 5 & 1;
            target[to + 6] = bits >>> 6 & 1;
            target[to + 7] = bits >>> 7 & 1;
        }
        for (; index < count; index++) {
            target[to++] = source[at + (index >>> 3)] >>> (index & 7) & 1;
        }
    }

    private static void unpackAny(
            byte[] source, int at, int width, int[] target, int from, int count) {
        long mask = (1L << width) - 1;
        int groups = count >>> 3;
        int place = at;
        int to = from;
        for (int group = 0; group < groups; group++, place += width, to += 8) {
            unpackGroup(source, place, width, mask, target, to);
        }
        for (int rest = groups << 3, bit = 0; rest < count; rest++, bit += width) {
            target[to++] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        }
    }

    private static void unpackGroup(
            byte[] source, int place, int width, long mask, int[] target, int to) {
        int bit = width;
        target[to] = (int) (Lanes.getLong(source, place) & mask);
        target[to + 1] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        bit += width;
        target[to + 2] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        bit += width;
        target[to + 3] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        bit += width;
        target[to + 4] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        bit += width;
        target[to + 5] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        bit += width;
        target[to + 6] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
        bit += width;
        target[to + 7] = (int) (Lanes.getLong(source, place + (bit >>> 3)) >>> (bit & 7) & mask);
    }

    /** Unpacks widths of 0 to 64; the source array has slack past its end. */
    static void unpack(byte[] source, int at, int width, long[] target, int from, int count) {
        if (width == 0) {
            java.util.Arrays.fill(target, from, from + count, 0);
        } else if (width <= 57) {
            long mask = (1L << width) - 1;
            long bit = 0;
            for (int index = 0; index < count; index++, bit += width) {
                target[from + index] =
                        Lanes.getLong(source, at + (int) (bit >>> 3)) >>> (bit & 7) & mask;
            }
        } else {
            long mask = width == 64 ? -1L : (1L << width) - 1;
            long bit = 0;
            for (int index = 0; index < count; index++, bit += width) {
                int place = at + (int) (bit >>> 3);
                int shift = (int) (bit & 7);
                long low = Lanes.getLong(source, place) >>> shift;
                long high = shift == 0 ? 0 : (long) source[place + 8] << (64 - shift);
                target[from + index] = (low | high) & mask;
            }
        }
    }
}
