package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds {@link FloatVector}s. */
final class FloatBuilder extends VectorBuilder {

    private final DataType type;
    private final int rowsExpected;
    private final ValidityBuilder validity = new ValidityBuilder();
    private float[] values = new float[0];
    private int length;

    FloatBuilder(DataType type, int rowsExpected) {
        this.type = type;
        this.rowsExpected = rowsExpected;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long memoryBytes() {
        return 4L * values.length + validity.memoryBytes();
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
            values[length++] = ((FloatVector) source).values()[row];
            validity.appendValid(1);
        }
    }

    @Override
    public void append(ColumnVector source, int[] rows, int from, int count) {
        reserve(count);
        gather(((FloatVector) source).values(), rows, from, count, values, length);
        validity.appendRows(source.validity(), rows, from, count);
        length += count;
    }

    @Override
    public void appendRange(ColumnVector source, int from, int count) {
        reserve(count);
        System.arraycopy(((FloatVector) source).values(), from, values, length, count);
        validity.appendRange(source.validity(), from, count);
        length += count;
    }

    @Override
    public void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
        } else {
            float converted = JavaValues.toFloat(type, value);
            reserve(1);
            values[length++] = converted;
            validity.appendValid(1);
        }
    }

    @Override
    public ColumnVector build() {
        FloatVector built = new FloatVector(values, length, validity.build());
        values = new float[0];
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
            float[] source, int[] rows, int from, int count, float[] target, int to) {
        for (int next = 0; next < count; next++) {
            target[to + next] = source[rows[from + next]];
        }
    }
}
