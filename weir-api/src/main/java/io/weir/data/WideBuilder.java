package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds {@link WideVector}s. */
final class WideBuilder extends VectorBuilder {

    private final DataType type;
    private final int rowsExpected;
    private final ValidityBuilder validity = new ValidityBuilder();
    private final long[] pair = new long[2];
    private long[] high = new long[0];
    private long[] low = new long[0];
    private int length;

    WideBuilder(DataType type, int rowsExpected) {
        this.type = type;
        this.rowsExpected = rowsExpected;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long memoryBytes() {
        return 16L * high.length + validity.memoryBytes();
    }

    @Override
    public void appendNull() {
        push(0, 0);
        validity.appendNull();
    }

    @Override
    public void append(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            WideVector wide = (WideVector) source;
            push(wide.high()[row], wide.low()[row]);
            validity.appendValid(1);
        }
    }

    @Override
    public void append(ColumnVector source, int[] rows, int from, int count) {
        reserve(count);
        WideVector wide = (WideVector) source;
        gather(wide.high(), rows, from, count, high, length);
        gather(wide.low(), rows, from, count, low, length);
        validity.appendRows(source.validity(), rows, from, count);
        length += count;
    }

    @Override
    public void appendRange(ColumnVector source, int from, int count) {
        reserve(count);
        WideVector wide = (WideVector) source;
        System.arraycopy(wide.high(), from, high, length, count);
        System.arraycopy(wide.low(), from, low, length, count);
        validity.appendRange(source.validity(), from, count);
        length += count;
    }

    @Override
    public void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
        } else {
            JavaValues.toWide(type, value, pair);
            push(pair[0], pair[1]);
            validity.appendValid(1);
        }
    }

    @Override
    public ColumnVector build() {
        WideVector built = new WideVector(high, low, length, validity.build());
        high = new long[0];
        low = new long[0];
        length = 0;
        return built;
    }

    private void push(long highPart, long lowPart) {
        reserve(1);
        high[length] = highPart;
        low[length++] = lowPart;
    }

    private void reserve(int count) {
        long needed = (long) length + count;
        if (needed > high.length) {
            int grown = Growth.grown(high.length, Math.max(needed, rowsExpected));
            high = Arrays.copyOf(high, grown);
            low = Arrays.copyOf(low, grown);
        }
    }

    private static void gather(
            long[] source, int[] rows, int from, int count, long[] target, int to) {
        for (int next = 0; next < count; next++) {
            target[to + next] = source[rows[from + next]];
        }
    }
}
