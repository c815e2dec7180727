package io.weir.sql.arrow;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.type.RowType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Lays batches of one row type out as Arrow, columns chosen for it by code. Keeps the last
 * dictionary of each column, since neighbouring batches mostly share it. One thread.
 */
final class BatchEncoder implements AutoCloseable {

    private final BufferAllocator allocator;
    private final RowType rowType;
    private final boolean[] coded;
    private final EncodedBatch.@Nullable Dictionary[] last;

    BatchEncoder(BufferAllocator allocator, RowType rowType, boolean[] coded) {
        this.allocator = allocator;
        this.rowType = rowType;
        this.coded = coded;
        this.last = new EncodedBatch.@Nullable Dictionary[coded.length];
    }

    /** Which columns of a stream go by code, judged by its first batch. */
    static boolean[] chooseCoded(Batch first) {
        boolean[] coded = new boolean[first.columnCount()];
        for (int column = 0; column < coded.length; column++) {
            coded[column] = EncodedBatch.gainsByCodes(first.column(column));
        }
        return coded;
    }

    EncodedBatch encode(Batch batch) {
        ColumnEncoder encoder = new ColumnEncoder(allocator);
        EncodedBatch.@Nullable Dictionary[] dictionaries =
                new EncodedBatch.@Nullable Dictionary[coded.length];
        boolean done = false;
        try {
            if (rowType.size() == 0) {
                encoder.addNothing(batch.rowCount());
            }
            for (int column = 0; column < rowType.size(); column++) {
                if (coded[column]) {
                    dictionaries[column] = addCoded(encoder, batch.column(column), column);
                } else {
                    encoder.add(batch.column(column), rowType.type(column));
                }
            }
            ArrowRecordBatch rows =
                    new ArrowRecordBatch(
                            batch.rowCount(), encoder.nodes(), List.copyOf(encoder.buffers()));
            done = true;
            return new EncodedBatch(rows, dictionaries);
        } finally {
            // The record batch holds its own references.
            encoder.release();
            if (!done) {
                releaseAll(dictionaries);
            }
        }
    }

    private EncodedBatch.Dictionary addCoded(
            ColumnEncoder encoder, ColumnVector column, int index) {
        int length = column.length();
        if (EncodedBatch.gainsByCodes(column)) {
            DictionaryVector vector = (DictionaryVector) column;
            encoder.addCodes(vector.codes(), length, vector.validity());
            EncodedBatch.Dictionary before = last[index];
            if (before != null && before.isOf(vector.dictionary())) {
                before.retain();
                return before;
            }
            EncodedBatch.Dictionary dictionary =
                    new EncodedBatch.Dictionary(
                            allocator, vector.dictionary(), rowType.type(index));
            if (before != null) {
                before.release();
            }
            last[index] = dictionary;
            dictionary.retain();
            return dictionary;
        }
        // Every row is its own entry.
        BytesVector values =
                column instanceof DictionaryVector vector ? vector.flatten() : (BytesVector) column;
        int[] codes = new int[length];
        for (int row = 0; row < length; row++) {
            codes[row] = row;
        }
        encoder.addCodes(codes, length, values.validity());
        BytesVector entries =
                new BytesVector(values.data(), values.offsets(), length, io.weir.data.Validity.ALL);
        return new EncodedBatch.Dictionary(allocator, entries, rowType.type(index));
    }

    private static void releaseAll(EncodedBatch.@Nullable Dictionary[] dictionaries) {
        for (EncodedBatch.Dictionary dictionary : dictionaries) {
            if (dictionary != null) {
                dictionary.release();
            }
        }
    }

    @Override
    public void close() {
        releaseAll(last);
        java.util.Arrays.fill(last, null);
    }
}
