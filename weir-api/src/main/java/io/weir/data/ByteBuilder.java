package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;

/** Builds {@link ByteVector}s. */
final class ByteBuilder extends FixedBuilder {

    private byte[] values = {};

    ByteBuilder(DataType type, int rowsExpected) {
        super(type, rowsExpected, Byte.BYTES);
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
        System.arraycopy(((ByteVector) source).values(), from, values, to, count);
    }

    @Override
    void gather(ColumnVector source, int[] rows, int from, int count, int to) {
        byte[] taken = ((ByteVector) source).values();
        byte[] target = values;
        for (int next = 0; next < count; next++) {
            target[to + next] = taken[rows[from + next]];
        }
    }

    @Override
    void set(int to, Object value) {
        values[to] = JavaValues.toByte(type, value);
    }

    @Override
    ColumnVector take(int count, Validity valid) {
        ByteVector taken = new ByteVector(values, count, valid);
        values = new byte[0];
        return taken;
    }
}
