package io.weir.cdc;

import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Commits the tables of a cut, a few at a time: one after the other, the last would wait for the
 * disk for all before it.
 */
final class CommitLanes {

    private static final int LANES = 4;

    private final Environment environment;

    CommitLanes(Environment environment) {
        this.environment = environment;
    }

    /**
     * Returns when all are committed, or none is being committed and one has failed.
     *
     * @param end place in the log behind the last transaction
     * @param resume where a restarted job begins to read
     */
    void commit(List<TableSync> tables, long end, long resume) {
        Queue<TableSync> left = new ConcurrentLinkedQueue<>(tables);
        List<Future<Boolean>> others = new ArrayList<>();
        for (int lane = 1; lane < Math.min(LANES, tables.size()); lane++) {
            others.add(environment.submitBackground("weir-commit", () -> drain(left, end, resume)));
        }
        RuntimeException failed = null;
        try {
            drain(left, end, resume);
        } catch (RuntimeException e) {
            failed = e;
        }
        for (Future<Boolean> other : others) {
            RuntimeException error = failure(other);
            failed = failed == null ? error : failed;
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static boolean drain(Queue<TableSync> left, long end, long resume) {
        for (TableSync table = left.poll(); table != null; table = left.poll()) {
            table.commit(end, resume);
        }
        return true;
    }

    /** Waits for a lane whatever comes: its table is closed next. */
    private static @Nullable RuntimeException failure(Future<Boolean> lane) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    lane.get();
                    return null;
                } catch (ExecutionException e) {
                    return e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new StorageFailureException("lake", "commit failed", false, e);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
