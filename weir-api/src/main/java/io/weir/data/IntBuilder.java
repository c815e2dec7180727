package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;

/** Builds {@link IntVector}s. */
final class IntBuilder extends FixedBuilder {

    private int[] values = {};

    IntBuilder(DataType type, int rowsExpected) {
        super(type, rowsExpected, Integer.BYTES);
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
        System.arraycopy(((IntVector) source).values(), from, values, to, count);
    }

    @Override
    void gather(ColumnVector source, int[] rows, int from, int count, int to) {
        int[] taken = ((IntVector) source).values();
        int[] target = values;
        for (int next = 0; next < count; next++) {
            target[to + next] = taken[rows[from + next]];
        }
    }

    @Override
    void set(int to, Object value) {
        values[to] = JavaValues.toInt(type, value);
    }

    @Override
    ColumnVector take(int count, Validity valid) {
        IntVector taken = new IntVector(values, count, valid);
        values = new int[0];
        return taken;
    }
}
