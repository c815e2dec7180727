package io.weir.predicate;

import io.weir.error.InvalidRequestException;
import io.weir.predicate.Predicate.Compare;
import io.weir.predicate.Predicate.Comparison;
import io.weir.predicate.Predicate.In;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Literals of predicates as values of the column they are compared with.
 *
 * <p>A literal need not be a value of its column's type: 1.5 compared with an INT, 3000000000 with
 * an INT, a timestamp with a DATE. {@link #normalise} rewrites such comparisons into ones that hold
 * for the same values: {@code i < 1.5} is {@code i <= 1}, {@code i = 1.5} is never satisfied.
 */
public final class Literals {

    /** Satisfied by no row. */
    private static final Predicate NEVER = new Predicate.Or(List.of());

    private Literals() {}

    /**
     * Where a literal lies among the values of a type.
     *
     * @param side -1: below all values; 1: above all; 0: {@code value} is the greatest value not
     *     above it
     * @param exact whether the value is the literal itself
     */
    private record Place(int side, @Nullable Object value, boolean exact) {

        static final Place BELOW = new Place(-1, null, false);
        static final Place ABOVE = new Place(1, null, false);

        static Place of(Object value, boolean exact) {
            return new Place(0, value, exact);
        }

        static Place at(Object value) {
            return new Place(0, value, true);
        }
    }

    /**
     * The literal as a value of the type, of the Java class {@link io.weir.data.Row} lists for it;
     * null if no value of the type is exactly equal.
     *
     * @throws InvalidRequestException values of the type cannot be compared with such a literal
     */
    public static @Nullable Object coerce(Object literal, DataType type) {
        Place place = place(literal, type);
        return place.exact ? place.value : null;
    }

    /**
     * The same condition with every literal of its column's Java class.
     *
     * @throws InvalidRequestException a column does not exist, or cannot be compared with its
     *     literal
     */
    public static Predicate normalise(Predicate predicate, RowType type) {
        if (predicate instanceof Compare compare) {
            return compare(compare, type.field(compare.column()).type());
        }
        if (predicate instanceof In in) {
            return in(in, type.field(in.column()).type());
        }
        if (predicate instanceof Predicate.And and) {
            return new Predicate.And(
                    and.parts().stream().map(part -> normalise(part, type)).toList());
        }
        if (predicate instanceof Predicate.Or or) {
            return new Predicate.Or(
                    or.parts().stream().map(part -> normalise(part, type)).toList());
        }
        predicate.columns().forEach(type::index);
        return predicate;
    }

    private static Predicate compare(Compare compare, DataType type) {
        if (compare.comparison() == Comparison.STARTS_WITH && !type.kind().isText()) {
            throw misfit("prefix " + compare.literal(), type);
        }
        Place place = place(compare.literal(), type);
        if (place.exact && place.value != null) {
            return new Compare(compare.column(), compare.comparison(), place.value);
        }
        boolean ifAbove = place.side > 0;
        boolean ifBelow = place.side < 0;
        return switch (compare.comparison()) {
            case EQUAL, STARTS_WITH -> NEVER;
            case NOT_EQUAL -> new Predicate.IsNotNull(compare.column());
            case LESS, LESS_OR_EQUAL ->
                    beside(compare.column(), Comparison.LESS_OR_EQUAL, place, ifAbove);
            case GREATER, GREATER_OR_EQUAL ->
                    beside(compare.column(), Comparison.GREATER, place, ifBelow);
        };
    }

    /** Compares with the value below the literal; without one, all values or none satisfy. */
    private static Predicate beside(
            String column, Comparison comparison, Place place, boolean allSatisfy) {
        if (place.value != null) {
            return new Compare(column, comparison, place.value);
        }
        return allSatisfy ? new Predicate.IsNotNull(column) : NEVER;
    }

    private static Predicate in(In in, DataType type) {
        List<Object> values = new ArrayList<>();
        for (Object literal : in.literals()) {
            Object value = coerce(literal, type);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? NEVER : new In(in.column(), values);
    }

    private static Place place(Object literal, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Place.at(of(literal, type, Boolean.class));
            case TINYINT, SMALLINT, INT, BIGINT -> integer(literal, type);
            case DECIMAL -> decimal(literal, (ScalarType) type);
            case FLOAT -> single(literal, type);
            case DOUBLE -> Place.at(number(literal, type).doubleValue());
            case CHAR, VARCHAR -> Place.at(of(literal, type, String.class));
            case BINARY, VARBINARY -> Place.at(of(literal, type, byte[].class));
            case DATE -> date(literal, type);
            case TIME -> {
                LocalTime time = of(literal, type, LocalTime.class);
                LocalTime floor = time.truncatedTo(ChronoUnit.MILLIS);
                yield Place.of(cut(floor, (ScalarType) type, 3), fits(time, type, 3));
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(literal, (ScalarType) type);
            case ARRAY, MAP, MULTISET, ROW -> throw misfit(String.valueOf(literal), type);
        };
    }

    private static Place integer(Object literal, DataType type) {
        Number number = number(literal, type);
        if (number instanceof Double real && !Double.isFinite(real)) {
            return real < 0 ? Place.BELOW : Place.ABOVE;
        }
        int bits =
                switch (type.kind()) {
                    case TINYINT -> 8;
                    case SMALLINT -> 16;
                    case INT -> 32;
                    default -> 64;
                };
        BigDecimal exact = exact(number);
        if (digits(exact) > 19) {
            return exact.signum() < 0 ? Place.BELOW : Place.ABOVE;
        }
        BigInteger floor = exact.setScale(0, RoundingMode.FLOOR).unscaledValue();
        if (floor.bitLength() >= bits) {
            return exact.signum() < 0 ? Place.BELOW : Place.ABOVE;
        }
        boolean same = exact.compareTo(new BigDecimal(floor)) == 0;
        return Place.of(
                switch (type.kind()) {
                    case TINYINT -> floor.byteValue();
                    case SMALLINT -> floor.shortValue();
                    case INT -> floor.intValue();
                    default -> floor.longValue();
                },
                same);
    }

    private static Place decimal(Object literal, ScalarType type) {
        Number number = number(literal, type);
        if (number instanceof Double real && !Double.isFinite(real)) {
            return real < 0 ? Place.BELOW : Place.ABOVE;
        }
        BigDecimal exact = exact(number);
        if (digits(exact) > type.precision() - type.scale()) {
            return exact.signum() < 0 ? Place.BELOW : Place.ABOVE;
        }
        BigDecimal floor = exact.setScale(type.scale(), RoundingMode.FLOOR);
        if (floor.precision() > type.precision()) {
            return Place.BELOW;
        }
        return Place.of(floor, exact.compareTo(floor) == 0);
    }

    private static Place single(Object literal, DataType type) {
        Number number = number(literal, type);
        float nearest = number.floatValue();
        if (!(literal instanceof Double real) || real.isNaN()) {
            return Place.at(nearest);
        }
        float floor = nearest > real ? Math.nextDown(nearest) : nearest;
        return Place.of(floor, (double) floor == real);
    }

    private static Place date(Object literal, DataType type) {
        if (literal instanceof LocalDateTime wall) {
            return Place.of(wall.toLocalDate(), wall.toLocalTime().equals(LocalTime.MIDNIGHT));
        }
        return Place.at(of(literal, type, LocalDate.class));
    }

    private static Place timestamp(Object literal, ScalarType type) {
        Temporal time;
        if (type.kind() == io.weir.type.TypeKind.TIMESTAMP) {
            time =
                    literal instanceof LocalDate day
                            ? day.atStartOfDay()
                            : of(literal, type, LocalDateTime.class);
        } else if (literal instanceof OffsetDateTime offset) {
            time = offset.toInstant();
        } else if (literal instanceof ZonedDateTime zoned) {
            time = zoned.toInstant();
        } else {
            time = of(literal, type, Instant.class);
        }
        return Place.of(cut(time, type, 9), fits(time, type, 9));
    }

    /** The time without the digits its type does not have. */
    private static Temporal cut(Temporal time, ScalarType type, int digitsMax) {
        int unit = unit(type, digitsMax);
        int nanos = time.get(ChronoField.NANO_OF_SECOND);
        return time.with(ChronoField.NANO_OF_SECOND, nanos - nanos % unit);
    }

    private static boolean fits(Temporal time, DataType type, int digitsMax) {
        return time.get(ChronoField.NANO_OF_SECOND) % unit((ScalarType) type, digitsMax) == 0;
    }

    private static int unit(ScalarType type, int digitsMax) {
        int unit = 1;
        for (int digit = Math.min(type.precision(), digitsMax); digit < 9; digit++) {
            unit *= 10;
        }
        return unit;
    }

    /** Digits before the point; at most 0 for numbers between -1 and 1. */
    private static long digits(BigDecimal number) {
        return number.signum() == 0 ? 0 : (long) number.precision() - number.scale();
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof Double real
                ? new BigDecimal(real)
                : BigDecimal.valueOf(number.longValue());
    }

    /** The literal as Long, BigDecimal or Double. */
    private static Number number(Object literal, DataType type) {
        if (literal instanceof Float || literal instanceof Double) {
            return ((Number) literal).doubleValue();
        }
        if (literal instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (literal instanceof BigDecimal decimal) {
            return decimal;
        }
        if (literal instanceof Byte
                || literal instanceof Short
                || literal instanceof Integer
                || literal instanceof Long) {
            return ((Number) literal).longValue();
        }
        throw misfit(String.valueOf(literal), type);
    }

    private static <T> T of(Object literal, DataType type, Class<T> wanted) {
        if (!wanted.isInstance(literal)) {
            throw misfit(String.valueOf(literal), type);
        }
        return wanted.cast(literal);
    }

    private static InvalidRequestException misfit(String literal, DataType type) {
        return new InvalidRequestException(
                "a column of type " + type + " cannot be compared with " + literal);
    }
}
