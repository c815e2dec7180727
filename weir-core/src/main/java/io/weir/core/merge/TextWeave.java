package io.weir.core.merge;

import io.weir.core.codec.ValueOrder;
import io.weir.data.ByteCopy;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import java.util.List;

/**
 * Weaves a column of byte strings. As long as all sources have dictionaries only codes move: the
 * dictionaries are joined once and the joined one stays the same object until a source changes its
 * own. Otherwise bytes are copied, and also when a batch is smaller than the dictionaries that it
 * would take to join, unless codes are worth it later on.
 */
final class TextWeave {

    private final DictionaryJoin join = new DictionaryJoin();
    private final boolean joinsAlways;

    /**
     * @param joinsAlways whether rows go into a file, whose dictionary is made from codes
     */
    TextWeave(boolean joinsAlways) {
        this.joinsAlways = joinsAlways;
    }

    ColumnVector column(List<Piece> pieces, int source, int rowCount) {
        for (Piece piece : pieces) {
            if (!(piece.columns()[source] instanceof DictionaryVector)) {
                return plain(pieces, source, rowCount);
            }
        }
        BytesVector[] dictionaries = new BytesVector[pieces.size()];
        for (int number = 0; number < dictionaries.length; number++) {
            dictionaries[number] =
                    ((DictionaryVector) pieces.get(number).columns()[source]).dictionary();
        }
        return joinsAlways || join.newEntries(dictionaries) <= rowCount
                ? coded(pieces, source, dictionaries, rowCount)
                : plain(pieces, source, rowCount);
    }

    private DictionaryVector coded(
            List<Piece> pieces, int source, BytesVector[] dictionaries, int rowCount) {
        int[][] maps = join.map(dictionaries);
        int[] out = new int[rowCount];
        for (int number = 0; number < dictionaries.length; number++) {
            Piece piece = pieces.get(number);
            int[] codes = ((DictionaryVector) piece.columns()[source]).codes();
            place(codes, maps[number], piece, out);
        }
        Validity validity = Weave.validity(pieces, source, rowCount);
        if (!validity.allValid()) {
            clearNulls(validity, rowCount, out);
        }
        return new DictionaryVector(join.dictionary(), out, rowCount, validity);
    }

    private static void clearNulls(Validity validity, int rowCount, int[] codes) {
        for (int row = 0; row < rowCount; row++) {
            if (!validity.isValid(row)) {
                codes[row] = 0;
            }
        }
    }

    /** A null's code is 0 in every dictionary; in an empty one it maps nowhere and stays 0. */
    private static void place(int[] codes, int[] map, Piece piece, int[] out) {
        int[] rows = piece.rows();
        int[] outRows = piece.outRows();
        int count = piece.count();
        if (map.length == 0) {
            return;
        }
        if (rows == null) {
            for (int index = 0; index < count; index++) {
                out[outRows[index]] = map[codes[index]];
            }
        } else {
            for (int index = 0; index < count; index++) {
                out[outRows[index]] = map[codes[rows[index]]];
            }
        }
    }

    private static BytesVector plain(List<Piece> pieces, int source, int rowCount) {
        int[] offsets = new int[rowCount + 1];
        for (Piece piece : pieces) {
            addLengths(piece.columns()[source], piece, offsets);
        }
        long total = 0;
        for (int row = 1; row <= rowCount; row++) {
            total += offsets[row];
            offsets[row] = (int) total;
        }
        byte[] data = new byte[Math.toIntExact(total)];
        for (Piece piece : pieces) {
            copy(piece.columns()[source], piece, offsets, data);
        }
        return new BytesVector(data, offsets, rowCount, Weave.validity(pieces, source, rowCount));
    }

    /** Length of output row r to {@code offsets[r + 1]}. */
    private static void addLengths(ColumnVector vector, Piece piece, int[] offsets) {
        int[] from = ValueOrder.bytes(vector).offsets();
        int[] outRows = piece.outRows();
        int count = piece.count();
        if (vector instanceof DictionaryVector coded) {
            int[] codes = coded.codes();
            boolean nulls = !vector.validity().allValid();
            for (int index = 0; index < count; index++) {
                int row = piece.row(index);
                int code = codes[row];
                offsets[outRows[index] + 1] =
                        nulls && vector.isNull(row) ? 0 : from[code + 1] - from[code];
            }
        } else {
            for (int index = 0; index < count; index++) {
                int row = piece.row(index);
                offsets[outRows[index] + 1] = from[row + 1] - from[row];
            }
        }
    }

    private static void copy(ColumnVector vector, Piece piece, int[] offsets, byte[] data) {
        BytesVector bytes = ValueOrder.bytes(vector);
        int[] from = bytes.offsets();
        int[] outRows = piece.outRows();
        int count = piece.count();
        if (vector instanceof DictionaryVector coded) {
            copyWords(bytes, coded.codes(), piece, offsets, data);
            return;
        }
        if (piece.isRange()) {
            int start = from[piece.row(0)];
            int size = from[piece.row(0) + count] - start;
            System.arraycopy(bytes.data(), start, data, offsets[outRows[0]], size);
            return;
        }
        for (int index = 0; index < count; index++) {
            int row = piece.row(index);
            ByteCopy.copy(
                    bytes.data(),
                    from[row],
                    data,
                    offsets[outRows[index]],
                    from[row + 1] - from[row]);
        }
    }

    private static void copyWords(
            BytesVector words, int[] codes, Piece piece, int[] offsets, byte[] data) {
        int[] from = words.offsets();
        int[] outRows = piece.outRows();
        for (int index = 0; index < piece.count(); index++) {
            int to = offsets[outRows[index]];
            int size = offsets[outRows[index] + 1] - to;
            // A null has no bytes, and its code may mean no word.
            if (size > 0) {
                ByteCopy.copy(words.data(), from[codes[piece.row(index)]], data, to, size);
            }
        }
    }
}
