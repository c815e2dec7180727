package io.weir.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects which values are not null. Holds no bitmap until the first null comes. */
final class ValidityBuilder {

    private long @Nullable [] words;
    private int length;

    int length() {
        return length;
    }

    long memoryBytes() {
        return words == null ? 0 : 8L * words.length;
    }

    void appendNull() {
        bitmap(length + 1);
        length++;
    }

    void appendValid(int count) {
        if (words != null) {
            fill(bitmap(length + count), length, count);
        }
        length += count;
    }

    /** Appends rows {@code from .. from + count} of a validity. */
    void appendRange(Validity source, int from, int count) {
        long[] bits = source.words();
        if (bits == null) {
            appendValid(count);
            return;
        }
        copy(bits, from, bitmap(length + count), length, count);
        length += count;
    }

    /** Appends rows {@code rows[from .. from + count)} of a validity. */
    void appendRows(Validity source, int[] rows, int from, int count) {
        long[] bits = source.words();
        if (bits == null) {
            appendValid(count);
            return;
        }
        gather(bits, rows, from, count, bitmap(length + count), length);
        length += count;
    }

    /** The validity of everything appended; the builder is empty afterwards. */
    Validity build() {
        Validity built = words == null ? Validity.ALL : Validity.of(words);
        words = null;
        length = 0;
        return built;
    }

    /** The bitmap with room for a length; bits that were not appended yet are 0. */
    private long[] bitmap(int needed) {
        int wordCount = Validity.wordCount(needed);
        if (words == null) {
            words = new long[Math.max(4, wordCount)];
            fill(words, 0, length);
        } else if (words.length < wordCount) {
            words = Arrays.copyOf(words, Growth.grown(words.length, wordCount));
        }
        return words;
    }

    private static void fill(long[] bits, int from, int count) {
        int end = from + count;
        int row = from;
        while (row < end) {
            int inWord = row & 63;
            int taken = Math.min(64 - inWord, end - row);
            bits[row >>> 6] |= (taken == 64 ? -1L : (1L << taken) - 1) << inWord;
            row += taken;
        }
    }

    private static void copy(long[] source, int from, long[] target, int to, int count) {
        int done = 0;
        while (done < count) {
            int inTarget = (to + done) & 63;
            int inSource = (from + done) & 63;
            int taken = Math.min(Math.min(64 - inTarget, 64 - inSource), count - done);
            long mask = taken == 64 ? -1L : (1L << taken) - 1;
            long bits = source[(from + done) >>> 6] >>> inSource & mask;
            target[(to + done) >>> 6] |= bits << inTarget;
            done += taken;
        }
    }

    private static void gather(
            long[] source, int[] rows, int from, int count, long[] target, int to) {
        for (int next = 0; next < count; next++) {
            int row = rows[from + next];
            long bit = source[row >>> 6] >>> row & 1;
            target[(to + next) >>> 6] |= bit << (to + next);
        }
    }
}
