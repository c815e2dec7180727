package io.weir.option;

import java.time.Duration;
import java.util.Locale;

/** The text forms of sizes and time spans. */
final class OptionText {

    private OptionText() {}

    static Long parseBytes(String text) {
        String trimmed = text.trim().toLowerCase(Locale.ROOT);
        int digits = digits(trimmed);
        long number = Long.parseLong(trimmed.substring(0, digits));
        long unit =
                switch (trimmed.substring(digits).trim()) {
                    case "", "b", "byte", "bytes" -> 1L;
                    case "k", "kb", "kib", "kibibyte", "kibibytes" -> 1L << 10;
                    case "m", "mb", "mib", "mebibyte", "mebibytes" -> 1L << 20;
                    case "g", "gb", "gib", "gibibyte", "gibibytes" -> 1L << 30;
                    case "t", "tb", "tib", "tebibyte", "tebibytes" -> 1L << 40;
                    default -> throw new IllegalArgumentException(text);
                };
        return Math.multiplyExact(number, unit);
    }

    static Duration parseDuration(String text) {
        String trimmed = text.trim().toLowerCase(Locale.ROOT);
        int digits = digits(trimmed);
        long number = Long.parseLong(trimmed.substring(0, digits));
        return switch (trimmed.substring(digits).trim()) {
            case "d", "day", "days" -> Duration.ofDays(number);
            case "h", "hour", "hours" -> Duration.ofHours(number);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(number);
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(number);
            case "", "ms", "milli", "millis", "millisecond", "milliseconds" ->
                    Duration.ofMillis(number);
            case "us", "µs", "micro", "micros", "microsecond", "microseconds" ->
                    Duration.ofNanos(Math.multiplyExact(number, 1000L));
            case "ns", "nano", "nanos", "nanosecond", "nanoseconds" -> Duration.ofNanos(number);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static int digits(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        return digits;
    }
}
