package io.weir.sql;

import io.weir.data.Batch;
import io.weir.error.CommitUnknownException;
import io.weir.error.WeirException;
import io.weir.table.BatchReader;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes one commit of the rows of one statement; when anything fails, the table is as before. */
final class TableCommitter {

    /**
     * Rows to write.
     *
     * @param result closed with the batches
     * @param batches of the table's row type
     * @param uncounted how many of the rows so far go with another one
     */
    record Rows(EngineResult result, BatchReader batches, LongSupplier uncounted)
            implements AutoCloseable {
        @Override
        public void close() {
            try (result) {
                batches.close();
            }
        }
    }

    private final Table table;
    private final String commitUser;

    TableCommitter(SessionState session, Table table) {
        this.table = table;
        this.commitUser = session.environment().newUuid();
    }

    /** Adds rows; gives how many. */
    long append(Rows rows) {
        return write(rows, TableCommit::commit);
    }

    /**
     * Replaces partitions by rows; gives how many.
     *
     * @param staticPartition as {@link TableCommit#overwrite} takes it
     */
    long overwrite(Rows rows, @Nullable Map<String, @Nullable Object> staticPartition) {
        return write(rows, (commit, request) -> commit.overwrite(request, staticPartition));
    }

    /** Removes all rows of partitions, or of the table when the map is empty. */
    void truncate(Map<String, @Nullable Object> staticPartition) {
        try (TableCommit commit = table.newCommit(commitUser)) {
            commit.overwrite(CommitRequest.batch(List.of()), staticPartition);
        }
    }

    private interface Publish {
        Optional<Long> publish(TableCommit commit, CommitRequest request);
    }

    private long write(Rows rows, Publish publish) {
        long count = 0;
        try (rows;
                TableWrite write = table.newWrite(commitUser);
                TableCommit commit = table.newCommit(commitUser)) {
            Batch batch = rows.batches().next();
            while (batch != null) {
                write.write(batch);
                count += batch.rowCount();
                batch = rows.batches().next();
            }
            publish(rows, commit, write.prepareCommit(true), publish);
            return count - rows.uncounted().getAsLong();
        }
    }

    private static void publish(
            Rows rows, TableCommit commit, List<CommitMessage> messages, Publish publish) {
        try {
            rows.result().checkRunning();
            publish.publish(commit, CommitRequest.batch(messages));
        } catch (CommitUnknownException e) {
            // The files may be part of the table now.
            throw e;
        } catch (WeirException e) {
            try {
                commit.abort(messages);
            } catch (WeirException abort) {
                e.addSuppressed(abort);
            }
            throw e;
        }
    }
}
