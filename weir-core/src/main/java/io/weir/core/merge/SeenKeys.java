package io.weir.core.merge;

import java.util.Arrays;

/**
 * The keys of a window that newer runs have: a bit for each possible key, for windows whose keys
 * lie close together. With runs taken from new to old, a row whose key is not here yet wins.
 */
final class SeenKeys {

    /** Farther apart, clearing bits costs more than merging lists. */
    private static final long KEYS_PER_ROW_MAX = 64;

    private long[] bits = {};
    private int[] rows = {};
    private long least;

    /**
     * Starts a window.
     *
     * @param rowCount rows of all runs in it
     * @return false: the keys are too far apart
     */
    boolean start(long leastKey, long greatestKey, int rowCount) {
        // Below 0 when there are more keys between than a long counts.
        long span = greatestKey - leastKey;
        if (span < 0 || span >= KEYS_PER_ROW_MAX * rowCount) {
            return false;
        }
        int words = (int) (span >>> 6) + 1;
        if (bits.length < words) {
            bits = new long[Math.max(words, 2 * bits.length)];
        } else {
            Arrays.fill(bits, 0, words, 0);
        }
        if (rows.length < rowCount) {
            rows = new int[Math.max(rowCount, 2 * rows.length)];
        }
        least = leastKey;
        return true;
    }

    /**
     * Adds the keys of some rows of one run, of which equal neighbours stand oldest first.
     *
     * @param droppedKinds bits of a row kind; a row whose kind has one of them is not given, its
     *     key is seen all the same
     * @return how many rows had a new key; they are the last ones of {@link #rows}, ascending
     */
    int add(long[] keys, byte[] kinds, int from, int to, int droppedKinds) {
        long[] seen = bits;
        int[] fresh = rows;
        int at = fresh.length;
        for (int row = to - 1; row >= from; row--) {
            long key = keys[row] - least;
            int word = (int) (key >>> 6);
            long before = seen[word];
            seen[word] = before | 1L << key;
            // At 0 the slot before is not there, but then no row is left either.
            fresh[at - 1] = row;
            at -= (int) (~(before >>> key) & 1) & ~(kinds[row] & droppedKinds);
        }
        return fresh.length - at;
    }

    int[] rows() {
        return rows;
    }
}
