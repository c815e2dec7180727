package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.LongVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows of one bucket and level into data files, starting a new one when a file is full. One
 * thread at a time.
 *
 * <p>Nothing is kept of a batch beyond what the file format buffers. After an error, or {@link
 * #abort}, all files it made are gone.
 */
public final class DataFileWriter implements AutoCloseable {

    private final FileWriterSpec spec;
    private final List<DataFile> finished = new ArrayList<>();

    public DataFileWriter(FileWriterSpec spec) {
        this.spec = spec;
    }

    /**
     * Adds rows of an append table.
     *
     * @param values all columns of the table
     * @param firstSequence number of the first row; rows are numbered in order
     */
    public void write(Batch values, long firstSequence) {
        throw new IllegalStateException("not written yet: " + spec);
    }

    /**
     * Adds rows of a primary-key table, in key order. Key columns are taken from the values.
     *
     * @param values all columns of the table
     * @param sequenceNumbers one a row, no nulls
     * @param kinds row kind codes, one a row, no nulls
     */
    public void write(Batch values, LongVector sequenceNumbers, ByteVector kinds) {
        throw new IllegalStateException("not written yet: " + spec);
    }

    /** Bytes in files so far, with an estimate for the open one. */
    public long sizeBytesEstimate() {
        return 0;
    }

    /** Completes the last file. The files made since the start, in order; call once. */
    public List<DataFile> finish() {
        return finished;
    }

    /** Deletes everything that was written. */
    public void abort() {
        finished.clear();
    }

    /** Aborts unless finished. */
    @Override
    public void close() {
        abort();
    }
}
