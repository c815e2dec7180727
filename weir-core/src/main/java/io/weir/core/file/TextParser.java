package io.weir.core.file;

import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one scalar type from text, in the forms Paimon 1.4 reads: blanks around a value
 * are an error, and a whole number is also a date (days since 1970), a time (milliseconds of the
 * day) or a timestamp (since 1970, in the unit of its precision).
 */
final class TextParser {

    private static final long DAY_MILLIS = 86_400_000L;

    private final ScalarType type;
    private final ZoneId zone;

    TextParser(ScalarType type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
    }

    /**
     * The Java value of a text.
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
            case DATE -> date(text);
            case TIME -> time(text);
            case TIMESTAMP -> isNumber(text) ? sinceEpoch(Long.parseLong(text)) : dateTime(text);
            case TIMESTAMP_LTZ -> dateTime(text).atZone(zone).toInstant();
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

    /** The text of an integer without a fraction: {@code 12.7} is 12, {@code .7} is 0. */
    private static String whole(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return text;
        }
        for (int position = point + 1; position < text.length(); position++) {
            if (!isDigit(text.charAt(position))) {
                throw new IllegalArgumentException(text);
            }
        }
        return point == 0 ? "0" : text.substring(0, point);
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /** Whether a text is digits, with a minus before them or not. */
    private static boolean isNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        for (int position = start; position < text.length(); position++) {
            if (!isDigit(text.charAt(position))) {
                return false;
            }
        }
        return text.length() > start;
    }

    private @Nullable BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
        return value.precision() > type.precision() ? null : value;
    }

    /** Days since 1970, or {@code yyyy-M-d} of which the end may be left out, a time ignored. */
    private static LocalDate date(String text) {
        if (isNumber(text)) {
            return LocalDate.ofEpochDay(Integer.parseInt(text));
        }
        String trimmed = text.trim();
        int gap = trimmed.indexOf(' ');
        String[] parts = parts(gap < 0 ? trimmed : trimmed.substring(0, gap), "-");
        return LocalDate.of(
                number(parts[0]),
                parts.length > 1 ? number(parts[1]) : 1,
                parts.length > 2 ? number(parts[2]) : 1);
    }

    private static String[] parts(String text, String separator) {
        String[] parts = text.split(separator, -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException(text);
        }
        return parts;
    }

    private static int number(String digits) {
        if (digits.startsWith("-") || !isNumber(digits)) {
            throw new IllegalArgumentException(digits);
        }
        return Integer.parseInt(digits);
    }

    /** Milliseconds of the day, or {@code H:m:s.fraction} of which the end may be left out. */
    private static LocalTime time(String text) {
        if (isNumber(text)) {
            int millis = Integer.parseInt(text);
            if (millis < 0 || millis >= DAY_MILLIS) {
                throw new IllegalArgumentException(text);
            }
            return LocalTime.ofNanoOfDay(1_000_000L * millis);
        }
        String[] parts = parts(text.trim(), ":");
        return LocalTime.of(
                        number(parts[0]),
                        parts.length > 1 ? number(parts[1]) : 0,
                        parts.length > 2 ? second(parts[2]) : 0)
                .plusNanos(parts.length > 2 ? nanos(parts[2]) / 1_000_000 * 1_000_000L : 0);
    }

    private static int second(String text) {
        int point = text.indexOf('.');
        return number(point < 0 ? text : text.substring(0, point));
    }

    private static int nanos(String secondText) {
        int point = secondText.indexOf('.');
        String digits = point < 0 ? "" : secondText.substring(point + 1);
        String nine = digits.length() > 9 ? digits.substring(0, 9) : digits;
        return nine.isEmpty() ? 0 : number(nine) * (int) NumberCasts.powerOfTen(9 - nine.length());
    }

    /**
     * {@code yyyy-M-d} or {@code yyyy-M-d H:m:s.fraction}. A day up to 31 that the month lacks is
     * its last, and 24:00:00 is the start of the next day.
     */
    private LocalDateTime dateTime(String text) {
        int gap = text.indexOf(' ');
        LocalDateTime day = wholeDate(gap < 0 ? text : text.substring(0, gap)).atStartOfDay();
        if (gap < 0) {
            return day;
        }
        String[] parts = parts(text.substring(gap + 1), ":");
        int fraction = text.length() - 1 - text.indexOf('.');
        if (parts.length < 3 || (fraction < text.length() && fraction > 9)) {
            throw new IllegalArgumentException(text);
        }
        if (text.endsWith(" 24:00:00")) {
            return day.plusDays(1);
        }
        int unit = (int) NumberCasts.powerOfTen(9 - type.precision());
        int nanos = nanos(parts[2]);
        return day.with(
                LocalTime.of(
                        number(parts[0]),
                        number(parts[1]),
                        second(parts[2]),
                        nanos - nanos % unit));
    }

    private static LocalDate wholeDate(String text) {
        String[] parts = parts(text, "-");
        if (parts.length < 3 || parts[0].length() != 4) {
            throw new IllegalArgumentException(text);
        }
        int day = number(parts[2]);
        LocalDate first = LocalDate.of(number(parts[0]), number(parts[1]), 1);
        return first.withDayOfMonth(day > 31 ? day : Math.min(day, first.lengthOfMonth()));
    }

    private LocalDateTime sinceEpoch(long units) {
        if (type.kind() != TypeKind.TIMESTAMP || type.precision() % 3 != 0) {
            throw new IllegalArgumentException(units + " as " + type);
        }
        long perSecond = NumberCasts.powerOfTen(type.precision());
        long nanosPerUnit = NumberCasts.powerOfTen(9 - type.precision());
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(units, perSecond),
                (int) (Math.floorMod(units, perSecond) * nanosPerUnit),
                ZoneOffset.UTC);
    }
}
