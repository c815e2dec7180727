package io.weir.parquet.encoding;

import java.util.Arrays;

/** Ranges of bitmaps: bit r is bit r % 64 of word r / 64. */
public final class Bits {

    private Bits() {}

    public static void setRange(long[] words, int from, int count) {
        if (count == 0) {
            return;
        }
        int last = from + count - 1;
        int firstWord = from >>> 6;
        int lastWord = last >>> 6;
        long firstMask = -1L << from;
        long lastMask = -1L >>> (63 - (last & 63));
        if (firstWord == lastWord) {
            words[firstWord] |= firstMask & lastMask;
            return;
        }
        words[firstWord] |= firstMask;
        Arrays.fill(words, firstWord + 1, lastWord, -1L);
        words[lastWord] |= lastMask;
    }

    /**
     * Copies bits that lie in bytes from bit 0 on, into a bitmap that is clear there.
     *
     * @return how many are set
     */
    static int copyFromBytes(byte[] source, int at, long[] words, int to, int count) {
        int set = 0;
        for (int done = 0; done < count; done += 64) {
            long bits = Lanes.getLong(source, at + (done >>> 3));
            if (count - done < 64) {
                bits &= (1L << (count - done)) - 1;
            }
            set += Long.bitCount(bits);
            put(words, to + done, bits);
        }
        return set;
    }

    /** Copies {@code count} bits into a bitmap that is clear there. */
    public static void copy(long[] source, int from, long[] target, int to, int count) {
        for (int done = 0; done < count; done += 64) {
            long bits = get(source, from + done);
            if (count - done < 64) {
                bits &= (1L << (count - done)) - 1;
            }
            put(target, to + done, bits);
        }
    }

    /** 64 bits from a place on; those past the array are 0. */
    public static long get(long[] words, int from) {
        int word = from >>> 6;
        int shift = from & 63;
        long low = words[word] >>> shift;
        return shift == 0 || word + 1 == words.length ? low : low | words[word + 1] << (64 - shift);
    }

    private static void put(long[] words, int to, long bits) {
        int word = to >>> 6;
        int shift = to & 63;
        words[word] |= bits << shift;
        if (shift != 0) {
            long high = bits >>> (64 - shift);
            if (high != 0) {
                words[word + 1] |= high;
            }
        }
    }

    /** How many of {@code count} bits from a place on are set. */
    public static int count(long[] words, int from, int count) {
        int set = 0;
        for (int done = 0; done < count; done += 64) {
            long bits = get(words, from + done);
            if (count - done < 64) {
                bits &= (1L << (count - done)) - 1;
            }
            set += Long.bitCount(bits);
        }
        return set;
    }
}
