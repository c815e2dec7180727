package io.weir.parquet;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.parquet.encoding.MalformedException;
import io.weir.type.TypeKind;
import org.apache.parquet.format.Type;

/** Values as they are stored, made those of the column's type. */
final class LeafValues {

    private LeafValues() {}

    /**
     * The vector of values of two longs each: decimals that were stored as bytes, or INT96
     * timestamps.
     *
     * @param high and {@code low} become the vector's where they can
     */
    static ColumnVector wides(
            LeafShape shape, long[] high, long[] low, int length, Validity validity) {
        if (shape.type().kind() == TypeKind.DECIMAL) {
            return decimals(shape, high, low, length, validity);
        }
        return switch (shape.vectorKind()) {
            case WIDE -> new WideVector(high, low, length, validity);
            default -> new LongVector(instants(shape, high, low, length), length, validity);
        };
    }

    /** Timestamps of milliseconds and nanoseconds in them, in the units of the type's vectors. */
    private static long[] instants(LeafShape shape, long[] high, long[] low, int length) {
        long[] values = new long[length];
        if (shape.type().precision() <= 3) {
            System.arraycopy(high, 0, values, 0, length);
            return values;
        }
        checkFactor(shape, high, length, 1000);
        for (int row = 0; row < length; row++) {
            values[row] = high[row] * 1000 + low[row] / 1000;
        }
        return values;
    }

    /** An error when a value times the factor, and what may be added to it, is none of a long. */
    private static void checkFactor(LeafShape shape, long[] values, int length, long factor) {
        long most = Long.MAX_VALUE / factor - 1;
        for (int row = 0; row < length; row++) {
            if (values[row] > most || values[row] < -most) {
                throw new MalformedException(
                        "value " + values[row] + " is out of the range of a " + shape.type());
            }
        }
    }

    /** Vectors of LONG take only decimals of 64 bits; others of more are an error. */
    private static ColumnVector decimals(
            LeafShape shape, long[] high, long[] low, int length, Validity validity) {
        if (shape.vectorKind() == VectorKind.WIDE) {
            return new WideVector(high, low, length, validity);
        }
        for (int row = 0; row < length; row++) {
            if (high[row] != low[row] >> 63 && validity.isValid(row)) {
                throw new MalformedException(
                        "a value of more than 64 bits in a column of " + shape.type());
            }
        }
        return new LongVector(low, length, validity);
    }

    /**
     * The vector of values that were stored as numbers.
     *
     * @param numbers as they were stored, floating point as bits; changed, and the vector's where
     *     they can be
     */
    static ColumnVector numbers(LeafShape shape, long[] numbers, int length, Validity validity) {
        if (shape.unsigned()) {
            dropSigns(shape, numbers, length);
        }
        scaleTimes(shape, numbers, length);
        return switch (shape.vectorKind()) {
            case BYTE -> new ByteVector(bytes(shape, numbers, length, validity), length, validity);
            case INT -> new IntVector(ints(shape, numbers, length, validity), length, validity);
            case FLOAT -> {
                float[] values = new float[length];
                for (int row = 0; row < length; row++) {
                    values[row] = Float.intBitsToFloat((int) numbers[row]);
                }
                yield new FloatVector(values, length, validity);
            }
            case DOUBLE -> new DoubleVector(doubles(shape, numbers, length), length, validity);
            case WIDE -> widened(shape, numbers, length, validity);
            default -> new LongVector(numbers, length, validity);
        };
    }

    /** Gives unsigned numbers their value; those of 64 bits may have none here. */
    private static void dropSigns(LeafShape shape, long[] numbers, int length) {
        boolean narrow = shape.physical() == Type.INT32;
        for (int row = 0; row < length; row++) {
            if (narrow) {
                numbers[row] &= 0xFFFFFFFFL;
            } else if (numbers[row] < 0) {
                throw new MalformedException(
                        "value "
                                + Long.toUnsignedString(numbers[row])
                                + " in a column of "
                                + shape.type());
            }
        }
    }

    private static void scaleTimes(LeafShape shape, long[] numbers, int length) {
        long divisor = shape.divisor();
        long factor = shape.factor();
        if (divisor > 1 && shape.vectorKind() != VectorKind.WIDE) {
            for (int row = 0; row < length; row++) {
                numbers[row] = Math.floorDiv(numbers[row], divisor);
            }
        } else if (factor > 1 && shape.vectorKind() != VectorKind.WIDE) {
            checkFactor(shape, numbers, length, factor);
            for (int row = 0; row < length; row++) {
                numbers[row] *= factor;
            }
        }
    }

    private static byte[] bytes(LeafShape shape, long[] numbers, int length, Validity validity) {
        byte[] values = new byte[length];
        long outside = 0;
        for (int row = 0; row < length; row++) {
            values[row] = (byte) numbers[row];
            outside |= numbers[row] ^ values[row];
        }
        if (outside != 0) {
            checkRange(shape, numbers, length, validity, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        return values;
    }

    private static int[] ints(LeafShape shape, long[] numbers, int length, Validity validity) {
        int[] values = new int[length];
        boolean narrow = shape.type().kind() == TypeKind.SMALLINT;
        long outside = 0;
        for (int row = 0; row < length; row++) {
            values[row] = (int) numbers[row];
            outside |= numbers[row] ^ (narrow ? (short) numbers[row] : (int) numbers[row]);
        }
        if (outside != 0) {
            checkRange(
                    shape,
                    numbers,
                    length,
                    validity,
                    narrow ? Short.MIN_VALUE : Integer.MIN_VALUE,
                    narrow ? Short.MAX_VALUE : Integer.MAX_VALUE);
        }
        return values;
    }

    private static void checkRange(
            LeafShape shape, long[] numbers, int length, Validity validity, long min, long max) {
        for (int row = 0; row < length; row++) {
            if (validity.isValid(row) && (numbers[row] < min || numbers[row] > max)) {
                throw new MalformedException(
                        "value " + numbers[row] + " in a column of " + shape.type());
            }
        }
    }

    private static double[] doubles(LeafShape shape, long[] numbers, int length) {
        double[] values = new double[length];
        if (shape.physical() == Type.FLOAT) {
            for (int row = 0; row < length; row++) {
                values[row] = Float.intBitsToFloat((int) numbers[row]);
            }
        } else {
            for (int row = 0; row < length; row++) {
                values[row] = Double.longBitsToDouble(numbers[row]);
            }
        }
        return values;
    }

    /** Numbers as values of two longs: decimals, or timestamps of fewer digits than declared. */
    private static ColumnVector widened(
            LeafShape shape, long[] numbers, int length, Validity validity) {
        long[] upper = new long[length];
        if (shape.type().kind() == TypeKind.DECIMAL) {
            for (int row = 0; row < length; row++) {
                upper[row] = numbers[row] >> 63;
            }
            return new WideVector(upper, numbers, length, validity);
        }
        long perMilli = Math.max(1, shape.unitsPerDay() / 86_400_000L);
        long nanos = 1_000_000L / perMilli;
        long[] lower = new long[length];
        for (int row = 0; row < length; row++) {
            upper[row] = Math.floorDiv(numbers[row], perMilli);
            lower[row] = Math.floorMod(numbers[row], perMilli) * nanos;
        }
        return new WideVector(upper, lower, length, validity);
    }
}
