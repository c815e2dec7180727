package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/** How PostgreSQL spells times, intervals and arrays, both ways. */
final class PostgresText {

    private static final String BEFORE_CHRIST = " BC";

    private PostgresText() {}

    static String date(LocalDate date) {
        int year = date.getYear();
        return pad(year > 0 ? year : 1 - year, 4)
                + "-"
                + pad(date.getMonthValue(), 2)
                + "-"
                + pad(date.getDayOfMonth(), 2)
                + (year > 0 ? "" : BEFORE_CHRIST);
    }

    /** With as many digits of a second as it has, six at most. */
    static String time(LocalTime time) {
        String whole =
                pad(time.getHour(), 2)
                        + ":"
                        + pad(time.getMinute(), 2)
                        + ":"
                        + pad(time.getSecond(), 2);
        return whole + fraction(time.getNano() / 1000);
    }

    /**
     * @param zone what follows the time of day
     */
    static String timestamp(LocalDateTime moment, String zone) {
        String date = date(moment.toLocalDate());
        boolean before = date.endsWith(BEFORE_CHRIST);
        return (before ? date.substring(0, date.length() - BEFORE_CHRIST.length()) : date)
                + " "
                + time(moment.toLocalTime())
                + zone
                + (before ? BEFORE_CHRIST : "");
    }

    private static String fraction(int micros) {
        if (micros == 0) {
            return "";
        }
        String digits = pad(micros, 6);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }

    private static String pad(int number, int digits) {
        String text = String.valueOf(number);
        return text.length() >= digits ? text : "0".repeat(digits - text.length()) + text;
    }

    /** In the style {@code 1 year 2 mons -3 days +04:05:06.7}. */
    static String interval(PGInterval interval) {
        StringBuilder text = new StringBuilder();
        boolean negative = part(text, interval.getYears(), "year", false);
        negative = part(text, interval.getMonths(), "mon", negative);
        negative = part(text, interval.getDays(), "day", negative);
        int hours = interval.getHours();
        int minutes = interval.getMinutes();
        int seconds = interval.getWholeSeconds();
        int micros = interval.getMicroSeconds();
        if (text.isEmpty() || (hours | minutes | seconds | micros) != 0) {
            boolean minus = hours < 0 || minutes < 0 || seconds < 0 || micros < 0;
            text.append(text.isEmpty() ? "" : " ")
                    .append(minus ? "-" : negative ? "+" : "")
                    .append(pad(Math.abs(hours), 2))
                    .append(':')
                    .append(pad(Math.abs(minutes), 2))
                    .append(':')
                    .append(pad(Math.abs(seconds), 2))
                    .append(fraction(Math.abs(micros)));
        }
        return text.toString();
    }

    private static boolean part(StringBuilder text, int value, String unit, boolean negative) {
        if (value == 0) {
            return negative;
        }
        text.append(text.isEmpty() ? "" : " ")
                .append(negative && value > 0 ? "+" : "")
                .append(value)
                .append(' ')
                .append(unit)
                .append(value == 1 ? "" : "s");
        return value < 0;
    }

    /**
     * @throws InvalidRequestException infinity, or no date
     */
    static LocalDate parseDate(String text) {
        boolean before = text.endsWith(BEFORE_CHRIST);
        int dayEnd = before ? text.length() - BEFORE_CHRIST.length() : text.length();
        int monthStart = text.indexOf('-', 1) + 1;
        try {
            int year = Integer.parseInt(text, 0, monthStart - 1, 10);
            int month = Integer.parseInt(text, monthStart, monthStart + 2, 10);
            int day = Integer.parseInt(text, monthStart + 3, dayEnd, 10);
            return LocalDate.of(before ? 1 - year : year, month, day);
        } catch (NumberFormatException | IndexOutOfBoundsException | DateTimeException e) {
            throw new InvalidRequestException("'" + text + "' has no date in the lake", e);
        }
    }

    /**
     * @throws InvalidRequestException 24:00:00, or no time
     */
    static LocalTime parseTime(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidRequestException("'" + text + "' has no time in the lake", e);
        }
    }

    /**
     * @throws InvalidRequestException infinity, or no timestamp
     */
    static LocalDateTime parseTimestamp(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new InvalidRequestException("'" + text + "' has no timestamp in the lake");
        }
        boolean before = text.endsWith(BEFORE_CHRIST);
        int end = before ? text.length() - BEFORE_CHRIST.length() : text.length();
        LocalDate date = parseDate(text.substring(0, space) + (before ? BEFORE_CHRIST : ""));
        return LocalDateTime.of(date, parseTime(text.substring(space + 1, end)));
    }

    /**
     * @throws InvalidRequestException infinity, or no timestamp with an offset
     */
    static Instant parseInstant(String text) {
        boolean before = text.endsWith(BEFORE_CHRIST);
        int end = before ? text.length() - BEFORE_CHRIST.length() : text.length();
        int zone = Math.max(text.lastIndexOf('+', end - 1), text.lastIndexOf('-', end - 1));
        if (zone < 0 || text.indexOf(' ') < 0 || zone < text.indexOf(' ')) {
            throw new InvalidRequestException("'" + text + "' has no timestamp in the lake");
        }
        try {
            ZoneOffset offset = ZoneOffset.of(text.substring(zone, end));
            String local = text.substring(0, zone) + (before ? BEFORE_CHRIST : "");
            return parseTimestamp(local).toInstant(offset);
        } catch (DateTimeException e) {
            throw new InvalidRequestException("'" + text + "' has no timestamp in the lake", e);
        }
    }

    /**
     * The elements of an array of one dimension.
     *
     * @throws InvalidRequestException more dimensions
     */
    static List<@Nullable String> parseArray(String text) {
        // Bounds other than the usual stand in front: [0:2]={...}
        int start = text.startsWith("[") ? text.indexOf('=') + 1 : 0;
        if (text.isEmpty() || text.charAt(start) != '{') {
            throw new InvalidRequestException("'" + text + "' is no array");
        }
        List<@Nullable String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean inside = false;
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                element.append(text.charAt(++at));
            } else if (c == '"') {
                quoted = true;
                inside = !inside;
            } else if (inside) {
                element.append(c);
            } else if (c == '{') {
                throw new InvalidRequestException(
                        "an array of more than one dimension does not fit an ARRAY of the lake;"
                                + " declare the column with its dimensions, such as int[][], to keep"
                                + " it as text");
            } else if (c == ',' || c == '}') {
                if (c == ',' || quoted || !element.isEmpty() || !elements.isEmpty()) {
                    boolean isNull = !quoted && element.toString().equalsIgnoreCase("null");
                    elements.add(isNull ? null : element.toString());
                }
                element.setLength(0);
                quoted = false;
            } else {
                element.append(c);
            }
        }
        return elements;
    }
}
