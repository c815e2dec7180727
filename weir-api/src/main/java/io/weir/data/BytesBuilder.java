package io.weir.data;

import io.weir.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds {@link BytesVector}s of plain and dictionary vectors. */
final class BytesBuilder extends VectorBuilder {

    private final DataType type;
    private final int rowsExpected;
    private final ValidityBuilder validity = new ValidityBuilder();
    private byte[] data = new byte[0];
    private int[] offsets = new int[1];
    private int length;

    BytesBuilder(DataType type, int rowsExpected) {
        this.type = type;
        this.rowsExpected = rowsExpected;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long memoryBytes() {
        return data.length + 4L * offsets.length + validity.memoryBytes();
    }

    @Override
    public void appendNull() {
        reserveRows(1);
        offsets[length + 1] = offsets[length];
        length++;
        validity.appendNull();
    }

    @Override
    public void append(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else if (source instanceof DictionaryVector coded) {
            BytesVector dictionary = coded.dictionary();
            int code = coded.codes()[row];
            int start = dictionary.offsets()[code];
            push(dictionary.data(), start, dictionary.offsets()[code + 1] - start);
        } else {
            BytesVector plain = (BytesVector) source;
            int start = plain.offsets()[row];
            push(plain.data(), start, plain.offsets()[row + 1] - start);
        }
    }

    @Override
    public void append(ColumnVector source, int[] rows, int from, int count) {
        reserveRows(count);
        if (source instanceof DictionaryVector coded) {
            int[] entries = new int[count];
            for (int next = 0; next < count; next++) {
                int row = rows[from + next];
                entries[next] = coded.validity().isValid(row) ? coded.codes()[row] : -1;
            }
            appendEntries(coded.dictionary(), entries, count);
        } else {
            BytesVector plain = (BytesVector) source;
            reserveData(sizes(plain.offsets(), rows, from, count, offsets, length));
            gather(plain.data(), plain.offsets(), rows, from, count, data, offsets[length]);
        }
        validity.appendRows(source.validity(), rows, from, count);
        length += count;
    }

    @Override
    public void appendRange(ColumnVector source, int from, int count) {
        reserveRows(count);
        if (source instanceof DictionaryVector coded) {
            int[] entries = Arrays.copyOfRange(coded.codes(), from, from + count);
            if (!coded.validity().allValid()) {
                for (int next = 0; next < count; next++) {
                    entries[next] = coded.validity().isValid(from + next) ? entries[next] : -1;
                }
            }
            appendEntries(coded.dictionary(), entries, count);
        } else {
            BytesVector plain = (BytesVector) source;
            int start = plain.offsets()[from];
            int size = plain.offsets()[from + count] - start;
            reserveData(size);
            System.arraycopy(plain.data(), start, data, offsets[length], size);
            rebase(plain.offsets(), from, count, offsets, length);
        }
        validity.appendRange(source.validity(), from, count);
        length += count;
    }

    @Override
    public void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
        } else {
            byte[] bytes = JavaValues.toBytes(type, value);
            push(bytes, 0, bytes.length);
        }
    }

    @Override
    public ColumnVector build() {
        BytesVector built = new BytesVector(data, offsets, length, validity.build());
        data = new byte[0];
        offsets = new int[1];
        length = 0;
        return built;
    }

    private void push(byte[] source, int start, int size) {
        reserveRows(1);
        reserveData(size);
        System.arraycopy(source, start, data, offsets[length], size);
        offsets[length + 1] = offsets[length] + size;
        length++;
        validity.appendValid(1);
    }

    /** Appends dictionary entries, -1 for an empty value; counts rows up only in the offsets. */
    private void appendEntries(BytesVector dictionary, int[] entries, int count) {
        int[] from = dictionary.offsets();
        long size = 0;
        for (int next = 0; next < count; next++) {
            int entry = entries[next];
            size += entry < 0 ? 0 : from[entry + 1] - from[entry];
        }
        reserveData(size);
        byte[] source = dictionary.data();
        int end = offsets[length];
        for (int next = 0; next < count; next++) {
            int entry = entries[next];
            if (entry >= 0) {
                int bytes = from[entry + 1] - from[entry];
                ByteCopy.copy(source, from[entry], data, end, bytes);
                end += bytes;
            }
            offsets[length + next + 1] = end;
        }
    }

    private void reserveRows(int count) {
        long needed = (long) length + count + 1;
        if (needed > offsets.length) {
            offsets =
                    Arrays.copyOf(
                            offsets,
                            Growth.grown(offsets.length, Math.max(needed, rowsExpected + 1L)));
        }
    }

    private void reserveData(long count) {
        long needed = offsets[length] + count;
        if (needed > data.length) {
            data = Arrays.copyOf(data, Growth.grown(data.length, needed));
        }
    }

    /** Writes the offsets of the chosen values behind those there are; returns their bytes. */
    private static long sizes(int[] source, int[] rows, int from, int count, int[] target, int to) {
        long size = 0;
        int end = target[to];
        for (int next = 0; next < count; next++) {
            int row = rows[from + next];
            int bytes = source[row + 1] - source[row];
            size += bytes;
            end += bytes;
            target[to + next + 1] = end;
        }
        return size;
    }

    /** Copies the chosen values; stretches of neighbouring rows go as one. */
    private static void gather(
            byte[] source, int[] offsets, int[] rows, int from, int count, byte[] target, int to) {
        int end = to;
        int next = 0;
        while (next < count) {
            int first = rows[from + next];
            int last = first;
            while (++next < count && rows[from + next] == last + 1) {
                last++;
            }
            int bytes = offsets[last + 1] - offsets[first];
            ByteCopy.copy(source, offsets[first], target, end, bytes);
            end += bytes;
        }
    }

    static void rebase(int[] source, int from, int count, int[] target, int to) {
        int shift = target[to] - source[from];
        for (int next = 1; next <= count; next++) {
            target[to + next] = source[from + next] + shift;
        }
    }
}
