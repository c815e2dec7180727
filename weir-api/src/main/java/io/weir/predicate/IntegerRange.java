package io.weir.predicate;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;

/** A range of values of BYTE, INT and LONG vectors; empty when min is above max. */
final class IntegerRange extends RangeLeaf {

    private final long min;
    private final long max;

    IntegerRange(long min, long max, boolean others) {
        super(others);
        this.min = min;
        this.max = max;
    }

    /** The value of a BYTE, INT or LONG vector. */
    static long value(ColumnVector vector, int row) {
        return vector instanceof LongVector wide
                ? wide.values()[row]
                : vector instanceof IntVector middle
                        ? middle.values()[row]
                        : ((ByteVector) vector).values()[row];
    }

    @Override
    int side(ColumnVector vector, int row) {
        long value = value(vector, row);
        return value < min ? -1 : value > max ? 1 : 0;
    }

    @Override
    void testInside(ColumnVector vector, int rowCount, long[] matches) {
        if (min > max) {
            return;
        }
        if (vector instanceof LongVector wide) {
            longs(wide.values(), rowCount, min, max, matches);
        } else if (vector instanceof IntVector middle) {
            ints(middle.values(), rowCount, min, max, matches);
        } else {
            bytes(((ByteVector) vector).values(), rowCount, min, max, matches);
        }
    }

    private static void longs(long[] values, int rowCount, long min, long max, long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            long value = values[row];
            long match = value >= min && value <= max ? 1L : 0L;
            matches[row >>> 6] |= match << row;
        }
    }

    private static void ints(int[] values, int rowCount, long min, long max, long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            long value = values[row];
            long match = value >= min && value <= max ? 1L : 0L;
            matches[row >>> 6] |= match << row;
        }
    }

    private static void bytes(byte[] values, int rowCount, long min, long max, long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            long value = values[row];
            long match = value >= min && value <= max ? 1L : 0L;
            matches[row >>> 6] |= match << row;
        }
    }
}
