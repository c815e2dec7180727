package io.weir.core.codec;

import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The order of keys (format section 7.2) on their serialised rows: column by column, null first,
 * numbers by value, strings by unsigned bytes. Safe for many threads.
 */
public final class KeyComparator implements Comparator<byte[]> {

    private final DataType[] types;

    private KeyComparator(RowType keyType) {
        types = new DataType[keyType.size()];
        for (int column = 0; column < types.length; column++) {
            types[column] = keyType.type(column);
        }
    }

    /** The order of serialised rows of these columns, none of them nested. */
    public static Comparator<byte[]> of(RowType keyType) {
        return new KeyComparator(keyType);
    }

    @Override
    public int compare(byte[] left, byte[] right) {
        return compare(BinaryRow.ofSerialized(left), BinaryRow.ofSerialized(right));
    }

    private int compare(BinaryRow left, BinaryRow right) {
        for (int column = 0; column < types.length; column++) {
            boolean leftNull = left.isNullAt(column);
            boolean rightNull = right.isNullAt(column);
            int order =
                    leftNull || rightNull
                            ? Boolean.compare(rightNull, leftNull)
                            : compareSlots(types[column], left, right, column);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Order of two values of one type that are not null; nested types have none. */
    public static int compareSlots(DataType type, BinaryRow left, BinaryRow right, int column) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> Byte.compare(left.getByte(column), right.getByte(column));
            case SMALLINT -> Short.compare(left.getShort(column), right.getShort(column));
            case INT, DATE, TIME -> Integer.compare(left.getInt(column), right.getInt(column));
            case BIGINT -> Long.compare(left.getLong(column), right.getLong(column));
            case FLOAT -> compareReals(left.getFloat(column), right.getFloat(column));
            case DOUBLE -> compareReals(left.getDouble(column), right.getDouble(column));
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                    Arrays.compareUnsigned(left.getBytes(column), right.getBytes(column));
            case DECIMAL -> compareDecimals((ScalarType) type, left, right, column);
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                int precision = ((ScalarType) type).precision();
                int millis =
                        Long.compare(
                                left.getTimestampMillis(column, precision),
                                right.getTimestampMillis(column, precision));
                yield millis != 0
                        ? millis
                        : Integer.compare(
                                left.getTimestampNanos(column, precision),
                                right.getTimestampNanos(column, precision));
            }
            case ARRAY, MAP, MULTISET, ROW ->
                    throw new IllegalArgumentException("values of type " + type + " have no order");
        };
    }

    private static int compareDecimals(
            ScalarType type, BinaryRow left, BinaryRow right, int column) {
        if (type.precision() <= 18) {
            return Long.compare(left.getLong(column), right.getLong(column));
        }
        return left.getDecimal(column, type.precision(), type.scale())
                .compareTo(right.getDecimal(column, type.precision(), type.scale()));
    }

    /** By {@code <} and {@code >}: the two zeros tie. NaN, which no key has, comes last. */
    private static int compareReals(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }
}
