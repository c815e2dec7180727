package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;

/** Builds {@link DoubleVector}s. */
final class DoubleBuilder extends FixedBuilder {

    private double[] values = {};

    DoubleBuilder(DataType type, int rowsExpected) {
        super(type, rowsExpected, Double.BYTES);
    }

    @Override
    int capacity() {
        return values.length;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void copy(ColumnVector source, int from, int count, int to) {
        System.arraycopy(((DoubleVector) source).values(), from, values, to, count);
    }

    @Override
    void gather(ColumnVector source, int[] rows, int from, int count, int to) {
        double[] taken = ((DoubleVector) source).values();
        double[] target = values;
        for (int next = 0; next < count; next++) {
            target[to + next] = taken[rows[from + next]];
        }
    }

    @Override
    void set(int to, Object value) {
        values[to] = JavaValues.toDouble(type, value);
    }

    @Override
    ColumnVector take(int count, Validity valid) {
        DoubleVector taken = new DoubleVector(values, count, valid);
        values = new double[0];
        return taken;
    }
}
