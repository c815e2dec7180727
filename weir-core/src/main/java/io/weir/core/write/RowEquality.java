package io.weir.core.write;

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
 * Whether two rows of a batch have the same values, as their binary rows would: floats by bits,
 * null equal to null.
 */
final class RowEquality {

    private RowEquality() {}

    static boolean equal(ColumnVector[] columns, int left, int right) {
        for (ColumnVector column : columns) {
            if (!equal(column, left, right)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(ColumnVector column, int left, int right) {
        if (!column.validity().allValid()) {
            boolean leftNull = column.isNull(left);
            if (leftNull || column.isNull(right)) {
                return leftNull == column.isNull(right);
            }
        }
        return switch (column.kind()) {
            case BYTE -> bytes((ByteVector) column, left, right);
            case INT -> ((IntVector) column).values()[left] == ((IntVector) column).values()[right];
            case LONG ->
                    ((LongVector) column).values()[left] == ((LongVector) column).values()[right];
            case WIDE -> wide((WideVector) column, left, right);
            case FLOAT -> floats((FloatVector) column, left, right);
            case DOUBLE -> doubles((DoubleVector) column, left, right);
            case BYTES -> text((BytesVector) column, left, right);
            case DICTIONARY -> codes((DictionaryVector) column, left, right);
            case ARRAY, MAP, ROW ->
                    throw new IllegalStateException("nested columns are not compared");
        };
    }

    private static boolean bytes(ByteVector column, int left, int right) {
        return column.values()[left] == column.values()[right];
    }

    private static boolean wide(WideVector column, int left, int right) {
        return column.high()[left] == column.high()[right]
                && column.low()[left] == column.low()[right];
    }

    private static boolean floats(FloatVector column, int left, int right) {
        return Float.floatToRawIntBits(column.values()[left])
                == Float.floatToRawIntBits(column.values()[right]);
    }

    private static boolean doubles(DoubleVector column, int left, int right) {
        return Double.doubleToRawLongBits(column.values()[left])
                == Double.doubleToRawLongBits(column.values()[right]);
    }

    private static boolean text(BytesVector column, int left, int right) {
        int[] offsets = column.offsets();
        return Arrays.equals(
                column.data(),
                offsets[left],
                offsets[left + 1],
                column.data(),
                offsets[right],
                offsets[right + 1]);
    }

    private static boolean codes(DictionaryVector column, int left, int right) {
        int leftCode = column.codes()[left];
        int rightCode = column.codes()[right];
        return leftCode == rightCode || text(column.dictionary(), leftCode, rightCode);
    }
}
