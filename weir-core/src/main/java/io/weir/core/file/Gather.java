package io.weir.core.file;

import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.type.DataType;

/** Chosen rows of columns as columns of their own. Dictionaries are kept. */
public final class Gather {

    private Gather() {}

    /** {@code source[rows[from .. from + count)]}. */
    public static ColumnVector rows(
            ColumnVector source, DataType type, int[] rows, int from, int count) {
        if (source instanceof DictionaryVector coded) {
            return codes(coded, rows, from, count);
        }
        VectorBuilder builder = VectorBuilder.of(type, count);
        builder.append(source, rows, from, count);
        return builder.build();
    }

    private static ColumnVector codes(DictionaryVector source, int[] rows, int from, int count) {
        int[] all = source.codes();
        int[] codes = new int[count];
        for (int row = 0; row < count; row++) {
            codes[row] = all[rows[from + row]];
        }
        return new DictionaryVector(
                source.dictionary(), codes, count, validity(source.validity(), rows, from, count));
    }

    private static Validity validity(Validity source, int[] rows, int from, int count) {
        if (source.allValid()) {
            return source;
        }
        long[] words = new long[Validity.wordCount(count)];
        for (int row = 0; row < count; row++) {
            if (source.isValid(rows[from + row])) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Validity.of(words);
    }
}
