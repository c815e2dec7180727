package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.core.merge.KeyOrder;
import io.weir.core.merge.MergeColumns;
import io.weir.core.merge.MergeSpec;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New rows of a bucket in memory: columns, a sequence number and a kind each, in the order of
 * arrival. Sorted only when they leave. One thread at a time.
 */
final class WriteBuffer {

    /** What sorting needs for each row besides: two prefixes and three row numbers. */
    private static final int SORT_BYTES = 28;

    private final MergeSpec spec;
    private final KeyOrder order;
    private final RowType rowType;
    private final @Nullable VectorBuilder[] builders;
    private final @Nullable TextBuffer[] texts;
    private long[] numbers = new long[256];
    private byte[] kinds = new byte[256];
    private int rowCount;

    /**
     * @param spec the merge of its rows; its values are all columns of the table
     */
    WriteBuffer(MergeSpec spec) {
        this.spec = spec;
        this.order = KeyOrder.of(spec);
        this.rowType = spec.values();
        this.builders = new VectorBuilder[rowType.size()];
        this.texts = new TextBuffer[rowType.size()];
        for (int column = 0; column < builders.length; column++) {
            if (rowType.type(column).kind().isBytes()) {
                texts[column] = new TextBuffer(rowType.type(column));
            } else {
                builders[column] = VectorBuilder.of(rowType.type(column), 16);
            }
        }
    }

    /**
     * Adds rows.
     *
     * @param rowKinds by row of the columns; null means inserts
     * @param rows row numbers, of which {@code [from, from + count)} are taken
     * @param firstNumber sequence number of the first, one more for each further
     */
    void append(
            ColumnVector[] columns,
            byte @Nullable [] rowKinds,
            int[] rows,
            int from,
            int count,
            long firstNumber) {
        for (int column = 0; column < builders.length; column++) {
            VectorBuilder builder = builders[column];
            if (builder != null) {
                builder.append(columns[column], rows, from, count);
            } else {
                text(column).append(columns[column], rows, from, count);
            }
        }
        int wanted = rowCount + count;
        if (wanted > numbers.length) {
            int capacity = Math.max(wanted, numbers.length + (numbers.length >> 1));
            numbers = Arrays.copyOf(numbers, capacity);
            kinds = Arrays.copyOf(kinds, capacity);
        }
        for (int index = 0; index < count; index++) {
            numbers[rowCount + index] = firstNumber + index;
            kinds[rowCount + index] = rowKinds == null ? 0 : rowKinds[rows[from + index]];
        }
        rowCount = wanted;
    }

    private TextBuffer text(int column) {
        return java.util.Objects.requireNonNull(texts[column]);
    }

    int rowCount() {
        return rowCount;
    }

    boolean isEmpty() {
        return rowCount == 0;
    }

    /** Memory it holds, and will need to sort. 0 when it is empty. */
    long memoryBytes() {
        if (rowCount == 0) {
            return 0;
        }
        long bytes = 9L * numbers.length + (long) SORT_BYTES * rowCount;
        for (int column = 0; column < builders.length; column++) {
            VectorBuilder builder = builders[column];
            bytes += builder != null ? builder.memoryBytes() : text(column).memoryBytes();
        }
        return bytes;
    }

    /**
     * Its rows as a sorted run, whose cursors may be asked for many times; the buffer is empty
     * afterwards.
     */
    Run drain() {
        ColumnVector[] values = new ColumnVector[builders.length];
        for (int column = 0; column < values.length; column++) {
            VectorBuilder builder = builders[column];
            values[column] = builder != null ? builder.build() : text(column).build();
        }
        LongVector numberVector = new LongVector(numbers, rowCount, Validity.ALL);
        ByteVector kindVector = new ByteVector(kinds, rowCount, Validity.ALL);
        int rowsNow = rowCount;
        numbers = new long[256];
        kinds = new byte[256];
        rowCount = 0;
        return sorted(values, numberVector, kindVector, rowsNow);
    }

    private Run sorted(
            ColumnVector[] values, LongVector numberVector, ByteVector kindVector, int rows) {
        List<Field> keyFields = new ArrayList<>(spec.keyType().fields());
        keyFields.addAll(spec.sequenceFields().fields());
        ColumnVector[] merge = new ColumnVector[keyFields.size() + 2];
        for (int column = 0; column < keyFields.size(); column++) {
            merge[column] = values[rowType.index(keyFields.get(column).name())];
        }
        merge[keyFields.size()] = numberVector;
        merge[keyFields.size() + 1] = kindVector;
        int[] sorted = RowSort.sort(order, merge, rows, spec.sequenceFields().size() == 0);
        return new BufferedRun(
                MergeColumns.mergeType(spec),
                merge,
                rowType,
                values,
                MergeColumns.valueFromKey(spec),
                sorted);
    }
}
