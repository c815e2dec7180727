package io.weir.option;

import io.weir.error.InvalidRequestException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * One option: how it is called, what it means, how its text is read.
 *
 * @param <T> class of its value
 */
public final class Option<T> {

    private final String key;
    private final T defaultValue;
    private final String description;
    private final String legal;
    private final Function<String, T> parser;

    private Option(
            String key,
            T defaultValue,
            String description,
            String legal,
            Function<String, T> parser) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
        this.legal = legal;
        this.parser = parser;
    }

    public static Option<String> text(String key, String defaultValue, String description) {
        return new Option<>(key, defaultValue, description, "text", text -> text);
    }

    public static Option<Boolean> flag(String key, boolean defaultValue, String description) {
        return new Option<>(key, defaultValue, description, "true or false", Option::parseFlag);
    }

    public static Option<Integer> integer(String key, int defaultValue, String description) {
        return new Option<>(
                key, defaultValue, description, "an integer", text -> Integer.valueOf(text.trim()));
    }

    public static Option<Long> number(String key, long defaultValue, String description) {
        return new Option<>(
                key, defaultValue, description, "an integer", text -> Long.valueOf(text.trim()));
    }

    public static Option<Double> decimal(String key, double defaultValue, String description) {
        return new Option<>(
                key, defaultValue, description, "a number", text -> Double.valueOf(text.trim()));
    }

    /** A size in bytes: a number with an optional unit ({@code b kb mb gb tb}, binary). */
    public static Option<Long> bytes(String key, long defaultValue, String description) {
        return new Option<>(
                key, defaultValue, description, "a size such as 64 mb", OptionText::parseBytes);
    }

    /** A time span: a number with a unit ({@code ms s min h d} ...); without one, milliseconds. */
    public static Option<Duration> duration(String key, Duration defaultValue, String description) {
        return new Option<>(
                key, defaultValue, description, "a time such as 10 s", OptionText::parseDuration);
    }

    /** One of the constants, spelled in lower case with {@code -} for {@code _}, in any case. */
    public static <E extends Enum<E>> Option<E> choice(
            String key, Class<E> type, E defaultValue, String description) {
        String legal =
                String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Option::spelling).toList());
        return new Option<>(
                key,
                defaultValue,
                description,
                "one of " + legal,
                text -> Enum.valueOf(type, text.trim().toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Boolean parseFlag(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    T read(Map<String, String> values) {
        String text = values.get(key);
        if (text == null) {
            return defaultValue;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidRequestException(
                    "option '" + key + "' = '" + text + "' is not " + legal, e);
        }
    }

    public String key() {
        return key;
    }

    public T defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    /** What values are allowed, in words. */
    public String legal() {
        return legal;
    }
}
