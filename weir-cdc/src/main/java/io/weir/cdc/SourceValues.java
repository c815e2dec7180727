package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a value as PostgreSQL spells it into the Java value of a lake type. */
final class SourceValues {

    private static final long SECONDS_END = Long.MAX_VALUE / 1_000_000;

    private SourceValues() {}

    /**
     * @param value text, or plain bytes of a {@code bytea}
     * @throws InvalidRequestException the value does not fit the type
     */
    static @Nullable Object convert(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            if (type.kind().isBytes() && !type.kind().isText()) {
                return bytes;
            }
            return convert("\\x" + HexFormat.of().formatHex(bytes), type);
        }
        String text = (String) value;
        try {
            return parse(text, type);
        } catch (NumberFormatException e) {
            throw unfit(text, type, e);
        }
    }

    private static Object parse(String text, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> bool(text, type);
            case SMALLINT -> Short.valueOf(text);
            case INT -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case DECIMAL -> decimal(text, (ScalarType) type);
            case CHAR, VARCHAR -> text(text, (ScalarType) type);
            case BINARY, VARBINARY -> HexFormat.of().parseHex(text, 2, text.length());
            case DATE -> PostgresText.parseDate(text);
            case TIME -> PostgresText.parseTime(text);
            case TIMESTAMP -> {
                LocalDateTime moment = PostgresText.parseTimestamp(text);
                checkRange(moment.toEpochSecond(ZoneOffset.UTC), text, type);
                yield moment;
            }
            case TIMESTAMP_LTZ -> {
                Instant moment = PostgresText.parseInstant(text);
                checkRange(moment.getEpochSecond(), text, type);
                yield moment;
            }
            case ARRAY -> array(text, (ArrayType) type);
            default -> throw unfit(text, type, null);
        };
    }

    /** Microseconds of the lake end in the year 294247, some before those of PostgreSQL. */
    private static void checkRange(long seconds, String text, DataType type) {
        if (Math.abs(seconds) >= SECONDS_END) {
            throw unfit(text, type, null);
        }
    }

    private static Boolean bool(String text, DataType type) {
        return switch (text) {
            case "t", "1" -> true;
            case "f", "0" -> false;
            default -> throw unfit(text, type, null);
        };
    }

    private static BigDecimal decimal(String text, ScalarType type) {
        BigDecimal decimal = new BigDecimal(text);
        try {
            BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.UNNECESSARY);
            if (scaled.precision() <= type.precision()) {
                return scaled;
            }
        } catch (ArithmeticException e) {
            throw unfit(text, type, e);
        }
        throw unfit(text, type, null);
    }

    private static String text(String text, ScalarType type) {
        if (text.length() > type.length()
                && text.codePointCount(0, text.length()) > type.length()) {
            throw unfit(text, type, null);
        }
        return text;
    }

    private static List<@Nullable Object> array(String text, ArrayType type) {
        List<@Nullable String> elements = PostgresText.parseArray(text);
        List<@Nullable Object> converted = new ArrayList<>(elements.size());
        for (String element : elements) {
            converted.add(convert(element, type.element()));
        }
        return converted;
    }

    private static InvalidRequestException unfit(
            String text, DataType type, @Nullable Exception cause) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        String message = "'" + shown + "' does not fit " + type;
        return cause == null
                ? new InvalidRequestException(message)
                : new InvalidRequestException(message, cause);
    }
}
