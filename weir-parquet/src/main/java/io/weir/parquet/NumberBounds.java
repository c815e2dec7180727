package io.weir.parquet;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorKind;
import io.weir.parquet.encoding.Lanes;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of whole numbers, or of floating point numbers given by their bits. A NaN makes the bounds
 * unknown; a zero bound has the sign that makes it hold for both zeros.
 */
final class NumberBounds implements ValueBounds {

    private final VectorKind kind;
    private final int width;
    private long min;
    private long max;
    private double leastDouble;
    private double greatestDouble;
    private boolean any;
    private boolean nan;

    /**
     * @param kind of the vectors: BYTE, INT, LONG, FLOAT or DOUBLE
     * @param width bytes of a value in the file: 1, 4 or 8
     */
    NumberBounds(VectorKind kind, int width) {
        this.kind = kind;
        this.width = width;
    }

    private boolean floating() {
        return kind == VectorKind.FLOAT || kind == VectorKind.DOUBLE;
    }

    @Override
    public void clear() {
        any = false;
        nan = false;
    }

    @Override
    public boolean known() {
        return any && !nan;
    }

    /** Takes in numbers; floating point ones as their bits. */
    void include(long[] values, int count) {
        if (count == 0) {
            return;
        }
        if (kind == VectorKind.DOUBLE) {
            includeDoubles(values, count);
        } else if (kind == VectorKind.FLOAT) {
            includeFloats(values, count);
        } else {
            long low = values[0];
            long high = low;
            for (int index = 1; index < count; index++) {
                long value = values[index];
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            min = any ? Math.min(min, low) : low;
            max = any ? Math.max(max, high) : high;
            any = true;
        }
    }

    private void includeDoubles(long[] bits, int count) {
        double low = Double.longBitsToDouble(bits[0]);
        double high = low;
        for (int index = 1; index < count; index++) {
            double value = Double.longBitsToDouble(bits[index]);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        includeRange(low, high);
    }

    private void includeFloats(long[] bits, int count) {
        double low = Float.intBitsToFloat((int) bits[0]);
        double high = low;
        for (int index = 1; index < count; index++) {
            double value = Float.intBitsToFloat((int) bits[index]);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        includeRange(low, high);
    }

    private void includeRange(double low, double high) {
        // Math.min and max give NaN when there is one.
        if (Double.isNaN(low) || Double.isNaN(high)) {
            nan = true;
            any = true;
            return;
        }
        leastDouble = any && !nan ? Math.min(leastDouble, low) : low;
        greatestDouble = any && !nan ? Math.max(greatestDouble, high) : high;
        any = true;
    }

    @Override
    public void include(ValueBounds other) {
        NumberBounds that = (NumberBounds) other;
        if (!that.any) {
            return;
        }
        if (that.nan) {
            nan = true;
            any = true;
        } else if (floating()) {
            includeRange(that.leastDouble, that.greatestDouble);
        } else {
            min = any ? Math.min(min, that.min) : that.min;
            max = any ? Math.max(max, that.max) : that.max;
            any = true;
        }
    }

    private double least() {
        return leastDouble == 0 ? -0.0 : leastDouble;
    }

    private double greatest() {
        return greatestDouble == 0 ? 0.0 : greatestDouble;
    }

    @Override
    public byte[] min() {
        return plain(min, least());
    }

    @Override
    public byte[] max() {
        return plain(max, greatest());
    }

    private byte[] plain(long number, double floating) {
        long bits =
                switch (kind) {
                    case DOUBLE -> Double.doubleToRawLongBits(floating);
                    case FLOAT -> Float.floatToRawIntBits((float) floating);
                    default -> number;
                };
        byte[] bytes = new byte[8];
        Lanes.putLong(bytes, 0, bits);
        return java.util.Arrays.copyOf(bytes, width);
    }

    @Override
    public @Nullable ColumnVector vector() {
        if (!known()) {
            return null;
        }
        return switch (kind) {
            case BYTE -> new ByteVector(new byte[] {(byte) min, (byte) max}, 2, Validity.ALL);
            case INT -> new IntVector(new int[] {(int) min, (int) max}, 2, Validity.ALL);
            case FLOAT ->
                    new FloatVector(
                            new float[] {(float) least(), (float) greatest()}, 2, Validity.ALL);
            case DOUBLE -> new DoubleVector(new double[] {least(), greatest()}, 2, Validity.ALL);
            default -> new LongVector(new long[] {min, max}, 2, Validity.ALL);
        };
    }
}
