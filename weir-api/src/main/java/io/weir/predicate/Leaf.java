package io.weir.predicate;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;

/**
 * A condition on one column, made ready: tested on the values of a vector, or on bounds of them.
 * Without state that changes.
 */
abstract class Leaf {

    /**
     * Sets the bits of the values that satisfy the condition, in words that are 0 before. Null rows
     * may get any bit. Dictionaries do not come here.
     */
    abstract void test(ColumnVector vector, int rowCount, long[] matches);

    /** Whether some value between the bounds may satisfy it. See {@link Statistics#bounds}. */
    abstract boolean mayMatch(ColumnVector bounds);

    /** Whether every value between the bounds satisfies it. */
    abstract boolean allMatch(ColumnVector bounds);

    /** As {@link #test}, for vectors of every kind, and without the bits of null rows. */
    final void matches(ColumnVector vector, int rowCount, long[] matches) {
        if (vector instanceof DictionaryVector coded) {
            testCoded(coded, rowCount, matches);
        } else {
            test(vector, rowCount, matches);
        }
        long[] valid = vector.validity().words();
        if (valid != null) {
            int words = matches.length;
            for (int word = 0; word < words; word++) {
                matches[word] &= valid[word];
            }
        }
    }

    /**
     * Tests each entry of the dictionary once, or each row if there are fewer rows than entries.
     */
    private void testCoded(DictionaryVector coded, int rowCount, long[] matches) {
        BytesVector dictionary = coded.dictionary();
        if (dictionary.length() > 4L * rowCount) {
            test(coded.flatten(), rowCount, matches);
            return;
        }
        long[] entries = new long[(dictionary.length() + 64) >>> 6];
        test(dictionary, dictionary.length(), entries);
        int[] codes = coded.codes();
        for (int row = 0; row < rowCount; row++) {
            int code = codes[row];
            matches[row >>> 6] |= (entries[code >>> 6] >>> code & 1) << row;
        }
    }
}
