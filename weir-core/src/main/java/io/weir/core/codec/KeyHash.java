package io.weir.core.codec;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.type.RowType;
import io.weir.type.TypeKind;

/**
 * Hashes of the binary rows of many keys at once: what chooses fixed and dynamic buckets (format
 * section 6.2). The types decide the bytes, so they must be those of the table.
 */
public final class KeyHash {

    private KeyHash() {}

    /**
     * Fills {@code hashes[0 .. rowCount)}.
     *
     * @param keyType types of the key columns, not nested
     * @param keyColumns one a field
     */
    public static void hash(
            RowType keyType, ColumnVector[] keyColumns, int rowCount, int[] hashes) {
        if (keyType.size() == 1 && keyColumns[0].validity().allValid()) {
            ColumnVector column = keyColumns[0];
            TypeKind kind = keyType.type(0).kind();
            if (column instanceof LongVector longs && kind == TypeKind.BIGINT) {
                hashLongs(longs.values(), rowCount, hashes);
                return;
            }
            if (column instanceof IntVector ints && kind != TypeKind.SMALLINT) {
                hashInts(ints.values(), rowCount, hashes);
                return;
            }
            if (column instanceof BytesVector bytes) {
                hashBytes(bytes.data(), bytes.offsets(), rowCount, hashes);
                return;
            }
            if (column instanceof DictionaryVector coded) {
                hashCodes(coded, rowCount, hashes);
                return;
            }
        }
        hashRows(keyType, keyColumns, rowCount, hashes);
    }

    private static void hashLongs(long[] values, int rowCount, int[] hashes) {
        int start = Murmur3.mix(Murmur3.SEED, 0L);
        for (int row = 0; row < rowCount; row++) {
            hashes[row] = Murmur3.finish(Murmur3.mix(start, values[row]), 16);
        }
    }

    private static void hashInts(int[] values, int rowCount, int[] hashes) {
        int start = Murmur3.mix(Murmur3.SEED, 0L);
        for (int row = 0; row < rowCount; row++) {
            int hash = Murmur3.mix(Murmur3.mix(start, values[row]), 0);
            hashes[row] = Murmur3.finish(hash, 16);
        }
    }

    private static void hashBytes(byte[] data, int[] offsets, int rowCount, int[] hashes) {
        for (int row = 0; row < rowCount; row++) {
            hashes[row] = hashString(data, offsets[row], offsets[row + 1] - offsets[row]);
        }
    }

    private static int hashString(byte[] data, int from, int length) {
        int hash = Murmur3.mix(Murmur3.SEED, 0L);
        if (length <= 7) {
            long word = tail(data, from, length) | (0x80L | length) << 56;
            return Murmur3.finish(Murmur3.mix(hash, word), 16);
        }
        hash = Murmur3.mix(hash, (16L << 32) | length);
        int whole = length & ~7;
        for (int at = 0; at < whole; at += 8) {
            hash = Murmur3.mix(hash, LittleEndian.getLong(data, from + at));
        }
        if (whole < length) {
            hash = Murmur3.mix(hash, tail(data, from + whole, length - whole));
        }
        return Murmur3.finish(hash, 16 + (length + 7 & ~7));
    }

    /** Up to seven bytes as a little endian number. */
    private static long tail(byte[] data, int from, int length) {
        long word = 0;
        for (int index = 0; index < length; index++) {
            word |= (data[from + index] & 0xffL) << (8 * index);
        }
        return word;
    }

    private static void hashCodes(DictionaryVector vector, int rowCount, int[] hashes) {
        BytesVector dictionary = vector.dictionary();
        int[] codes = vector.codes();
        if (dictionary.length() <= rowCount) {
            int[] byCode = new int[dictionary.length()];
            hashBytes(dictionary.data(), dictionary.offsets(), byCode.length, byCode);
            for (int row = 0; row < rowCount; row++) {
                hashes[row] = byCode[codes[row]];
            }
            return;
        }
        int[] offsets = dictionary.offsets();
        for (int row = 0; row < rowCount; row++) {
            int from = offsets[codes[row]];
            hashes[row] = hashString(dictionary.data(), from, offsets[codes[row] + 1] - from);
        }
    }

    private static void hashRows(
            RowType keyType, ColumnVector[] keyColumns, int rowCount, int[] hashes) {
        BinaryRowWriter writer = new BinaryRowWriter();
        for (int row = 0; row < rowCount; row++) {
            writer.write(keyType, keyColumns, row);
            hashes[row] = writer.hash();
        }
    }
}
