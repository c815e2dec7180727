package io.weir.data;

import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.Map;

/**
 * Java values, as {@link Row} lists them, to what vectors hold. Integers of any class are taken
 * where the number fits; everything else must be of the listed class and fit without loss.
 */
final class JavaValues {

    private JavaValues() {}

    static byte toByte(DataType type, Object value) {
        if (type.kind() == TypeKind.BOOLEAN) {
            return (byte) (of(type, value, Boolean.class) ? 1 : 0);
        }
        return (byte) integer(type, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    static int toInt(DataType type, Object value) {
        return switch (type.kind()) {
            case SMALLINT -> (int) integer(type, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case DATE -> {
                long day = of(type, value, LocalDate.class).toEpochDay();
                if (day != (int) day) {
                    throw misfit(type, value, "is out of range");
                }
                yield (int) day;
            }
            case TIME -> {
                LocalTime time = of(type, value, LocalTime.class);
                fraction(type, value, time.get(ChronoField.NANO_OF_SECOND), 3);
                yield (int) (time.toNanoOfDay() / 1_000_000);
            }
            default -> (int) integer(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        };
    }

    static long toLong(DataType type, Object value) {
        return switch (type.kind()) {
            case DECIMAL -> unscaled((ScalarType) type, value).longValue();
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                int digits = ((ScalarType) type).precision();
                Instant instant = instant(type, value);
                try {
                    yield digits <= 3
                            ? instant.toEpochMilli()
                            : Math.addExact(
                                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                                    instant.get(ChronoField.NANO_OF_SECOND) / 1000);
                } catch (ArithmeticException e) {
                    throw misfit(type, value, "is out of range");
                }
            }
            default -> integer(type, value, Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    /** Puts the high and the low part into {@code target}. */
    static void toWide(DataType type, Object value, long[] target) {
        if (type.kind() == TypeKind.DECIMAL) {
            BigInteger unscaled = unscaled((ScalarType) type, value);
            target[0] = unscaled.shiftRight(64).longValue();
            target[1] = unscaled.longValue();
            return;
        }
        Instant instant = instant(type, value);
        try {
            target[0] = instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw misfit(type, value, "is out of range");
        }
        target[1] = instant.get(ChronoField.NANO_OF_SECOND) % 1_000_000;
    }

    static float toFloat(DataType type, Object value) {
        return of(type, value, Float.class);
    }

    static double toDouble(DataType type, Object value) {
        return value instanceof Float single ? single : of(type, value, Double.class);
    }

    static byte[] toBytes(DataType type, Object value) {
        ScalarType scalar = (ScalarType) type;
        if (!type.kind().isText()) {
            byte[] bytes = of(type, value, byte[].class);
            if (bytes.length > scalar.length()) {
                throw misfit(type, value, "is too long");
            }
            return bytes;
        }
        String text = of(type, value, String.class);
        if (text.length() > scalar.length()
                && text.codePointCount(0, text.length()) > scalar.length()) {
            throw misfit(type, value, "is too long");
        }
        return utf8(type, text);
    }

    private static byte[] utf8(DataType type, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw misfit(type, text, "has half of a surrogate pair");
        }
    }

    /** Checks the class of a nested value and the number of a row's values. */
    static void check(DataType type, Object value) {
        boolean fits =
                switch (type.kind()) {
                    case ARRAY -> value instanceof Collection<?>;
                    case MAP, MULTISET -> value instanceof Map<?, ?>;
                    default -> value instanceof Row row && row.size() == ((RowType) type).size();
                };
        if (!fits) {
            throw misfit(type, value, "does not fit");
        }
    }

    static InvalidRequestException nullIn(DataType type) {
        return new InvalidRequestException("null inside a value where the type is " + type);
    }

    private static long integer(DataType type, Object value, long min, long max) {
        if (!(value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long)) {
            throw misfit(type, value, "does not fit");
        }
        long number = ((Number) value).longValue();
        if (number < min || number > max) {
            throw misfit(type, value, "is out of range");
        }
        return number;
    }

    private static BigInteger unscaled(ScalarType type, Object value) {
        BigDecimal number = of(type, value, BigDecimal.class);
        // A huge exponent would make setScale compute millions of digits.
        if ((long) number.precision() - number.scale() > type.precision() && number.signum() != 0) {
            throw misfit(type, value, "is out of range");
        }
        try {
            BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
            if (scaled.precision() > type.precision()) {
                throw misfit(type, value, "is out of range");
            }
            return scaled.unscaledValue();
        } catch (ArithmeticException e) {
            throw misfit(type, value, "has more fraction digits than the type");
        }
    }

    private static Instant instant(DataType type, Object value) {
        Instant instant;
        if (type.kind() == TypeKind.TIMESTAMP) {
            LocalDateTime wall = of(type, value, LocalDateTime.class);
            try {
                instant = wall.toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw misfit(type, value, "is out of range");
            }
        } else {
            instant = of(type, value, Instant.class);
        }
        fraction(type, value, instant.get(ChronoField.NANO_OF_SECOND), 9);
        return instant;
    }

    private static void fraction(DataType type, Object value, int nanos, int digitsMax) {
        int digits = Math.min(((ScalarType) type).precision(), digitsMax);
        int unit = 1;
        for (int digit = digits; digit < 9; digit++) {
            unit *= 10;
        }
        if (nanos % unit != 0) {
            throw misfit(type, value, "has more than " + digits + " fraction digits");
        }
    }

    private static <T> T of(DataType type, Object value, Class<T> wanted) {
        if (!wanted.isInstance(value)) {
            throw misfit(type, value, "does not fit");
        }
        return wanted.cast(value);
    }

    private static InvalidRequestException misfit(DataType type, Object value, String problem) {
        String text =
                value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        return new InvalidRequestException(
                "value "
                        + (text.length() > 100 ? text.substring(0, 100) + "..." : text)
                        + " ("
                        + value.getClass().getSimpleName()
                        + ") "
                        + problem
                        + ": the type is "
                        + type);
    }
}
