package io.weir.core.file;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.error.InvalidRequestException;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Casts between BOOLEAN, integers, floating point and decimals. Integers pass through {@code
 * long[]}, floating point through {@code double[]}: both hold every value of the narrower types
 * exactly.
 */
final class NumberCasts {

    private static final int LONG_DIGITS = 18;

    private NumberCasts() {}

    static @Nullable Conversion of(ScalarType from, ScalarType to) {
        if (to.kind() == TypeKind.DECIMAL) {
            return toDecimal(from, to);
        }
        if (from.kind() == TypeKind.DECIMAL) {
            return to.kind() == TypeKind.BOOLEAN ? null : source -> ofDecimal(source, from, to);
        }
        boolean floating = from.kind() == TypeKind.FLOAT || from.kind() == TypeKind.DOUBLE;
        if (to.kind() == TypeKind.BOOLEAN) {
            return floating ? null : NumberCasts::toBoolean;
        }
        return floating
                ? source -> ofDoubles(doubles(source), source.length(), source.validity(), to)
                : source -> ofLongs(longs(source), source.length(), source.validity(), to);
    }

    /** The values of a BYTE, INT or LONG vector; at null rows they have no meaning. */
    static long[] longs(ColumnVector source) {
        int count = source.length();
        if (source instanceof LongVector vector) {
            return vector.values();
        }
        long[] values = new long[count];
        if (source instanceof IntVector vector) {
            int[] from = vector.values();
            for (int row = 0; row < count; row++) {
                values[row] = from[row];
            }
        } else {
            byte[] from = ((ByteVector) source).values();
            for (int row = 0; row < count; row++) {
                values[row] = from[row];
            }
        }
        return values;
    }

    private static double[] doubles(ColumnVector source) {
        if (source instanceof DoubleVector vector) {
            return vector.values();
        }
        int count = source.length();
        float[] from = ((FloatVector) source).values();
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            values[row] = from[row];
        }
        return values;
    }

    private static ColumnVector toBoolean(ColumnVector source) {
        long[] from = longs(source);
        int count = source.length();
        byte[] values = new byte[count];
        for (int row = 0; row < count; row++) {
            values[row] = (byte) (from[row] != 0 ? 1 : 0);
        }
        return new ByteVector(values, count, source.validity());
    }

    /** A vector of an integer or floating point type from longs, wrapping. */
    static ColumnVector ofLongs(long[] from, int count, Validity validity, ScalarType to) {
        return switch (to.kind()) {
            case TINYINT -> {
                byte[] values = new byte[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (byte) from[row];
                }
                yield new ByteVector(values, count, validity);
            }
            case SMALLINT -> {
                int[] values = new int[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (short) from[row];
                }
                yield new IntVector(values, count, validity);
            }
            case INT -> {
                int[] values = new int[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (int) from[row];
                }
                yield new IntVector(values, count, validity);
            }
            case BIGINT -> new LongVector(from, count, validity);
            case FLOAT -> {
                float[] values = new float[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (float) from[row];
                }
                yield new FloatVector(values, count, validity);
            }
            default -> {
                double[] values = new double[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (double) from[row];
                }
                yield new DoubleVector(values, count, validity);
            }
        };
    }

    private static ColumnVector ofDoubles(
            double[] from, int count, Validity validity, ScalarType to) {
        return switch (to.kind()) {
            case TINYINT -> {
                byte[] values = new byte[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (byte) (int) from[row];
                }
                yield new ByteVector(values, count, validity);
            }
            case SMALLINT, INT -> {
                boolean small = to.kind() == TypeKind.SMALLINT;
                int[] values = new int[count];
                for (int row = 0; row < count; row++) {
                    int value = (int) from[row];
                    values[row] = small ? (short) value : value;
                }
                yield new IntVector(values, count, validity);
            }
            case BIGINT -> {
                long[] values = new long[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (long) from[row];
                }
                yield new LongVector(values, count, validity);
            }
            case FLOAT -> {
                float[] values = new float[count];
                for (int row = 0; row < count; row++) {
                    values[row] = (float) from[row];
                }
                yield new FloatVector(values, count, validity);
            }
            default -> new DoubleVector(from, count, validity);
        };
    }

    /** Of short decimals by one division, as Paimon does it, though that rounds twice. */
    private static double toDouble(ColumnVector source, BigDecimal value, int row) {
        return source instanceof LongVector vector
                ? vector.values()[row] / Math.pow(10, value.scale())
                : value.doubleValue();
    }

    private static ColumnVector ofDecimal(ColumnVector source, ScalarType from, ScalarType to) {
        int count = source.length();
        Validity validity = source.validity();
        if (to.kind() == TypeKind.FLOAT || to.kind() == TypeKind.DOUBLE) {
            double[] values = new double[count];
            float[] floats = new float[count];
            for (int row = 0; row < count; row++) {
                if (validity.isValid(row)) {
                    BigDecimal value = decimal(source, from, row);
                    values[row] = toDouble(source, value, row);
                    floats[row] = value.floatValue();
                }
            }
            return to.kind() == TypeKind.FLOAT
                    ? new FloatVector(floats, count, validity)
                    : new DoubleVector(values, count, validity);
        }
        long[] values = new long[count];
        if (source instanceof LongVector vector) {
            long[] unscaled = vector.values();
            long divisor = powerOfTen(from.scale());
            for (int row = 0; row < count; row++) {
                values[row] = unscaled[row] / divisor;
            }
        } else {
            for (int row = 0; row < count; row++) {
                if (validity.isValid(row)) {
                    values[row] = decimal(source, from, row).toBigInteger().longValue();
                }
            }
        }
        return ofLongs(values, count, validity, to);
    }

    private static Conversion toDecimal(ScalarType from, ScalarType to) {
        boolean exact = from.kind() != TypeKind.FLOAT && from.kind() != TypeKind.DOUBLE;
        boolean shortSource = from.kind() != TypeKind.DECIMAL || from.precision() <= LONG_DIGITS;
        if (exact && shortSource && to.precision() <= LONG_DIGITS && to.scale() >= from.scale()) {
            return source ->
                    scaleUp((LongVector) asLongVector(source), to, to.scale() - from.scale());
        }
        return source -> {
            DecimalColumn target = new DecimalColumn(to, source);
            for (int row = 0; row < source.length(); row++) {
                if (!source.isNull(row)) {
                    target.set(row, number(source, from, row));
                }
            }
            return target.build();
        };
    }

    private static ColumnVector asLongVector(ColumnVector source) {
        return source instanceof LongVector
                ? source
                : new LongVector(longs(source), source.length(), source.validity());
    }

    private static LongVector scaleUp(LongVector source, ScalarType to, int digits) {
        int count = source.length();
        long factor = powerOfTen(digits);
        // Greatest value that still has the target's precision after scaling.
        long limit = (powerOfTen(to.precision()) - 1) / factor;
        long[] from = source.values();
        long[] values = new long[count];
        boolean fits = true;
        for (int row = 0; row < count; row++) {
            values[row] = from[row] * factor;
            fits &= from[row] <= limit && from[row] >= -limit;
        }
        if (fits) {
            return new LongVector(values, count, source.validity());
        }
        long[] valid = new long[Validity.wordCount(count)];
        for (int row = 0; row < count; row++) {
            if (from[row] <= limit && from[row] >= -limit && source.validity().isValid(row)) {
                valid[row >>> 6] |= 1L << row;
            }
        }
        return new LongVector(values, count, Validity.of(valid));
    }

    private static BigDecimal number(ColumnVector source, ScalarType from, int row) {
        return switch (source.kind()) {
            case DOUBLE -> finite(((DoubleVector) source).values()[row]);
            case FLOAT -> finite(((FloatVector) source).values()[row]);
            case BYTE -> BigDecimal.valueOf(((ByteVector) source).values()[row]);
            case INT -> BigDecimal.valueOf(((IntVector) source).values()[row]);
            default -> decimal(source, from, row);
        };
    }

    private static BigDecimal finite(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidRequestException(
                    "the value " + value + " in an old data file cannot be read as a decimal");
        }
        return BigDecimal.valueOf(value);
    }

    /** A value of a LONG or WIDE vector that holds decimals of this scale. */
    static BigDecimal decimal(ColumnVector source, ScalarType type, int row) {
        if (source instanceof LongVector vector) {
            return BigDecimal.valueOf(vector.values()[row], type.scale());
        }
        WideVector wide = (WideVector) source;
        BigInteger low = BigInteger.valueOf(wide.low()[row] >>> 1).shiftLeft(1);
        BigInteger unscaled =
                BigInteger.valueOf(wide.high()[row])
                        .shiftLeft(64)
                        .add(low)
                        .add(BigInteger.valueOf(wide.low()[row] & 1));
        return new BigDecimal(unscaled, type.scale());
    }

    static long powerOfTen(int digits) {
        long power = 1;
        for (int digit = 0; digit < digits; digit++) {
            power *= 10;
        }
        return power;
    }

    /**
     * A decimal column being made, with the nulls of its source and new ones where a value does not
     * fit.
     */
    static final class DecimalColumn {

        private final ScalarType type;
        private final int length;
        private final long[] high;
        private final long[] low;
        private final long[] valid;
        private final boolean wide;

        DecimalColumn(ScalarType type, ColumnVector source) {
            this.type = type;
            this.length = source.length();
            this.wide = VectorKind.of(type) == VectorKind.WIDE;
            this.high = new long[wide ? length : 0];
            this.low = new long[length];
            this.valid = new long[Validity.wordCount(length)];
        }

        /** Rounds half up to the type's scale; too many digits make a null. */
        void set(int row, BigDecimal value) {
            BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
            if (rounded.precision() > type.precision()) {
                return;
            }
            BigInteger unscaled = rounded.unscaledValue();
            low[row] = unscaled.longValue();
            if (wide) {
                high[row] = unscaled.shiftRight(64).longValue();
            }
            valid[row >>> 6] |= 1L << row;
        }

        ColumnVector build() {
            Validity validity = Validity.of(valid);
            return wide
                    ? new WideVector(high, low, length, validity)
                    : new LongVector(low, length, validity);
        }
    }
}
