package io.weir.core.system;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects rows of Java values into batches. One thread at a time. */
final class RowSink {

    private static final int BATCH_ROWS = 4096;

    private final VectorBuilder[] columns;
    private final List<Batch> batches = new ArrayList<>();

    RowSink(RowType type) {
        columns = new VectorBuilder[type.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = VectorBuilder.of(type.type(column), 16);
        }
    }

    /** Adds a row; values are as {@link io.weir.data.Row} lists them, one a column. */
    void add(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(values.length + " values of " + columns.length);
        }
        for (int column = 0; column < values.length; column++) {
            columns[column].appendValue(values[column]);
        }
        if (columns[0].length() == BATCH_ROWS) {
            flush();
        }
    }

    private void flush() {
        int rows = columns[0].length();
        if (rows == 0) {
            return;
        }
        ColumnVector[] vectors = new ColumnVector[columns.length];
        for (int column = 0; column < columns.length; column++) {
            vectors[column] = columns[column].build();
        }
        batches.add(new Batch(rows, vectors));
    }

    List<Batch> batches() {
        flush();
        return batches;
    }
}
