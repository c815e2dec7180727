package io.weir.core.codec;

import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.WideVector;
import java.util.Arrays;

/**
 * The order of single values in keys and sequence columns (format section 7.2): null first, numbers
 * by value, byte strings by unsigned bytes. NaN, which keys never have, comes last.
 */
public final class ValueOrder {

    private ValueOrder() {}

    /** Compares two rows column by column. */
    public static int compare(
            ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        for (int column = 0; column < left.length; column++) {
            int order = compare(left[column], leftRow, right[column], rightRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares two values of one type; the vectors may differ in dictionary and plain form. */
    public static int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        boolean leftNull = left.isNull(leftRow);
        boolean rightNull = right.isNull(rightRow);
        if (leftNull || rightNull) {
            return Boolean.compare(rightNull, leftNull);
        }
        return switch (left.kind()) {
            case BYTE ->
                    Byte.compare(
                            ((ByteVector) left).values()[leftRow],
                            ((ByteVector) right).values()[rightRow]);
            case INT ->
                    Integer.compare(
                            ((IntVector) left).values()[leftRow],
                            ((IntVector) right).values()[rightRow]);
            case LONG ->
                    Long.compare(
                            ((LongVector) left).values()[leftRow],
                            ((LongVector) right).values()[rightRow]);
            case FLOAT ->
                    Double.compare(
                            positiveZero(((FloatVector) left).values()[leftRow]),
                            positiveZero(((FloatVector) right).values()[rightRow]));
            case DOUBLE ->
                    Double.compare(
                            positiveZero(((DoubleVector) left).values()[leftRow]),
                            positiveZero(((DoubleVector) right).values()[rightRow]));
            case WIDE -> compareWide((WideVector) left, leftRow, (WideVector) right, rightRow);
            case BYTES, DICTIONARY -> compareBytes(left, leftRow, right, rightRow);
            case ARRAY, MAP, ROW ->
                    throw new IllegalArgumentException("no order of values of " + left.kind());
        };
    }

    /** The value, with 0.0 for -0.0: keys that are equal are equal bit by bit. */
    public static double positiveZero(double value) {
        return value == 0.0 ? 0.0 : value;
    }

    private static int compareWide(WideVector left, int leftRow, WideVector right, int rightRow) {
        int high = Long.compare(left.high()[leftRow], right.high()[rightRow]);
        return high != 0 ? high : Long.compareUnsigned(left.low()[leftRow], right.low()[rightRow]);
    }

    private static int compareBytes(
            ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        BytesVector leftBytes = bytes(left);
        BytesVector rightBytes = bytes(right);
        int leftEntry = entry(left, leftRow);
        int rightEntry = entry(right, rightRow);
        return Arrays.compareUnsigned(
                leftBytes.data(),
                leftBytes.offsets()[leftEntry],
                leftBytes.offsets()[leftEntry + 1],
                rightBytes.data(),
                rightBytes.offsets()[rightEntry],
                rightBytes.offsets()[rightEntry + 1]);
    }

    /** The byte strings of a plain vector, or of a dictionary vector's dictionary. */
    public static BytesVector bytes(ColumnVector vector) {
        return vector instanceof DictionaryVector coded ? coded.dictionary() : (BytesVector) vector;
    }

    /** Where in {@link #bytes} the value of a row is. */
    public static int entry(ColumnVector vector, int row) {
        return vector instanceof DictionaryVector coded ? coded.codes()[row] : row;
    }
}
