package io.weir.data;

import org.jspecify.annotations.Nullable;

/**
 * Which values of a vector are not null. Two shapes only: no nulls at all, or a bitmap in which a
 * <b>set bit means valid</b>. Bit of row r: word r / 64, bit r % 64. Bits past the vector's length
 * have no meaning.
 *
 * <p>Immutable by contract: whoever hands the words over does not change them afterwards. Loops
 * test {@link #allValid()} once and then need no test per row.
 */
public final class Validity {

    /** No nulls. */
    public static final Validity ALL = new Validity(null);

    private final long @Nullable [] words;

    private Validity(long @Nullable [] words) {
        this.words = words;
    }

    /** Validity over these words, which are kept, not copied. */
    public static Validity of(long[] words) {
        return new Validity(words);
    }

    /** Validity in which every row of {@code length} is null. */
    public static Validity none(int length) {
        return new Validity(new long[wordCount(length)]);
    }

    /** Words a bitmap of that many rows has. */
    public static int wordCount(int length) {
        return (length + 63) >>> 6;
    }

    /**
     * True: there are no nulls, {@link #words()} is null. False says nothing about how many nulls
     * there are.
     */
    public boolean allValid() {
        return words == null;
    }

    public boolean isValid(int row) {
        return words == null || (words[row >>> 6] >>> row & 1) != 0;
    }

    /** The bitmap, null when {@link #allValid()}. Not to be changed. */
    public long @Nullable [] words() {
        return words;
    }

    /** Number of nulls among the first {@code length} rows. */
    public int nullCount(int length) {
        if (words == null) {
            return 0;
        }
        int valid = 0;
        int whole = length >>> 6;
        for (int word = 0; word < whole; word++) {
            valid += Long.bitCount(words[word]);
        }
        if ((length & 63) != 0) {
            valid += Long.bitCount(words[whole] & (1L << length) - 1);
        }
        return length - valid;
    }
}
