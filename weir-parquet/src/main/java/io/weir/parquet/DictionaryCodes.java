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
     * How many distinct values there are altogether, guessed from a sample: those that were met,
     * and more the more of them were met only once (Chao's estimate from values met once and
     * twice).
     *
     * @param codes of the sample
     * @param distinct codes there are
     */
    static long estimateDistinct(int[] codes, int sample, int distinct) {
        byte[] times = new byte[distinct];
        for (int index = 0; index < sample; index++) {
            int code = codes[index];
            times[code] = (byte) Math.min(3, times[code] + 1);
        }
        long once = 0;
        long twice = 0;
        for (byte count : times) {
            once += count == 1 ? 1 : 0;
            twice += count == 2 ? 1 : 0;
        }
        if (once == sample) {
            return Long.MAX_VALUE;
        }
        return distinct + once * once / (2 * Math.max(1, twice));
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
