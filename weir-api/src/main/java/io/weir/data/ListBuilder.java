package io.weir.data;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link ArrayVector}s and {@link MapVector}s: both are offsets into children, of which an
 * array has one (its elements) and a map two (keys and values).
 */
final class ListBuilder extends VectorBuilder {

    private final DataType type;
    private final int rowsExpected;
    private final VectorBuilder[] children;
    private final boolean[] nullable;
    private final ValidityBuilder validity = new ValidityBuilder();
    private int[] offsets = new int[1];
    private int length;

    private ListBuilder(
            DataType type, int rowsExpected, boolean[] nullable, VectorBuilder... children) {
        this.type = type;
        this.rowsExpected = rowsExpected;
        this.nullable = nullable;
        this.children = children;
    }

    static ListBuilder of(ArrayType type, int rowsExpected) {
        return new ListBuilder(
                type,
                rowsExpected,
                new boolean[] {type.element().nullable()},
                VectorBuilder.of(type.element(), rowsExpected));
    }

    static ListBuilder of(MapType type, int rowsExpected) {
        return new ListBuilder(
                type,
                rowsExpected,
                new boolean[] {false, type.value().nullable()},
                VectorBuilder.of(type.key(), rowsExpected),
                VectorBuilder.of(type.value(), rowsExpected));
    }

    static ListBuilder of(MultisetType type, int rowsExpected) {
        return of(type.asMap(), rowsExpected);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long memoryBytes() {
        long bytes = 4L * offsets.length + validity.memoryBytes();
        for (VectorBuilder child : children) {
            bytes += child.memoryBytes();
        }
        return bytes;
    }

    @Override
    public void appendNull() {
        reserve(1);
        offsets[length + 1] = offsets[length];
        length++;
        validity.appendNull();
    }

    @Override
    public void append(ColumnVector source, int row) {
        appendRange(source, row, 1);
    }

    @Override
    public void append(ColumnVector source, int[] rows, int from, int count) {
        reserve(count);
        int[] starts = offsetsOf(source);
        int next = 0;
        while (next < count) {
            int first = rows[from + next];
            int last = first;
            int begin = next;
            while (++next < count && rows[from + next] == last + 1) {
                last++;
            }
            appendEntries(source, starts[first], starts[last + 1] - starts[first]);
            BytesBuilder.rebase(starts, first, next - begin, offsets, length + begin);
        }
        validity.appendRows(source.validity(), rows, from, count);
        length += count;
    }

    @Override
    public void appendRange(ColumnVector source, int from, int count) {
        reserve(count);
        int[] starts = offsetsOf(source);
        appendEntries(source, starts[from], starts[from + count] - starts[from]);
        BytesBuilder.rebase(starts, from, count, offsets, length);
        validity.appendRange(source.validity(), from, count);
        length += count;
    }

    @Override
    public void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
            return;
        }
        JavaValues.check(type, value);
        reserve(1);
        if (children.length == 1) {
            for (Object element : (Collection<?>) value) {
                children[0].appendValue(checked(0, element));
            }
        } else {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                children[0].appendValue(checked(0, entry.getKey()));
                children[1].appendValue(checked(1, entry.getValue()));
            }
        }
        offsets[length + 1] = children[0].length();
        length++;
        validity.appendValid(1);
    }

    @Override
    public ColumnVector build() {
        Validity valid = validity.build();
        ColumnVector built =
                children.length == 1
                        ? new ArrayVector(offsets, children[0].build(), length, valid)
                        : new MapVector(
                                offsets, children[0].build(), children[1].build(), length, valid);
        offsets = new int[1];
        length = 0;
        return built;
    }

    private @Nullable Object checked(int child, @Nullable Object value) {
        if (value == null && !nullable[child]) {
            throw JavaValues.nullIn(type);
        }
        return value;
    }

    private void appendEntries(ColumnVector source, int from, int count) {
        if (count == 0) {
            return;
        }
        if (source instanceof ArrayVector array) {
            children[0].appendRange(array.elements(), from, count);
        } else {
            MapVector map = (MapVector) source;
            children[0].appendRange(map.keys(), from, count);
            children[1].appendRange(map.values(), from, count);
        }
    }

    private static int[] offsetsOf(ColumnVector source) {
        return source instanceof ArrayVector array
                ? array.offsets()
                : ((MapVector) source).offsets();
    }

    private void reserve(int count) {
        long needed = (long) length + count + 1;
        if (needed > offsets.length) {
            offsets =
                    Arrays.copyOf(
                            offsets,
                            Growth.grown(offsets.length, Math.max(needed, rowsExpected + 1L)));
        }
    }
}
