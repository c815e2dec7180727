package io.weir.core.file;

import io.weir.core.meta.BucketChanges;
import io.weir.data.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Writes one bucket of a table. One thread at a time; compactions run behind it on threads of their
 * own.
 *
 * <p>Closing deletes the files that {@link #prepare} did not hand out.
 */
public interface BucketWriter extends AutoCloseable {

    /**
     * Adds rows.
     *
     * @param columns all columns of the table, in its current schema; they may be kept until the
     *     next {@link #flush}
     * @param rowKinds codes of row kinds by row of {@code columns}; null means every row is an
     *     insert
     * @param rows row numbers into {@code columns}, of which {@code [from, from + count)} are taken
     *     in that order
     */
    void write(ColumnVector[] columns, byte @Nullable [] rowKinds, int[] rows, int from, int count);

    /** Memory of what is buffered, in bytes. */
    long memoryBytes();

    /** Moves what is buffered into files. May wait for a compaction that is behind. */
    void flush();

    /**
     * Frees the memory of what is buffered, at the least cost: where that is allowed the rows go to
     * scratch disk until the next {@link #flush}.
     */
    default void freeMemory() {
        flush();
    }

    /**
     * Starts a compaction if there is something to do and none is running.
     *
     * @param full everything into one sorted run (or into full files); otherwise what the picker
     *     chooses
     */
    void compact(boolean full);

    /**
     * Flushes and hands out what was done since the last call.
     *
     * @param waitCompaction whether to wait for a running compaction and take its result along
     */
    BucketChanges prepare(boolean waitCompaction);

    /**
     * True when nothing is buffered, no compaction runs and everything was handed out: the writer
     * may be closed.
     */
    boolean isIdle();

    @Override
    void close();
}
