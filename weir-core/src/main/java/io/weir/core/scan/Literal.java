package io.weir.core.scan;

import io.weir.core.codec.BinaryRow;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A literal of a predicate in the form that compares fast with slots of binary rows.
 *
 * <p>Only the parts that the {@link Shape} names have a meaning: {@code number} for LONG and TIME
 * (there milliseconds, with {@code nanos} of the millisecond), {@code real} for DOUBLE, {@code
 * bytes} for BYTES, {@code decimal} for DECIMAL.
 */
record Literal(Shape shape, long number, int nanos, double real, byte[] bytes, BigDecimal decimal) {

    /** How values of a type are compared. */
    enum Shape {
        /** BOOLEAN as 0 and 1, integers, DATE, TIME. */
        LONG,
        /** Timestamps: milliseconds, then nanoseconds of the millisecond. */
        TIME,
        /** FLOAT and DOUBLE: numeric order, NaN above all and equal to itself. */
        DOUBLE,
        /** CHAR, VARCHAR, BINARY, VARBINARY: unsigned bytes. */
        BYTES,
        DECIMAL
    }

    private static final byte[] NO_BYTES = new byte[0];

    /** The shape of a type's values, null for nested types, which do not compare. */
    static @Nullable Shape shape(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIME -> Shape.LONG;
            case TIMESTAMP, TIMESTAMP_LTZ -> Shape.TIME;
            case FLOAT, DOUBLE -> Shape.DOUBLE;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Shape.BYTES;
            case DECIMAL -> Shape.DECIMAL;
            case ARRAY, MAP, MULTISET, ROW -> null;
        };
    }

    /** The literal of a Java value, null if its class does not belong to the shape. */
    static @Nullable Literal of(Shape shape, Object value) {
        return switch (shape) {
            case LONG -> ofLong(value);
            case TIME -> ofTime(value);
            case DOUBLE ->
                    value instanceof Number number
                            ? new Literal(
                                    shape, 0, 0, number.doubleValue(), NO_BYTES, BigDecimal.ZERO)
                            : null;
            case BYTES -> ofBytes(value);
            case DECIMAL ->
                    value instanceof BigDecimal decimal
                            ? new Literal(shape, 0, 0, 0, NO_BYTES, decimal)
                            : null;
        };
    }

    private static @Nullable Literal ofLong(Object value) {
        if (value instanceof Boolean flag) {
            return number(Shape.LONG, flag ? 1 : 0, 0);
        }
        if (value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long) {
            return number(Shape.LONG, ((Number) value).longValue(), 0);
        }
        if (value instanceof LocalDate date) {
            return number(Shape.LONG, date.toEpochDay(), 0);
        }
        if (value instanceof LocalTime time && time.toNanoOfDay() % 1_000_000 == 0) {
            return number(Shape.LONG, time.toNanoOfDay() / 1_000_000, 0);
        }
        return null;
    }

    private static @Nullable Literal ofTime(Object value) {
        Instant instant;
        if (value instanceof LocalDateTime wall) {
            instant = wall.toInstant(ZoneOffset.UTC);
        } else if (value instanceof Instant given) {
            instant = given;
        } else {
            return null;
        }
        long millis;
        try {
            millis = instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return null;
        }
        return number(Shape.TIME, millis, instant.getNano() % 1_000_000);
    }

    private static @Nullable Literal ofBytes(Object value) {
        byte[] bytes;
        if (value instanceof String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } else if (value instanceof byte[] given) {
            bytes = given;
        } else {
            return null;
        }
        return new Literal(Shape.BYTES, 0, 0, 0, bytes, BigDecimal.ZERO);
    }

    private static Literal number(Shape shape, long number, int nanos) {
        return new Literal(shape, number, nanos, 0, NO_BYTES, BigDecimal.ZERO);
    }

    /** Compares a slot that is not null, of a type with this shape, with the literal. */
    int compareSlot(BinaryRow row, int slot, DataType type) {
        return switch (shape) {
            case LONG -> Long.compare(longSlot(row, slot, type), number);
            case TIME -> compareTime(row, slot, ((ScalarType) type).precision());
            case DOUBLE ->
                    compareDoubles(
                            type.kind() == io.weir.type.TypeKind.FLOAT
                                    ? row.getFloat(slot)
                                    : row.getDouble(slot),
                            real);
            case BYTES -> Arrays.compareUnsigned(row.getBytes(slot), bytes);
            case DECIMAL -> decimalSlot(row, slot, (ScalarType) type).compareTo(decimal);
        };
    }

    /** Whether a string slot starts with the literal. */
    boolean isPrefixOf(BinaryRow row, int slot) {
        byte[] value = row.getBytes(slot);
        return value.length >= bytes.length
                && Arrays.equals(value, 0, bytes.length, bytes, 0, bytes.length);
    }

    private static long longSlot(BinaryRow row, int slot, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> row.getByte(slot);
            case SMALLINT -> row.getShort(slot);
            case INT, DATE, TIME -> row.getInt(slot);
            default -> row.getLong(slot);
        };
    }

    private int compareTime(BinaryRow row, int slot, int precision) {
        int millisFirst = Long.compare(row.getTimestampMillis(slot, precision), number);
        return millisFirst != 0
                ? millisFirst
                : Integer.compare(row.getTimestampNanos(slot, precision), nanos);
    }

    private static BigDecimal decimalSlot(BinaryRow row, int slot, ScalarType type) {
        return row.getDecimal(slot, type.precision(), type.scale());
    }

    static int compareDoubles(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }
}
