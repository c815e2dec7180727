package io.weir.option;

import io.weir.error.InvalidRequestException;
import java.time.Duration;

/** Reads the text of values that are not options of a table, in the same spelling. */
public final class OptionValues {

    private OptionValues() {}

    /**
     * A time span such as {@code 10s}, {@code 500 ms}; without a unit, milliseconds.
     *
     * @param name what the value is for, as the error names it
     */
    public static Duration duration(String name, String text) {
        try {
            return OptionText.parseDuration(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidRequestException(
                    name + " '" + text + "' is not a time such as 10 s", e);
        }
    }
}
