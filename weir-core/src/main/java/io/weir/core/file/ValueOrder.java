package io.weir.core.file;

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
 * The order of keys (format section 7.2), value by value: for the borders of key ranges, not for
 * merging.
 */
final class ValueOrder {

    private ValueOrder() {}

    /** Compares two rows column by column. */
    static int compare(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        for (int column = 0; column < left.length; column++) {
            int order = compare(left[column], leftRow, right[column], rightRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        if (left.isNull(leftRow) || right.isNull(rightRow)) {
            return Boolean.compare(!left.isNull(leftRow), !right.isNull(rightRow));
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
            case WIDE -> compareWide((WideVector) left, leftRow, (WideVector) right, rightRow);
            case FLOAT ->
                    // Adding zero makes -0.0 a 0.0: they tie.
                    Float.compare(
                            ((FloatVector) left).values()[leftRow] + 0.0f,
                            ((FloatVector) right).values()[rightRow] + 0.0f);
            case DOUBLE ->
                    Double.compare(
                            ((DoubleVector) left).values()[leftRow] + 0.0,
                            ((DoubleVector) right).values()[rightRow] + 0.0);
            case BYTES, DICTIONARY -> compareBytes(left, leftRow, right, rightRow);
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException("a nested value in a key");
        };
    }

    private static int compareWide(WideVector left, int leftRow, WideVector right, int rightRow) {
        int order = Long.compare(left.high()[leftRow], right.high()[rightRow]);
        return order != 0
                ? order
                : Long.compareUnsigned(left.low()[leftRow], right.low()[rightRow]);
    }

    private static int compareBytes(
            ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        BytesVector leftBytes = bytes(left);
        BytesVector rightBytes = bytes(right);
        int leftCode = code(left, leftRow);
        int rightCode = code(right, rightRow);
        return Arrays.compareUnsigned(
                leftBytes.data(),
                leftBytes.offsets()[leftCode],
                leftBytes.offsets()[leftCode + 1],
                rightBytes.data(),
                rightBytes.offsets()[rightCode],
                rightBytes.offsets()[rightCode + 1]);
    }

    private static BytesVector bytes(ColumnVector vector) {
        return vector instanceof DictionaryVector coded ? coded.dictionary() : (BytesVector) vector;
    }

    private static int code(ColumnVector vector, int row) {
        return vector instanceof DictionaryVector coded ? coded.codes()[row] : row;
    }
}
