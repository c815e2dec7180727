package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;

/** Builds {@link LongVector}s. */
final class LongBuilder extends FixedBuilder {

    private long[] values = {};

    LongBuilder(DataType type, int rowsExpected) {
        super(type, rowsExpected, Long.BYTES);
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
        System.arraycopy(((LongVector) source).values(), from, values, to, count);
    }

    @Override
    void gather(ColumnVector source, int[] rows, int from, int count, int to) {
        long[] taken = ((LongVector) source).values();
        long[] target = values;
        for (int next = 0; next < count; next++) {
            target[to + next] = taken[rows[from + next]];
        }
    }

    @Override
    void set(int to, Object value) {
        values[to] = JavaValues.toLong(type, value);
    }

    @Override
    ColumnVector take(int count, Validity valid) {
        LongVector taken = new LongVector(values, count, valid);
        values = new long[0];
        return taken;
    }
}
