package io.weir.sql.arrow;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.table.BatchReader;
import io.weir.type.RowType;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * What an Arrow reader yields, as batches. The batches are copies and stay valid. What is large in
 * bytes comes in several batches.
 */
public final class ArrowBatches implements BatchReader {

    private static final long BATCH_BYTES = 16L << 20;

    private final ArrowReader reader;
    private final RowType rowType;
    private final Function<Exception, RuntimeException> errors;
    private int rowsLoaded;
    private int rowsTaken;
    private int rowsAtOnce;

    /**
     * @param reader closed with this
     * @param rowType what the columns are; timestamps and times are cut to their precision
     * @param errors turns the reader's failures into ours
     */
    public ArrowBatches(
            ArrowReader reader, RowType rowType, Function<Exception, RuntimeException> errors) {
        this.reader = reader;
        this.rowType = rowType;
        this.errors = errors;
    }

    @Override
    public @Nullable Batch next() {
        try {
            while (rowsTaken == rowsLoaded) {
                if (!reader.loadNextBatch()) {
                    return null;
                }
                measure(reader.getVectorSchemaRoot());
            }
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            int from = rowsTaken;
            int count = Math.min(rowsAtOnce, rowsLoaded - from);
            rowsTaken += count;
            if (count == rowsLoaded) {
                return batch(root);
            }
            try (VectorSchemaRoot slice = root.slice(from, count)) {
                return batch(slice);
            }
        } catch (IOException e) {
            throw errors.apply(e);
        }
    }

    private void measure(VectorSchemaRoot root) {
        long bytes = 0;
        for (FieldVector vector : root.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        rowsTaken = 0;
        rowsLoaded = root.getRowCount();
        rowsAtOnce = (int) Math.max(1, rowsLoaded / (1 + bytes / BATCH_BYTES));
    }

    private Batch batch(VectorSchemaRoot root) {
        List<FieldVector> vectors = root.getFieldVectors();
        ColumnVector[] columns = new ColumnVector[rowType.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] =
                    ColumnDecoder.decode(
                            vectors.get(column), rowType.type(column), root.getRowCount());
        }
        return new Batch(root.getRowCount(), columns);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw errors.apply(e);
        }
    }
}
