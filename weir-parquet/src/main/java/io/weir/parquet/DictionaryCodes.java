package io.weir.parquet;

import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.Hybrid;

/** What the encoders with a dictionary share: the form of codes in a page, and when one pays. */
final class DictionaryCodes {

    /** Numbers a dictionary may have. */
    static final int NUMBERS_MAX = 1 << 16;

    /** Byte strings a dictionary may have. */
    static final int STRINGS_MAX = 1 << 18;

    /** Bytes of strings a dictionary may have. */
    static final int STRING_BYTES_MAX = 4 << 20;

    private DictionaryCodes() {}

    /** Bits of a code. */
    static int width(int dictionarySize) {
        return dictionarySize <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(dictionarySize - 1);
    }

    /** A page of codes: their width in one byte, then the codes. */
    static void encode(int[] codes, int count, int dictionarySize, ByteSink page) {
        int width = width(dictionarySize);
        page.putByte(width);
        Hybrid.encode(codes, count, width, page);
    }

    /**
     * How many distinct values there are altogether, guessed from how often values of a sample met
     * again: of n values drawn from D, about n² / 2D meet.
     */
    static long estimateDistinct(int sample, int distinct) {
        int met = sample - distinct;
        if (met == 0) {
            return Long.MAX_VALUE;
        }
        if (met > sample / 2) {
            return distinct;
        }
        return Math.max(distinct, (long) sample * sample / (2L * met));
    }

    /** Whether a dictionary of strings is worth going on with after some pages. */
    static boolean pays(long valuesSeen, int distinct, int dictionaryBytes) {
        if (distinct > STRINGS_MAX || dictionaryBytes > STRING_BYTES_MAX) {
            return false;
        }
        double most =
                valuesSeen <= 30_000
                        ? 0.9
                        : valuesSeen <= 60_000 ? 0.8 : valuesSeen <= 120_000 ? 0.65 : 0.5;
        return distinct <= 64 || distinct <= valuesSeen * most;
    }
}
