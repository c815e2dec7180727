package io.weir.core.lsm;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.type.DataType;

/** Takes rows of a vector in any order. */
final class Gather {

    private Gather() {}

    /** The vector of {@code source[rows[0 .. count)]}. Dictionaries are kept. */
    static ColumnVector of(DataType type, ColumnVector source, int[] rows, int count) {
        Validity validity = validity(source.validity(), rows, count);
        return switch (source.kind()) {
            case BYTE ->
                    new ByteVector(
                            bytes(((ByteVector) source).values(), rows, count), count, validity);
            case INT ->
                    new IntVector(
                            ints(((IntVector) source).values(), rows, count), count, validity);
            case LONG ->
                    new LongVector(
                            longs(((LongVector) source).values(), rows, count), count, validity);
            case DOUBLE ->
                    new DoubleVector(
                            doubles(((DoubleVector) source).values(), rows, count),
                            count,
                            validity);
            case DICTIONARY ->
                    new DictionaryVector(
                            ((DictionaryVector) source).dictionary(),
                            ints(((DictionaryVector) source).codes(), rows, count),
                            count,
                            validity);
            case WIDE, FLOAT, BYTES, ARRAY, MAP, ROW -> {
                VectorBuilder builder = VectorBuilder.of(type, count);
                builder.append(source, rows, 0, count);
                yield builder.build();
            }
        };
    }

    private static Validity validity(Validity source, int[] rows, int count) {
        long[] words = source.words();
        if (words == null) {
            return Validity.ALL;
        }
        long[] out = new long[Validity.wordCount(count)];
        for (int row = 0; row < count; row++) {
            out[row >>> 6] |= (words[rows[row] >>> 6] >>> rows[row] & 1) << row;
        }
        return Validity.of(out);
    }

    private static byte[] bytes(byte[] source, int[] rows, int count) {
        byte[] out = new byte[count];
        for (int row = 0; row < count; row++) {
            out[row] = source[rows[row]];
        }
        return out;
    }

    private static int[] ints(int[] source, int[] rows, int count) {
        int[] out = new int[count];
        for (int row = 0; row < count; row++) {
            out[row] = source[rows[row]];
        }
        return out;
    }

    private static long[] longs(long[] source, int[] rows, int count) {
        long[] out = new long[count];
        for (int row = 0; row < count; row++) {
            out[row] = source[rows[row]];
        }
        return out;
    }

    private static double[] doubles(double[] source, int[] rows, int count) {
        double[] out = new double[count];
        for (int row = 0; row < count; row++) {
            out[row] = source[rows[row]];
        }
        return out;
    }
}
