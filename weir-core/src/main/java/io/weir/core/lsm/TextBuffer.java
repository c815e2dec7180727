package io.weir.core.lsm;

import io.weir.core.merge.TextTable;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Buffered byte strings. It begins with a dictionary, so that sorting moves codes and the file's
 * dictionary is made in passing, and gives that up for plain bytes when values hardly repeat. One
 * that gave up begins plain the next times.
 */
final class TextBuffer {

    /** Plain vectors built before a dictionary is tried again. */
    private static final int PLAIN_TURNS = 15;

    private static final int[] CHECK_ROWS = {1 << 14, 1 << 16, 1 << 18};
    private static final double[] DISTINCT_MAX = {0.95, 0.8, 0.5};
    private static final int DICTIONARY_BYTES_MAX = 8 << 20;
    private static final long[] NO_WORDS = {};

    private final DataType type;
    private final VectorBuilder plain;
    private @Nullable TextTable table = new TextTable();
    private int[] codes = new int[256];
    private long[] validity = NO_WORDS;
    private int rowCount;
    private int nextCheck;
    private int plainTurns;
    private @Nullable BytesVector lastDictionary;
    private int[] lastMap = {};

    TextBuffer(DataType type) {
        this.type = type;
        this.plain = VectorBuilder.of(type, 16);
    }

    void append(ColumnVector source, int[] rows, int from, int count) {
        TextTable coded = table;
        if (coded == null) {
            plain.append(source, rows, from, count);
            return;
        }
        int wanted = rowCount + count;
        if (wanted > codes.length) {
            codes = Arrays.copyOf(codes, Math.max(wanted, codes.length + (codes.length >> 1)));
        }
        if (source instanceof DictionaryVector vector) {
            appendCodes(coded, vector, rows, from, count);
        } else {
            appendBytes(coded, (BytesVector) source, rows, from, count);
        }
        if (!source.validity().allValid() || validity.length > 0) {
            appendValidity(source.validity(), rows, from, count);
        }
        rowCount = wanted;
        check(coded);
    }

    private void appendBytes(TextTable coded, BytesVector source, int[] rows, int from, int count) {
        byte[] data = source.data();
        int[] offsets = source.offsets();
        if (source.validity().allValid()) {
            coded.codes(data, offsets, rows, from, count, codes, rowCount);
            return;
        }
        for (int index = 0; index < count; index++) {
            int row = rows[from + index];
            codes[rowCount + index] =
                    source.isNull(row) ? 0 : coded.code(data, offsets[row], offsets[row + 1]);
        }
    }

    private void appendCodes(
            TextTable coded, DictionaryVector source, int[] rows, int from, int count) {
        BytesVector dictionary = source.dictionary();
        if (dictionary != lastDictionary) {
            lastDictionary = dictionary;
            lastMap = new int[dictionary.length()];
            Arrays.fill(lastMap, -1);
        }
        boolean nulls = !source.validity().allValid();
        int[] sourceCodes = source.codes();
        for (int index = 0; index < count; index++) {
            int row = rows[from + index];
            if (nulls && source.isNull(row)) {
                codes[rowCount + index] = 0;
                continue;
            }
            int code = sourceCodes[row];
            if (lastMap[code] < 0) {
                lastMap[code] =
                        coded.code(
                                dictionary.data(),
                                dictionary.offsets()[code],
                                dictionary.offsets()[code + 1]);
            }
            codes[rowCount + index] = lastMap[code];
        }
    }

    private void appendValidity(Validity source, int[] rows, int from, int count) {
        int words = Validity.wordCount(rowCount + count);
        if (validity.length == 0) {
            validity = new long[Validity.wordCount(codes.length)];
            Arrays.fill(validity, -1L);
        } else if (validity.length < words) {
            int old = validity.length;
            validity = Arrays.copyOf(validity, Validity.wordCount(codes.length));
            Arrays.fill(validity, old, validity.length, -1L);
        }
        for (int index = 0; index < count; index++) {
            if (!source.isValid(rows[from + index])) {
                int row = rowCount + index;
                validity[row >>> 6] &= ~(1L << row);
            }
        }
    }

    private void check(TextTable coded) {
        if (nextCheck < CHECK_ROWS.length && rowCount >= CHECK_ROWS[nextCheck]) {
            if (coded.size() > DISTINCT_MAX[nextCheck++] * rowCount) {
                becomePlain();
                return;
            }
        }
        if (coded.sizeBytes() > DICTIONARY_BYTES_MAX) {
            becomePlain();
        }
    }

    private void becomePlain() {
        DictionaryVector vector = coded();
        plain.appendRange(vector, 0, vector.length());
        clearCoded();
        table = null;
        plainTurns = 0;
    }

    private DictionaryVector coded() {
        TextTable coded = java.util.Objects.requireNonNull(table);
        return new DictionaryVector(
                coded.toVector(),
                codes,
                rowCount,
                validity.length == 0 ? Validity.ALL : Validity.of(validity));
    }

    private void clearCoded() {
        codes = new int[256];
        validity = NO_WORDS;
        rowCount = 0;
        nextCheck = 0;
        lastDictionary = null;
    }

    /** All values appended; the buffer is empty afterwards. */
    ColumnVector build() {
        if (table == null) {
            ColumnVector vector = plain.build();
            if (++plainTurns > PLAIN_TURNS) {
                table = new TextTable();
            }
            return vector;
        }
        DictionaryVector vector = coded();
        if (vector.dictionary().length() > 0.7 * rowCount && rowCount > 64) {
            // Too few rows to have been checked while they came.
            plain.appendRange(vector, 0, rowCount);
            clearCoded();
            table = new TextTable();
            return plain.build();
        }
        clearCoded();
        table = new TextTable();
        return vector;
    }

    long memoryBytes() {
        return plain.memoryBytes()
                + (table == null ? 0 : table.memoryBytes())
                + 4L * codes.length
                + 8L * validity.length;
    }

    @Override
    public String toString() {
        return (table == null ? "plain " : "coded ") + type;
    }
}
