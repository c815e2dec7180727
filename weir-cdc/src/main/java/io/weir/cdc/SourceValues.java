package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Turns a value as the engine delivers it into the Java value of a lake type. */
final class SourceValues {

    /**
     * What the engine puts where the source did not log a large value that an update left alone.
     */
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private static final byte[] UNAVAILABLE_BYTES = UNAVAILABLE.getBytes(StandardCharsets.UTF_8);

    private SourceValues() {}

    /** Whether the source did not log this value because the update left it alone. */
    static boolean isUnavailable(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(UNAVAILABLE);
        }
        if (value instanceof ByteBuffer || value instanceof byte[]) {
            return Arrays.equals(bytes(value), UNAVAILABLE_BYTES);
        }
        return value instanceof List<?> list && list.size() == 1 && isUnavailable(list.get(0));
    }

    /**
     * @param schema how the engine describes the value
     * @throws InvalidRequestException the value does not fit the type
     */
    static @Nullable Object convert(@Nullable Object value, Schema schema, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN, FLOAT, DOUBLE -> value;
            case SMALLINT -> number(value, type).shortValue();
            case INT -> number(value, type).intValue();
            case BIGINT -> number(value, type).longValue();
            case DECIMAL -> decimal(value, (ScalarType) type);
            case CHAR, VARCHAR -> text(value, schema);
            case BINARY, VARBINARY -> bytes(value);
            case DATE -> LocalDate.ofEpochDay(number(value, type).longValue());
            case TIME -> time(value, schema);
            case TIMESTAMP -> timestamp(value, schema);
            case TIMESTAMP_LTZ -> instant(value, schema);
            case ARRAY -> array(value, schema, (ArrayType) type);
            default -> throw unfit(value, type);
        };
    }

    private static Number number(Object value, DataType type) {
        if (value instanceof Number number) {
            return number;
        }
        throw unfit(value, type);
    }

    private static BigDecimal decimal(Object value, ScalarType type) {
        BigDecimal decimal =
                value instanceof Struct struct
                        ? variableScale(struct)
                        : value instanceof BigDecimal exact ? exact : null;
        if (decimal == null) {
            throw unfit(value, type);
        }
        try {
            return decimal.setScale(type.scale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new InvalidRequestException(decimal + " does not fit " + type, e);
        }
    }

    private static BigDecimal variableScale(Struct struct) {
        return new BigDecimal(new BigInteger(struct.getBytes("value")), struct.getInt32("scale"));
    }

    private static String text(Object value, Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (name) {
            case "io.debezium.data.VariableScaleDecimal" ->
                    variableScale((Struct) value).toPlainString();
            case "org.apache.kafka.connect.data.Decimal" -> ((BigDecimal) value).toPlainString();
            case "io.debezium.time.MicroTime", "io.debezium.time.Time" ->
                    time(value, schema).toString();
            case "io.debezium.data.Bits" -> bits(bytes(value), schema);
            case "io.debezium.data.geometry.Point" ->
                    "(" + ((Struct) value).get("x") + "," + ((Struct) value).get("y") + ")";
            default ->
                    value instanceof byte[] || value instanceof ByteBuffer
                            ? new String(bytes(value), StandardCharsets.UTF_8)
                            : value.toString();
        };
    }

    /**
     * Bits arrive with the least significant byte first; text has the most significant bit first.
     */
    private static String bits(byte[] littleEndian, Schema schema) {
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        int held = littleEndian.length * 8;
        int count = length == null ? held : Integer.parseInt(length);
        StringBuilder text = new StringBuilder();
        for (int bit = Math.min(count, held) - 1; bit >= 0; bit--) {
            text.append(((littleEndian[bit >> 3] >> (bit & 7)) & 1) == 0 ? '0' : '1');
        }
        return text.toString();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.duplicate().get(array);
            return array;
        }
        throw unfit(value, DataType.bytes());
    }

    private static LocalTime time(Object value, Schema schema) {
        long number = number(value, DataType.time(3)).longValue();
        boolean millis = "io.debezium.time.Time".equals(schema.name());
        return LocalTime.ofNanoOfDay(number * (millis ? 1_000_000 : 1_000));
    }

    private static LocalDateTime timestamp(Object value, Schema schema) {
        long number = number(value, DataType.timestamp(6)).longValue();
        boolean millis = "io.debezium.time.Timestamp".equals(schema.name());
        long unitsPerSecond = millis ? 1_000 : 1_000_000;
        long units = Math.floorMod(number, unitsPerSecond);
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(number, unitsPerSecond),
                (int) (units * (1_000_000_000 / unitsPerSecond)),
                ZoneOffset.UTC);
    }

    private static Instant instant(Object value, Schema schema) {
        if (value instanceof String text) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return timestamp(value, schema).toInstant(ZoneOffset.UTC);
    }

    private static List<@Nullable Object> array(Object value, Schema schema, ArrayType type) {
        if (!(value instanceof List<?> list)) {
            throw unfit(value, type);
        }
        List<@Nullable Object> converted = new ArrayList<>(list.size());
        for (Object element : list) {
            converted.add(convert(element, schema.valueSchema(), type.element()));
        }
        return converted;
    }

    private static InvalidRequestException unfit(Object value, DataType type) {
        return new InvalidRequestException(
                "a value of class " + value.getClass().getSimpleName() + " is not a " + type);
    }
}
