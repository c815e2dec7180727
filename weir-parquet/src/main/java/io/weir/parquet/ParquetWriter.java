package io.weir.parquet;

import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.format.ColumnStatistics;
import io.weir.format.FormatOptions;
import io.weir.format.FormatWriter;
import io.weir.format.WrittenFile;
import io.weir.storage.StorageOutput;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/** Writes one file: rows to columns, columns to row groups, then the footer. */
final class ParquetWriter implements FormatWriter {

    /** Rows handed to a column at once, so that a big batch does not overfill a row group. */
    private static final int SLICE_ROWS = 1 << 15;

    private final StorageOutput output;
    private final WriteSettings settings;
    private final Codec.Compressor compressor;
    private final WriteSchema schema;
    private final FileTail tail;
    private long rowCount;
    private long groupRows;
    private boolean finished;
    private boolean failed;
    private boolean closed;

    ParquetWriter(
            StorageOutput output, RowType type, FormatOptions options, Environment environment) {
        this.output = output;
        this.settings = WriteSettings.of(options, environment);
        this.compressor = new Codec.Compressor(settings.codec(), settings.zstdLevel());
        this.schema = new WriteSchema(type, leaf -> new ChunkWriter(leaf, compressor, settings));
        this.tail = new FileTail(output, schema.elements());
    }

    @Override
    public void write(Batch batch) {
        if (batch.columnCount() != schema.columns().size()) {
            throw new InvalidRequestException(
                    "a batch of "
                            + batch.columnCount()
                            + " columns for a file of "
                            + schema.columns().size());
        }
        checkOpen();
        failed = true;
        for (int row = 0; row < batch.rowCount(); row += SLICE_ROWS) {
            int slice = Math.min(SLICE_ROWS, batch.rowCount() - row);
            for (int column = 0; column < batch.columnCount(); column++) {
                schema.columns().get(column).write(batch.column(column), row, slice);
            }
            rowCount += slice;
            groupRows += slice;
            if (rawBytes() >= settings.rowGroupBytes()) {
                closeRowGroup();
            }
        }
        failed = false;
    }

    private void checkOpen() {
        if (finished || failed || closed) {
            throw new IllegalStateException("the writer is finished, failed or closed");
        }
    }

    private long rawBytes() {
        long bytes = 0;
        for (ChunkWriter leaf : schema.leaves()) {
            bytes += leaf.rawBytes();
        }
        return bytes;
    }

    private void closeRowGroup() {
        if (groupRows == 0) {
            return;
        }
        tail.beginRowGroup(groupRows);
        for (ChunkWriter leaf : schema.leaves()) {
            tail.writeChunk(leaf.finish());
        }
        tail.endRowGroup();
        groupRows = 0;
    }

    @Override
    public long sizeBytesEstimate() {
        long bytes = output.sizeBytes();
        for (ChunkWriter leaf : schema.leaves()) {
            bytes += leaf.sizeBytesEstimate();
        }
        return bytes;
    }

    @Override
    public WrittenFile finish() {
        checkOpen();
        failed = true;
        closeRowGroup();
        tail.finish(rowCount);
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (ColumnWriter column : schema.columns()) {
            statistics.add(column.statistics());
        }
        long size = output.sizeBytes();
        output.close();
        finished = true;
        failed = false;
        return new WrittenFile(size, rowCount, List.copyOf(statistics));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        compressor.close();
        if (!finished) {
            output.abort();
        }
    }
}
