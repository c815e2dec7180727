package io.weir.parquet;

import io.weir.parquet.encoding.Lanes;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Bounds from a file and literals of a predicate as values of one Java class a type, so that they
 * can be compared: {@code Long}, {@code Double}, {@code BigDecimal}, {@code Instant} or {@code
 * byte[]}. What cannot be told for certain is null, which means unknown.
 */
final class StoredBound {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    private StoredBound() {}

    /** Whether bounds of a leaf are in the order of its values. */
    static boolean ordered(SchemaNode leaf, LeafShape shape) {
        SchemaElement element = leaf.element();
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        return switch (shape.physical()) {
            case INT96 -> false;
            case INT32, INT64 -> !shape.unsigned();
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
                boolean decimal =
                        converted == ConvertedType.DECIMAL
                                || (logical != null && logical.isSetDECIMAL());
                boolean other =
                        converted == ConvertedType.INTERVAL
                                || (logical != null && logical.isSetFLOAT16());
                yield !other && decimal == (shape.type().kind() == TypeKind.DECIMAL);
            }
            default -> true;
        };
    }

    /** A bound in PLAIN form as a comparable value, null if it is not one. */
    static @Nullable Object decode(byte @Nullable [] bytes, LeafShape shape) {
        if (bytes == null) {
            return null;
        }
        ScalarType type = shape.type();
        Type physical = shape.physical();
        if (physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY) {
            if (type.kind() != TypeKind.DECIMAL) {
                return bytes;
            }
            return bytes.length == 0 ? null : new BigDecimal(new BigInteger(bytes), type.scale());
        }
        int width =
                switch (physical) {
                    case BOOLEAN -> 1;
                    case INT32, FLOAT -> 4;
                    default -> 8;
                };
        if (bytes.length != width) {
            return null;
        }
        return switch (physical) {
            case BOOLEAN -> (long) (bytes[0] & 1);
            case FLOAT -> number(Float.intBitsToFloat(Lanes.getInt(bytes, 0)));
            case DOUBLE -> number(Double.longBitsToDouble(Lanes.getLong(bytes, 0)));
            case INT32 -> whole(Lanes.getInt(bytes, 0), shape);
            default -> whole(Lanes.getLong(bytes, 0), shape);
        };
    }

    private static @Nullable Object number(double value) {
        return Double.isNaN(value) ? null : (Object) value;
    }

    private static Object whole(long value, LeafShape shape) {
        ScalarType type = shape.type();
        return switch (type.kind()) {
            case DECIMAL -> BigDecimal.valueOf(value, type.scale());
            case TIME ->
                    Math.floorDiv(value, shape.divisor())
                            * (DAY_NANOS / (shape.unitsPerDay() / shape.divisor()));
            case TIMESTAMP, TIMESTAMP_LTZ -> instant(value, shape);
            default -> value;
        };
    }

    /** A stored timestamp in the precision in which it is read. */
    private static Instant instant(long stored, LeafShape shape) {
        long divisor = shape.type().precision() > 6 ? 1 : shape.divisor();
        long perSecond = shape.unitsPerDay() / divisor / 86_400L;
        long value = Math.floorDiv(stored, divisor);
        long nanos = Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
        return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos);
    }

    /** A literal as a comparable value, null if its class is not the type's. */
    static @Nullable Object literal(Object value, ScalarType type) {
        return switch (type.kind()) {
            case BOOLEAN -> value instanceof Boolean truth ? (truth ? 1L : 0L) : null;
            case TINYINT, SMALLINT, INT, BIGINT ->
                    value instanceof Byte
                                    || value instanceof Short
                                    || value instanceof Integer
                                    || value instanceof Long
                            ? ((Number) value).longValue()
                            : null;
            case FLOAT, DOUBLE ->
                    value instanceof Float || value instanceof Double
                            ? number(((Number) value).doubleValue())
                            : null;
            case DECIMAL -> value instanceof BigDecimal ? value : null;
            case CHAR, VARCHAR ->
                    value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
            case BINARY, VARBINARY -> value instanceof byte[] ? value : null;
            case DATE -> value instanceof LocalDate date ? date.toEpochDay() : null;
            case TIME -> value instanceof LocalTime time ? time.toNanoOfDay() : null;
            case TIMESTAMP ->
                    value instanceof LocalDateTime wall ? wall.toInstant(ZoneOffset.UTC) : null;
            case TIMESTAMP_LTZ -> value instanceof Instant ? value : null;
            case ARRAY, MAP, MULTISET, ROW -> null;
        };
    }

    /** Compares two values of one class as the predicate does; both zeros are the same. */
    static int compare(Object left, Object right) {
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof Double number) {
            double one = number;
            double other = (Double) right;
            return one < other ? -1 : one > other ? 1 : 0;
        }
        if (left instanceof BigDecimal decimal) {
            return decimal.compareTo((BigDecimal) right);
        }
        if (left instanceof Instant instant) {
            return instant.compareTo((Instant) right);
        }
        return Long.compare((Long) left, (Long) right);
    }
}
