package io.weir.core.file;

import io.weir.data.ColumnVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.WideVector;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Casts between dates, times of day, timestamps and numbers. All pass through milliseconds since
 * 1970 and nanoseconds of the millisecond, as wall clock or as instant.
 */
final class TimeCasts {

    private static final long DAY_MILLIS = 86_400_000L;
    private static final int MICROS_DIGITS = 6;
    private static final int MILLIS_DIGITS = 3;

    private TimeCasts() {}

    static @Nullable Conversion of(ScalarType from, ScalarType to, ZoneId zone) {
        TypeKind source = from.kind();
        TypeKind target = to.kind();
        if (source == target && (source == TypeKind.TIME || source == TypeKind.DATE)) {
            return Conversion.NONE;
        }
        boolean fromTimestamp = source == TypeKind.TIMESTAMP || source == TypeKind.TIMESTAMP_LTZ;
        boolean toTimestamp = target == TypeKind.TIMESTAMP || target == TypeKind.TIMESTAMP_LTZ;
        boolean fromTime = fromTimestamp || source == TypeKind.DATE || source == TypeKind.TIME;
        if (!fromTime || !(fromTimestamp || toTimestamp)) {
            return null;
        }
        return vector -> write(shift(read(vector, from), from, to, zone), vector, to);
    }

    /** Timestamps as INT or BIGINT: whole seconds since 1970. */
    static @Nullable Conversion toNumber(ScalarType from, ScalarType to) {
        if (to.kind() != TypeKind.INT && to.kind() != TypeKind.BIGINT) {
            return null;
        }
        return vector -> {
            long[] seconds = read(vector, from).millis();
            for (int row = 0; row < seconds.length; row++) {
                seconds[row] /= 1000;
            }
            return NumberCasts.ofLongs(seconds, vector.length(), vector.validity(), to);
        };
    }

    /** INT and BIGINT as timestamps: they are seconds since 1970. */
    static @Nullable Conversion ofNumber(ScalarType from, ScalarType to) {
        boolean timestamp = to.kind() == TypeKind.TIMESTAMP || to.kind() == TypeKind.TIMESTAMP_LTZ;
        if (!timestamp || (from.kind() != TypeKind.INT && from.kind() != TypeKind.BIGINT)) {
            return null;
        }
        return vector -> {
            long[] numbers = NumberCasts.longs(vector);
            long[] millis = new long[vector.length()];
            for (int row = 0; row < millis.length; row++) {
                millis[row] = numbers[row] * 1000;
            }
            return write(new Points(millis, new int[millis.length]), vector, to);
        };
    }

    /**
     * Points in time: milliseconds since 1970, and nanoseconds 0..999999 within. Null rows have no
     * meaning.
     */
    record Points(long[] millis, int[] nanos) {}

    static Points read(ColumnVector vector, ScalarType type) {
        int count = vector.length();
        long[] millis = new long[count];
        int[] nanos = new int[count];
        switch (vector.kind()) {
            case INT -> {
                long unit = type.kind() == TypeKind.DATE ? DAY_MILLIS : 1;
                int[] values = ((IntVector) vector).values();
                for (int row = 0; row < count; row++) {
                    millis[row] = values[row] * unit;
                }
            }
            case LONG -> {
                long[] values = ((LongVector) vector).values();
                if (type.precision() <= MILLIS_DIGITS) {
                    System.arraycopy(values, 0, millis, 0, count);
                } else {
                    for (int row = 0; row < count; row++) {
                        millis[row] = Math.floorDiv(values[row], 1000L);
                        nanos[row] = 1000 * (int) Math.floorMod(values[row], 1000L);
                    }
                }
            }
            default -> {
                WideVector wide = (WideVector) vector;
                System.arraycopy(wide.high(), 0, millis, 0, count);
                for (int row = 0; row < count; row++) {
                    nanos[row] = (int) wide.low()[row];
                }
            }
        }
        return new Points(millis, nanos);
    }

    /** Milliseconds since 1970 of a timestamp. */
    static long millis(ColumnVector vector, ScalarType type, int row) {
        if (vector instanceof WideVector wide) {
            return wide.high()[row];
        }
        long value = ((LongVector) vector).values()[row];
        return type.precision() <= MILLIS_DIGITS ? value : Math.floorDiv(value, 1000L);
    }

    /** Nanoseconds within the millisecond of a timestamp. */
    static int nanos(ColumnVector vector, ScalarType type, int row) {
        if (vector instanceof WideVector wide) {
            return (int) wide.low()[row];
        }
        long value = ((LongVector) vector).values()[row];
        return type.precision() <= MILLIS_DIGITS ? 0 : 1000 * (int) Math.floorMod(value, 1000L);
    }

    /** From wall clock to instant or back where the kinds ask for it. */
    private static Points shift(Points points, ScalarType from, ScalarType to, ZoneId zone) {
        boolean fromInstant = from.kind() == TypeKind.TIMESTAMP_LTZ;
        boolean toInstant = to.kind() == TypeKind.TIMESTAMP_LTZ;
        if (fromInstant == toInstant || from.kind() == TypeKind.TIME) {
            return points;
        }
        long[] millis = points.millis();
        for (int row = 0; row < millis.length; row++) {
            millis[row] = fromInstant ? wallClock(millis[row], zone) : instant(millis[row], zone);
        }
        return points;
    }

    /** The wall clock of an instant, as milliseconds. */
    static long wallClock(long instantMillis, ZoneId zone) {
        Instant instant = Instant.ofEpochMilli(instantMillis);
        return instantMillis + 1000L * zone.getRules().getOffset(instant).getTotalSeconds();
    }

    /** The instant of a wall clock; where a clock was put forward, after the gap. */
    private static long instant(long wallMillis, ZoneId zone) {
        LocalDateTime wall =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(wallMillis, 1000L),
                        1_000_000 * (int) Math.floorMod(wallMillis, 1000L),
                        ZoneOffset.UTC);
        return wall.atZone(zone).toInstant().toEpochMilli();
    }

    /**
     * A vector of the target type. Digits it has no room for are cut off: of timestamps towards
     * 1970, as Paimon does.
     */
    static ColumnVector write(Points points, ColumnVector source, ScalarType to) {
        int count = source.length();
        Validity validity = source.validity();
        long[] millis = points.millis();
        if (to.kind() != TypeKind.DATE && to.kind() != TypeKind.TIME) {
            return timestamps(points, count, validity, to.precision());
        }
        boolean date = to.kind() == TypeKind.DATE;
        int[] values = new int[count];
        for (int row = 0; row < count; row++) {
            long value =
                    date
                            ? Math.floorDiv(millis[row], DAY_MILLIS)
                            : Math.floorMod(millis[row], DAY_MILLIS);
            values[row] = (int) value;
        }
        return new IntVector(values, count, validity);
    }

    private static ColumnVector timestamps(
            Points points, int count, Validity validity, int precision) {
        long[] millis = points.millis();
        long[] values = new long[count];
        if (precision <= MILLIS_DIGITS) {
            long unit = NumberCasts.powerOfTen(MILLIS_DIGITS - precision);
            for (int row = 0; row < count; row++) {
                values[row] = millis[row] - millis[row] % unit;
            }
            return new LongVector(values, count, validity);
        }
        int[] nanos = points.nanos();
        if (precision <= MICROS_DIGITS) {
            long unit = NumberCasts.powerOfTen(MICROS_DIGITS - precision);
            for (int row = 0; row < count; row++) {
                long micros = nanos[row] / 1000;
                values[row] = millis[row] * 1000 + micros - micros % unit;
            }
            return new LongVector(values, count, validity);
        }
        long unit = NumberCasts.powerOfTen(9 - precision);
        for (int row = 0; row < count; row++) {
            values[row] = nanos[row] - nanos[row] % unit;
        }
        return new WideVector(millis, values, count, validity);
    }
}
