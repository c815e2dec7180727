package io.weir.core.file;

import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads values of one scalar type from text. */
final class TextParser {

    private final ScalarType type;
    private final ZoneId zone;

    TextParser(ScalarType type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
    }

    /**
     * The Java value of a text without blanks around it.
     *
     * @return null only for a decimal with too many digits
     * @throws IllegalArgumentException the text is no such value (or another unchecked exception of
     *     parsing)
     */
    @Nullable Object parse(String text) {
        return switch (type.kind()) {
            case BOOLEAN -> bool(text.toLowerCase(Locale.ROOT));
            case TINYINT -> Byte.valueOf(whole(text));
            case SMALLINT -> Short.valueOf(whole(text));
            case INT -> Integer.valueOf(whole(text));
            case BIGINT -> Long.valueOf(whole(text));
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case DECIMAL -> decimal(text);
            case DATE -> dateTime(text).toLocalDate();
            case TIME -> time(text).truncatedTo(ChronoUnit.MILLIS);
            case TIMESTAMP -> cut(dateTime(text));
            case TIMESTAMP_LTZ -> instant(text);
            default -> throw new IllegalArgumentException("text as " + type);
        };
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "t", "true", "y", "yes", "1" -> true;
            case "f", "false", "n", "no", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** The text of an integer without a fraction: {@code 12.7} is 12. */
    private static String whole(String text) {
        int point = text.indexOf('.');
        if (point <= 0) {
            return text;
        }
        for (int position = point + 1; position < text.length(); position++) {
            if (!Character.isDigit(text.charAt(position))) {
                throw new IllegalArgumentException(text);
            }
        }
        return text.substring(0, point);
    }

    private @Nullable BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
        return value.precision() > type.precision() ? null : value;
    }

    /** {@code yyyy-M-d}; month and day may be left out. */
    private static LocalDate date(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException(text);
        }
        return LocalDate.of(
                Integer.parseInt(parts[0]),
                parts.length > 1 ? Integer.parseInt(parts[1]) : 1,
                parts.length > 2 ? Integer.parseInt(parts[2]) : 1);
    }

    /** {@code H:m:s.fraction}; all but the hour may be left out. */
    private static LocalTime time(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException(text);
        }
        String[] second = (parts.length > 2 ? parts[2] : "0").split("\\.", 2);
        return LocalTime.of(
                Integer.parseInt(parts[0]),
                parts.length > 1 ? Integer.parseInt(parts[1]) : 0,
                Integer.parseInt(second[0]),
                second.length > 1 ? nanos(second[1]) : 0);
    }

    private static int nanos(String digits) {
        String nine = digits.length() > 9 ? digits.substring(0, 9) : digits;
        return Integer.parseInt(nine + "0".repeat(9 - nine.length()));
    }

    private static LocalDateTime dateTime(String text) {
        int gap = text.indexOf(' ');
        int split = gap >= 0 ? gap : text.indexOf('T');
        return split < 0
                ? date(text).atStartOfDay()
                : date(text.substring(0, split)).atTime(time(text.substring(split + 1)));
    }

    private LocalDateTime cut(LocalDateTime time) {
        long unit = NumberCasts.powerOfTen(9 - type.precision());
        return time.withNano((int) (time.getNano() - time.getNano() % unit));
    }

    private Instant instant(String text) {
        return cut(dateTime(text)).atZone(zone).toInstant();
    }
}
