package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;

/** Builds {@link FloatVector}s. */
final class FloatBuilder extends FixedBuilder {

    private float[] values = {};

    FloatBuilder(DataType type, int rowsExpected) {
        super(type, rowsExpected, Float.BYTES);
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
        System.arraycopy(((FloatVector) source).values(), from, values, to, count);
    }

    @Override
    void gather(ColumnVector source, int[] rows, int from, int count, int to) {
        float[] taken = ((FloatVector) source).values();
        float[] target = values;
        for (int next = 0; next < count; next++) {
            target[to + next] = taken[rows[from + next]];
        }
    }

    @Override
    void set(int to, Object value) {
        values[to] = JavaValues.toFloat(type, value);
    }

    @Override
    ColumnVector take(int count, Validity valid) {
        FloatVector taken = new FloatVector(values, count, valid);
        values = new float[0];
        return taken;
    }
}
