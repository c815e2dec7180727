package io.weir.cli;

import io.weir.error.InvalidRequestException;
import io.weir.option.OptionValues;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 10s} from the command line. */
final class TimeSpan implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        try {
            return OptionValues.duration("it", value);
        } catch (InvalidRequestException e) {
            throw new TypeConversionException("'" + value + "' is not a time such as 10s or 5min");
        }
    }
}
