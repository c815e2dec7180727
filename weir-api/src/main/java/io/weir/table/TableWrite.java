package io.weir.table;

import io.weir.data.Batch;
import io.weir.data.Row;
import java.util.List;

/**
 * A writer of a table: routes rows to partitions and buckets, buffers, flushes, compacts. One
 * thread at a time.
 *
 * <p>Closing without committing deletes the files that were not handed out by {@link
 * #prepareCommit}.
 */
public interface TableWrite extends AutoCloseable {

    /**
     * Says that what is written is for {@link TableCommit#overwrite}: files the table has already
     * are not looked at. Before the first row.
     */
    void replaceExisting();

    /**
     * Adds rows of the table's row type. Deletes and update-befores of a primary key table need
     * only the key columns to be filled (others null even where NOT NULL).
     *
     * @throws io.weir.error.InvalidRequestException a null in a NOT NULL column, a retract in an
     *     append table; nothing of the batch was taken
     */
    void write(Batch batch);

    /** Adds one row; for people, not for the road of the data. */
    void write(Row row);

    /**
     * Asks for a compaction of one bucket; its result comes with a later {@link #prepareCommit}.
     */
    void compact(Row partition, int bucket, boolean full);

    /**
     * Flushes and hands out everything written since the last call.
     *
     * @param waitForCompaction whether to wait until running compactions are done and take their
     *     results along
     */
    List<CommitMessage> prepareCommit(boolean waitForCompaction);

    /**
     * What a writer must know that takes the place of this one after a crash: the messages that
     * were handed out and are not known to be in the table yet. To be kept together with the
     * messages of the last {@link #prepareCommit}; without it, rows of a new writer could be taken
     * for older than those of messages that are committed only later.
     *
     * @return versioned bytes
     */
    byte[] state();

    /**
     * Takes the place of the writer that gave this state. Before the first row.
     *
     * @throws io.weir.error.CorruptFileException the bytes are not a state this engine knows
     */
    void restore(byte[] state);

    @Override
    void close();
}
