package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;

/** Builds {@link WideVector}s. */
final class WideBuilder extends FixedBuilder {

    private final long[] pair = new long[2];
    private long[] high = {};
    private long[] low = {};

    WideBuilder(DataType type, int rowsExpected) {
        super(type, rowsExpected, 2 * Long.BYTES);
    }

    @Override
    int capacity() {
        return high.length;
    }

    @Override
    void grow(int capacity) {
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
    }

    @Override
    void copy(ColumnVector source, int from, int count, int to) {
        WideVector wide = (WideVector) source;
        System.arraycopy(wide.high(), from, high, to, count);
        System.arraycopy(wide.low(), from, low, to, count);
    }

    @Override
    void gather(ColumnVector source, int[] rows, int from, int count, int to) {
        WideVector wide = (WideVector) source;
        gather(wide.high(), rows, from, count, high, to);
        gather(wide.low(), rows, from, count, low, to);
    }

    private static void gather(
            long[] source, int[] rows, int from, int count, long[] target, int to) {
        for (int next = 0; next < count; next++) {
            target[to + next] = source[rows[from + next]];
        }
    }

    @Override
    void set(int to, Object value) {
        JavaValues.toWide(type, value, pair);
        high[to] = pair[0];
        low[to] = pair[1];
    }

    @Override
    ColumnVector take(int count, Validity valid) {
        WideVector taken = new WideVector(high, low, count, valid);
        high = new long[0];
        low = new long[0];
        return taken;
    }
}
