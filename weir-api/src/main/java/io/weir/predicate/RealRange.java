package io.weir.predicate;

import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;

/**
 * A range of values of FLOAT and DOUBLE vectors, and whether NaN, which is above all others,
 * belongs to it; then max is infinite. No number belongs to it when min and max are NaN.
 */
final class RealRange extends RangeLeaf {

    private final double min;
    private final double max;
    private final boolean withNan;

    RealRange(double min, double max, boolean withNan, boolean others) {
        super(others);
        this.min = min;
        this.max = max;
        this.withNan = withNan;
    }

    /** The value of a FLOAT or DOUBLE vector. */
    static double value(ColumnVector vector, int row) {
        return vector instanceof DoubleVector wide
                ? wide.values()[row]
                : ((FloatVector) vector).values()[row];
    }

    @Override
    int side(ColumnVector vector, int row) {
        double value = value(vector, row);
        if (Double.isNaN(value)) {
            return withNan ? 0 : 1;
        }
        if (Double.isNaN(min)) {
            return -1;
        }
        return value < min ? -1 : value <= max ? 0 : 1;
    }

    @Override
    void testInside(ColumnVector vector, int rowCount, long[] matches) {
        if (vector instanceof DoubleVector wide) {
            doubles(wide.values(), rowCount, min, max, withNan, matches);
        } else {
            floats(((FloatVector) vector).values(), rowCount, min, max, withNan, matches);
        }
    }

    private static void doubles(
            double[] values,
            int rowCount,
            double min,
            double max,
            boolean withNan,
            long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            double value = values[row];
            boolean match = (value >= min && value <= max) || (withNan && Double.isNaN(value));
            matches[row >>> 6] |= (match ? 1L : 0L) << row;
        }
    }

    private static void floats(
            float[] values, int rowCount, double min, double max, boolean withNan, long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            double value = values[row];
            boolean match = (value >= min && value <= max) || (withNan && Double.isNaN(value));
            matches[row >>> 6] |= (match ? 1L : 0L) << row;
        }
    }
}
