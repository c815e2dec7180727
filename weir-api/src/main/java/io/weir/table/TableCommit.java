package io.weir.table;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots of commit messages. One thread at a time; any number of committers may work on
 * one table.
 */
public interface TableCommit extends AutoCloseable {

    /**
     * Commits. At most two snapshots: the data, then the compaction. A compaction that conflicts
     * with another commit is dropped and does not fail the data.
     *
     * @return id of the last snapshot made, empty when there was nothing to commit
     * @throws io.weir.error.CommitConflictException the data itself conflicts; nothing is visible
     * @throws io.weir.error.CommitUnknownException the outcome could not be found out
     */
    Optional<Long> commit(CommitRequest request);

    /**
     * Replaces partitions by the messages' files.
     *
     * @param staticPartition values of some or all partition columns that say what is replaced;
     *     null: exactly the partitions present in the messages (no message: nothing happens); an
     *     empty map: the whole table
     */
    Optional<Long> overwrite(
            CommitRequest request, @Nullable Map<String, @Nullable Object> staticPartition);

    /**
     * Those of the identifiers that this user has not committed yet. For restarts: commit only
     * these again.
     */
    Set<Long> notCommitted(Collection<Long> identifiers);

    /** Deletes the files of messages that will never be committed. */
    void abort(List<CommitMessage> messages);

    @Override
    void close();
}
