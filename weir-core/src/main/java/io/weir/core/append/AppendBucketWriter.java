package io.weir.core.append;

import io.weir.core.file.BucketPlace;
import io.weir.core.file.BucketWriter;
import io.weir.core.file.DataFileWriter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.Gather;
import io.weir.core.file.WriterSpecs;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.option.FileOptions;
import io.weir.option.WriteOptions;
import io.weir.storage.Location;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one bucket of an append table: rows go straight into files, small files are joined behind.
 *
 * <p>Rows are collected only until they make a batch worth encoding. Retracts are refused by the
 * caller. Without {@code write-only} a flush starts a compaction when enough small files lie
 * together: those of the bucket in their order, or, for a table without buckets, those this writer
 * made. One thread at a time.
 */
public final class AppendBucketWriter implements BucketWriter {

    private static final int BATCH_ROWS = 4096;
    private static final int DIRECT_ROWS_MIN = 1024;
    private static final long FORMAT_BUFFER_BYTES = 32L << 20;

    private final BucketPlace place;
    private final int totalBuckets;
    private final WriterSpecs specs;
    private final RowType type;
    private final SmallFiles smallFiles;
    private final List<DataFile> newFiles = new ArrayList<>();
    private final VectorBuilder[] pending;
    private @Nullable DataFileWriter writer;
    private long nextSequence;

    /**
     * @param totalBuckets number of buckets of the table, -1 when unaware
     * @param specs for the files it writes
     * @param reader for compactions
     * @param existing live files of the bucket; for a table without buckets they are only looked at
     *     by {@link #compact}
     */
    public AppendBucketWriter(
            BucketPlace place,
            int totalBuckets,
            WriterSpecs specs,
            DataFiles reader,
            List<DataFile> existing) {
        this.place = place;
        this.totalBuckets = totalBuckets;
        this.specs = specs;
        this.type = specs.schema().rowType();
        this.smallFiles = new SmallFiles(place, specs, reader, existing, totalBuckets > 0);
        this.pending = new VectorBuilder[type.size()];
        for (int column = 0; column < pending.length; column++) {
            pending[column] = VectorBuilder.of(type.type(column), 0);
        }
        if (totalBuckets > 0) {
            for (DataFile file : existing) {
                nextSequence = Math.max(nextSequence, file.maxSequence() + 1);
            }
        }
    }

    @Override
    public void write(
            ColumnVector[] columns, byte @Nullable [] rowKinds, int[] rows, int from, int count) {
        if (count == 0) {
            return;
        }
        if (pendingRows() == 0 && isWhole(columns, rows, from, count)) {
            writeBatch(new Batch(count, columns));
        } else if (pendingRows() == 0 && count >= DIRECT_ROWS_MIN) {
            writeBatch(gather(columns, rows, from, count));
        } else {
            for (int column = 0; column < pending.length; column++) {
                pending[column].append(columns[column], rows, from, count);
            }
            if (pendingRows() >= BATCH_ROWS) {
                writePending();
            }
        }
    }

    private static boolean isWhole(ColumnVector[] columns, int[] rows, int from, int count) {
        if (columns[0].length() != count) {
            return false;
        }
        for (int row = 0; row < count; row++) {
            if (rows[from + row] != row) {
                return false;
            }
        }
        return true;
    }

    private Batch gather(ColumnVector[] columns, int[] rows, int from, int count) {
        ColumnVector[] chosen = new ColumnVector[columns.length];
        for (int column = 0; column < chosen.length; column++) {
            chosen[column] = Gather.rows(columns[column], type.type(column), rows, from, count);
        }
        return new Batch(count, chosen);
    }

    private int pendingRows() {
        return pending[0].length();
    }

    private void writePending() {
        int count = pendingRows();
        if (count == 0) {
            return;
        }
        ColumnVector[] columns = new ColumnVector[pending.length];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = pending[column].build();
        }
        writeBatch(new Batch(count, columns));
    }

    private void writeBatch(Batch batch) {
        DataFileWriter open = writer;
        if (open == null) {
            open = new DataFileWriter(specs.data(place, 0, DataFile.SOURCE_APPEND));
            writer = open;
        }
        open.write(batch, nextSequence);
        nextSequence += batch.rowCount();
    }

    /** What is pending, and what the format is likely to buffer of the open file. */
    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (VectorBuilder builder : pending) {
            bytes += builder.length() == 0 ? 0 : builder.memoryBytes();
        }
        long block = specs.schema().tableOptions().get(FileOptions.BLOCK_SIZE) / 2;
        long buffer = writer == null ? 0 : writer.openBytesEstimate();
        return bytes + Math.min(buffer, block > 0 ? block : FORMAT_BUFFER_BYTES);
    }

    @Override
    public void flush() {
        writePending();
        DataFileWriter open = writer;
        if (open != null) {
            writer = null;
            List<DataFile> files = open.finish();
            newFiles.addAll(files);
            smallFiles.add(files);
            if (!specs.schema().tableOptions().get(WriteOptions.WRITE_ONLY)) {
                smallFiles.joinAutomatically();
            }
        }
    }

    @Override
    public void compact(boolean full) {
        flush();
        smallFiles.join(full);
    }

    @Override
    public BucketChanges prepare(boolean waitCompaction) {
        flush();
        smallFiles.collect(waitCompaction);
        List<DataFile> handedOut = List.copyOf(newFiles);
        newFiles.clear();
        SmallFiles.Change change = smallFiles.takeChange();
        return new BucketChanges(
                place.partition(),
                place.bucket(),
                totalBuckets,
                handedOut,
                List.of(),
                List.of(),
                change.before(),
                change.after(),
                List.of(),
                List.of());
    }

    @Override
    public boolean isIdle() {
        return pendingRows() == 0 && writer == null && newFiles.isEmpty() && smallFiles.isIdle();
    }

    @Override
    public void close() {
        List<Location> unused = new ArrayList<>();
        for (DataFile file : newFiles) {
            unused.add(place.locate(file));
        }
        newFiles.clear();
        try {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            unused.addAll(smallFiles.abandon());
            if (!unused.isEmpty()) {
                specs.storage().delete(unused);
            }
        }
    }
}
