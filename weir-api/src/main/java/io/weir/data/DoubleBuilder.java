package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds {@link DoubleVector}s. */
final class DoubleBuilder extends VectorBuilder {

    private final DataType type;
    private final int rowsExpected;
    private final ValidityBuilder validity = new ValidityBuilder();
    private double[] values = new double[0];
    private int length;

    DoubleBuilder(DataType type, int rowsExpected) {
        this.type = type;
        this.rowsExpected = rowsExpected;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long memoryBytes() {
        return 8L * values.length + validity.memoryBytes();
    }

    @Override
    public void appendNull() {
        reserve(1);
        values[length++] = 0;
        validity.appendNull();
    }

    @Override
    public void append(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            reserve(1);
            values[length++] = ((DoubleVector) source).values()[row];
            validity.appendValid(1);
        }
    }

    @Override
    public void append(ColumnVector source, int[] rows, int from, int count) {
        reserve(count);
        gather(((DoubleVector) source).values(), rows, from, count, values, length);
        validity.appendRows(source.validity(), rows, from, count);
        length += count;
    }

    @Override
    public void appendRange(ColumnVector source, int from, int count) {
        reserve(count);
        System.arraycopy(((DoubleVector) source).values(), from, values, length, count);
        validity.appendRange(source.validity(), from, count);
        length += count;
    }

    @Override
    public void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
        } else {
            double converted = JavaValues.toDouble(type, value);
            reserve(1);
            values[length++] = converted;
            validity.appendValid(1);
        }
    }

    @Override
    public ColumnVector build() {
        DoubleVector built = new DoubleVector(values, length, validity.build());
        values = new double[0];
        length = 0;
        return built;
    }

    private void reserve(int count) {
        long needed = (long) length + count;
        if (needed > values.length) {
            values =
                    Arrays.copyOf(
                            values, Growth.grown(values.length, Math.max(needed, rowsExpected)));
        }
    }

    private static void gather(
            double[] source, int[] rows, int from, int count, double[] target, int to) {
        for (int next = 0; next < count; next++) {
            target[to + next] = source[rows[from + next]];
        }
    }
}
