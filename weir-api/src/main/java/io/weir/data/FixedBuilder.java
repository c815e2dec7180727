package io.weir.data;

import io.weir.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A builder of values that all have the same size. What the arrays are is left to the subclasses;
 * their slots at {@link #length} and after it are 0.
 */
abstract class FixedBuilder extends VectorBuilder {

    final DataType type;
    private final int rowsExpected;
    private final int valueBytes;
    private final ValidityBuilder validity = new ValidityBuilder();
    private int length;

    FixedBuilder(DataType type, int rowsExpected, int valueBytes) {
        this.type = type;
        this.rowsExpected = rowsExpected;
        this.valueBytes = valueBytes;
    }

    /** Values the arrays have room for. */
    abstract int capacity();

    abstract void grow(int capacity);

    /** Sets values {@code to .. to + count} to {@code source[from .. from + count)}. */
    abstract void copy(ColumnVector source, int from, int count, int to);

    /** Sets values {@code to .. to + count} to {@code source[rows[from .. from + count)]}. */
    abstract void gather(ColumnVector source, int[] rows, int from, int count, int to);

    /** Sets a value to a Java value as {@link Row} lists them. */
    abstract void set(int to, Object value);

    /** Makes a vector of the arrays and begins with empty ones. */
    abstract ColumnVector take(int count, Validity valid);

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final long memoryBytes() {
        return (long) valueBytes * capacity() + validity.memoryBytes();
    }

    @Override
    public final void appendNull() {
        reserve(1);
        length++;
        validity.appendNull();
    }

    @Override
    public final void append(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            reserve(1);
            copy(source, row, 1, length++);
            validity.appendValid(1);
        }
    }

    @Override
    public final void append(ColumnVector source, int[] rows, int from, int count) {
        reserve(count);
        gather(source, rows, from, count, length);
        validity.appendRows(source.validity(), rows, from, count);
        length += count;
    }

    @Override
    public final void appendRange(ColumnVector source, int from, int count) {
        reserve(count);
        copy(source, from, count, length);
        validity.appendRange(source.validity(), from, count);
        length += count;
    }

    @Override
    public final void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
        } else {
            reserve(1);
            set(length, value);
            length++;
            validity.appendValid(1);
        }
    }

    @Override
    public final ColumnVector build() {
        ColumnVector built = take(length, validity.build());
        length = 0;
        return built;
    }

    private void reserve(int count) {
        long needed = (long) length + count;
        if (needed > capacity()) {
            grow(Growth.grown(capacity(), Math.max(needed, rowsExpected)));
        }
    }
}
