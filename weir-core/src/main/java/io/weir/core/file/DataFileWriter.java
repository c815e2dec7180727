package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.LongVector;
import io.weir.data.VectorBuilder;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one bucket and level into data files, starting a new one when a file is full. One
 * thread at a time.
 *
 * <p>Nothing is kept of a batch beyond what the file format buffers and the last row's key. After
 * an error, or {@link #abort}, all files it made are gone.
 */
public final class DataFileWriter implements AutoCloseable {

    /** Batches are not cut finer than this many rows to hit the target size. */
    private static final int SLICE_ROWS_MIN = 4096;

    private final FileWriterSpec spec;
    private final FileShape shape;
    private final String uuid;
    private final List<DataFile> finished = new ArrayList<>();
    private @Nullable OpenDataFile open;
    private long finishedBytes;
    private int fileNumber;
    private boolean done;

    public DataFileWriter(FileWriterSpec spec) {
        this.spec = spec;
        this.shape = FileShape.of(spec);
        this.uuid = spec.environment().newUuid();
    }

    /**
     * Adds rows of an append table.
     *
     * @param values all columns of the table
     * @param firstSequence number of the first row; rows are numbered in order
     */
    public void write(Batch values, long firstSequence) {
        if (shape.keyed()) {
            throw new IllegalStateException("rows of a primary-key table need sequence numbers");
        }
        writeGuarded(values, null, null, firstSequence);
    }

    /**
     * Adds rows of a primary-key table, in key order. Key columns are taken from the values.
     *
     * @param values all columns of the table
     * @param sequenceNumbers one a row, no nulls
     * @param kinds row kind codes, one a row, no nulls
     */
    public void write(Batch values, LongVector sequenceNumbers, ByteVector kinds) {
        if (!shape.keyed()) {
            throw new IllegalStateException("rows of an append table have no sequence numbers");
        }
        writeGuarded(values, sequenceNumbers, kinds, 0);
    }

    private void writeGuarded(
            Batch values,
            @Nullable LongVector sequenceNumbers,
            @Nullable ByteVector kinds,
            long firstSequence) {
        if (done) {
            throw new IllegalStateException("the writer was finished or aborted");
        }
        try {
            writeSlices(values, sequenceNumbers, kinds, firstSequence);
        } catch (RuntimeException | Error e) {
            abortAfter(e);
            throw e;
        }
    }

    private void writeSlices(
            Batch values,
            @Nullable LongVector sequenceNumbers,
            @Nullable ByteVector kinds,
            long firstSequence) {
        int rowCount = values.rowCount();
        int sliceRows = sliceRows(values);
        int from = 0;
        while (from < rowCount) {
            OpenDataFile file = openFile();
            long room = spec.targetRows() - file.rowCount();
            int count = (int) Math.min(Math.min(sliceRows, rowCount - from), room);
            if (count == rowCount) {
                file.write(values, sequenceNumbers, kinds, firstSequence);
            } else {
                file.write(
                        slice(values, from, count),
                        sequenceNumbers == null ? null : slice(sequenceNumbers, from, count),
                        kinds == null ? null : slice(kinds, from, count),
                        firstSequence + from);
            }
            from += count;
            if (file.sizeBytesEstimate() >= spec.targetSizeBytes()
                    || file.rowCount() >= spec.targetRows()) {
                completeFile();
            }
        }
    }

    /** Rows to write between two looks at the file's size: a quarter of a file, or all. */
    private int sliceRows(Batch values) {
        int rowCount = values.rowCount();
        if (rowCount <= SLICE_ROWS_MIN) {
            return rowCount;
        }
        long slices = values.memoryBytes() / Math.max(1, spec.targetSizeBytes() / 4) + 1;
        return (int) Math.max(SLICE_ROWS_MIN, rowCount / slices + 1);
    }

    private Batch slice(Batch values, int from, int count) {
        RowType table = shape.table();
        ColumnVector[] columns = new ColumnVector[values.columnCount()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = slice(values.column(column), table.type(column), from, count);
        }
        return new Batch(count, columns);
    }

    private static ColumnVector slice(ColumnVector vector, DataType type, int from, int count) {
        VectorBuilder builder = VectorBuilder.of(type, count);
        builder.appendRange(vector, from, count);
        return builder.build();
    }

    private static LongVector slice(LongVector vector, int from, int count) {
        return (LongVector) slice(vector, DataType.bigint(), from, count);
    }

    private static ByteVector slice(ByteVector vector, int from, int count) {
        return (ByteVector) slice(vector, DataType.tinyint(), from, count);
    }

    private OpenDataFile openFile() {
        OpenDataFile file = open;
        if (file == null) {
            String name = spec.prefix() + uuid + "-" + fileNumber++ + "." + spec.format().name();
            file = OpenDataFile.start(spec, shape, name);
            open = file;
        }
        return file;
    }

    private void completeFile() {
        OpenDataFile file = open;
        if (file == null) {
            return;
        }
        DataFile written = file.finish();
        open = null;
        finished.add(written);
        finishedBytes += written.sizeBytes();
    }

    /** Bytes in files so far, with an estimate for the open one. */
    public long sizeBytesEstimate() {
        return finishedBytes + (open == null ? 0 : open.sizeBytesEstimate());
    }

    /**
     * Bytes written or buffered of the open file: about what the format holds in memory for it, at
     * most.
     */
    public long openBytesEstimate() {
        return open == null ? 0 : open.sizeBytesEstimate();
    }

    /** Completes the last file. The files made since the start, in order; call once. */
    public List<DataFile> finish() {
        if (done) {
            throw new IllegalStateException("the writer was finished or aborted");
        }
        try {
            completeFile();
        } catch (RuntimeException | Error e) {
            abortAfter(e);
            throw e;
        }
        done = true;
        return List.copyOf(finished);
    }

    private void abortAfter(Throwable cause) {
        try {
            abort();
        } catch (WeirException e) {
            cause.addSuppressed(e);
        }
    }

    /** Deletes everything that was written, unless finished. */
    public void abort() {
        if (done) {
            return;
        }
        done = true;
        OpenDataFile file = open;
        open = null;
        List<Location> written = new ArrayList<>();
        for (DataFile dataFile : finished) {
            written.add(spec.directory().resolve(dataFile.fileName()));
        }
        finished.clear();
        try {
            if (file != null) {
                // It may have become visible if completing it failed halfway.
                written.add(file.location());
                file.abort();
            }
        } finally {
            if (!written.isEmpty()) {
                spec.storage().delete(written);
            }
        }
    }

    /** Aborts unless finished. */
    @Override
    public void close() {
        abort();
    }
}
