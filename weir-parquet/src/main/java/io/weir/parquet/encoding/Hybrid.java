package io.weir.parquet.encoding;

import java.util.Arrays;

/**
 * Parquet's mix of runs and packed groups, for levels and dictionary codes.
 *
 * <p>{@code stream := run*}; {@code run := varint(count << 1) value} in as many bytes as the width
 * needs, or {@code varint(groups << 1 | 1) packed}, eight numbers a group. Numbers past the count
 * asked for are padding.
 */
public final class Hybrid {

    private Hybrid() {}

    /** Appends {@code values[0 .. count)}, each of at most {@code width} bits. */
    public static void encode(int[] values, int count, int width, ByteSink sink) {
        int packedFrom = 0;
        int row = 0;
        while (row + 8 <= count) {
            int first = values[row];
            int differences =
                    (first ^ values[row + 1])
                            | (first ^ values[row + 2])
                            | (first ^ values[row + 3])
                            | (first ^ values[row + 4])
                            | (first ^ values[row + 5])
                            | (first ^ values[row + 6])
                            | (first ^ values[row + 7]);
            if (differences != 0) {
                row += 8;
                continue;
            }
            int end = row + 8;
            while (end < count && values[end] == first) {
                end++;
            }
            if (end - row < 24 && end < count) {
                row += 8;
                continue;
            }
            putPacked(values, packedFrom, row, width, sink);
            putRun(first, end - row, width, sink);
            row = end;
            packedFrom = end;
        }
        putPacked(values, packedFrom, count, width, sink);
    }

    /** Appends one run. */
    public static void putRun(int value, int count, int width, ByteSink sink) {
        sink.putVarint((long) count << 1);
        for (int shift = 0; shift < width; shift += 8) {
            sink.putByte(value >>> shift);
        }
    }

    private static void putPacked(int[] values, int from, int to, int width, ByteSink sink) {
        if (from == to) {
            return;
        }
        int groups = (to - from + 7) >>> 3;
        sink.putVarint((long) groups << 1 | 1);
        int byteCount = groups * width;
        sink.reserve(byteCount + 8);
        if (width > 0) {
            BitPacking.pack(values, from, to - from, width, sink.bytes(), sink.length());
        }
        // The last group may have fewer values; the places that are left are zero.
        Arrays.fill(
                sink.bytes(),
                sink.length() + BitPacking.byteCount(to - from, width),
                sink.length() + byteCount,
                (byte) 0);
        sink.setLength(sink.length() + byteCount);
    }

    /** Appends a bitmap as packed numbers of one bit. */
    public static void putBits(long[] words, int count, ByteSink sink) {
        int groups = (count + 7) >>> 3;
        sink.putVarint((long) groups << 1 | 1);
        sink.reserve(groups + 8);
        int at = sink.length();
        for (int word = 0; word < (groups + 7) >>> 3; word++) {
            Lanes.putLong(sink.bytes(), at + word * 8, words[word]);
        }
        if ((count & 7) != 0) {
            sink.bytes()[at + groups - 1] &= (byte) ((1 << (count & 7)) - 1);
        }
        sink.setLength(at + groups);
    }

    /** Reads exactly {@code count} numbers of {@code width} bits, 0 to 32. */
    public static void decode(ByteSource source, int width, int[] target, int count) {
        checkWidth(width);
        int row = 0;
        while (row < count) {
            long header = source.getVarint();
            if ((header & 1) == 0) {
                int length = runLength(header >>> 1, count - row);
                int value = runValue(source, width);
                Arrays.fill(target, row, row + length, value);
                row += length;
            } else {
                long groups = header >>> 1;
                int length = packedLength(groups, count - row);
                int at = source.take(packedBytes(source, groups, width, length));
                BitPacking.unpack(source.bytes(), at, width, target, row, length);
                row += length;
            }
        }
    }

    /**
     * Reads {@code count} numbers of one bit into a bitmap.
     *
     * @return how many are set
     */
    public static int decodeBits(ByteSource source, long[] words, int count) {
        Arrays.fill(words, 0, (count + 63) >>> 6, 0);
        int row = 0;
        int set = 0;
        while (row < count) {
            long header = source.getVarint();
            if ((header & 1) == 0) {
                int length = runLength(header >>> 1, count - row);
                int value = runValue(source, 1);
                if (value > 1) {
                    throw new MalformedException("level " + value + ", at most 1 can be");
                }
                if (value == 1) {
                    Bits.setRange(words, row, length);
                    set += length;
                }
                row += length;
            } else {
                long groups = header >>> 1;
                int length = packedLength(groups, count - row);
                int at = source.take(packedBytes(source, groups, 1, length));
                set += Bits.copyFromBytes(source.bytes(), at, words, row, length);
                row += length;
            }
        }
        return set;
    }

    private static void checkWidth(int width) {
        if (width < 0 || width > 32) {
            throw new MalformedException("bit width " + width + ", 0 to 32 can be");
        }
    }

    private static int runLength(long length, int left) {
        if (length <= 0) {
            throw new MalformedException("a run of " + length);
        }
        return (int) Math.min(length, left);
    }

    private static int packedLength(long groups, int left) {
        if (groups <= 0) {
            throw new MalformedException("a packed run of " + groups + " groups");
        }
        return groups > left ? left : (int) Math.min(groups * 8, left);
    }

    /** Bytes of a packed run. Some writers cut the padding of the last one. */
    private static long packedBytes(ByteSource source, long groups, int width, int length) {
        if (width == 0) {
            return 0;
        }
        long whole = groups > Integer.MAX_VALUE ? Long.MAX_VALUE : groups * width;
        return whole <= source.remaining() ? whole : BitPacking.byteCount(length, width);
    }

    private static int runValue(ByteSource source, int width) {
        int value = 0;
        for (int shift = 0; shift < width; shift += 8) {
            value |= source.getByte() << shift;
        }
        if (width < 32 && value >>> width != 0) {
            throw new MalformedException("value " + value + " in a run of " + width + " bits");
        }
        return value;
    }
}
