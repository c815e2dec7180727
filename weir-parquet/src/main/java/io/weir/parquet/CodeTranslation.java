package io.weir.parquet;

import io.weir.data.BytesVector;
import io.weir.parquet.encoding.BytesDictionary;
import java.util.Arrays;

/**
 * Translates codes of vectors' dictionaries to those of a page dictionary. The table of each of the
 * last few dictionaries, told apart by identity, is kept and filled as codes are met.
 */
final class CodeTranslation {

    private static final int KEPT = 16;

    private final BytesVector[] known = new BytesVector[KEPT];
    private final int[][] tables = new int[KEPT][];
    private int next;

    /** Writes the page codes of {@code codes[from .. from + count)} to {@code target}. */
    void translate(
            BytesVector source,
            int[] codes,
            int from,
            int count,
            BytesDictionary dictionary,
            int[] target,
            int at) {
        int[] table = table(source);
        byte[] bytes = source.data();
        int[] offsets = source.offsets();
        for (int index = 0; index < count; index++) {
            int code = codes[from + index];
            int page = table[code];
            if (page < 0) {
                int start = offsets[code];
                page = dictionary.code(bytes, start, offsets[code + 1] - start);
                table[code] = page;
            }
            target[at + index] = page;
        }
    }

    private int[] table(BytesVector source) {
        for (int place = 0; place < KEPT; place++) {
            if (known[place] == source) {
                return tables[place];
            }
        }
        int[] table = new int[source.length()];
        Arrays.fill(table, -1);
        known[next] = source;
        tables[next] = table;
        next = (next + 1) % KEPT;
        return table;
    }
}
