package io.weir.cdc;

import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.error.WeirException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads all rows of a table on a thread of its own while the log goes on.
 *
 * <p>Until the reading begins, changes of the table are passed over: the reading sees them. It
 * begins at a moment when all transactions that were taken from the log are seen. From then on the
 * changes of others are held, and applied when all rows are read: first by the reading thread, the
 * last of them by the log's thread, between two transactions. Then the table is as far as the log.
 * Nothing of it is visible in the lake before; a job that dies reads the table from its beginning.
 */
final class TableLoad implements AutoCloseable {

    private static final long AGAIN_MILLIS = 20;
    private static final long LOCKED_MILLIS = 200;
    private static final long LEFT_FOR_LOG = 2_000;

    private final PostgresSettings settings;
    private final Environment environment;
    private final RecentTransactions recent;
    private final LongConsumer progress;
    private final TableSync table;
    private final SourceName name;
    private volatile @Nullable Begun begun;
    private volatile boolean cancelled;
    private volatile @Nullable TableReading reading;
    private @Nullable Future<Boolean> running;

    /**
     * @param table is used by the reading thread only, until it is done
     * @param progress is told how many rows came, now and then
     */
    TableLoad(
            PostgresSettings settings,
            Environment environment,
            RecentTransactions recent,
            LongConsumer progress,
            TableSync table) {
        this.settings = settings;
        this.environment = environment;
        this.recent = recent;
        this.progress = progress;
        this.table = table;
        this.name = table.source().name();
    }

    /**
     * What is set at the moment of the reading.
     *
     * @param images of the table as it is read; used by the log's thread
     */
    private record Begun(Position.Reading moment, RowImages images, HeldChanges held) {}

    SourceName name() {
        return name;
    }

    TableSync table() {
        return table;
    }

    boolean isStarted() {
        return running != null;
    }

    void start() {
        running = environment.submitBackground("weir-read-" + name, this::tryRun);
    }

    /** Whether it ended, well or not. */
    boolean isDone() {
        return running != null && running.isDone();
    }

    /** What the job's user may not do with this table need not stop the others. */
    private boolean tryRun() {
        try {
            return run();
        } catch (StorageFailureException e) {
            if (PostgresErrors.isForbidden(e)) {
                throw new InvalidRequestException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    private boolean run() {
        while (true) {
            check();
            if (!prepare()) {
                environment.sleep(LOCKED_MILLIS);
                continue;
            }
            try (TableReading found = TableReading.begin(settings, name)) {
                if (found == null) {
                    return false;
                }
                reading = found;
                if (begins(found)) {
                    table.readAnew(found, this::count);
                    break;
                }
            } catch (StorageFailureException e) {
                check();
                if (!PostgresErrors.isLocked(e)) {
                    throw e;
                }
            } finally {
                reading = null;
            }
            environment.sleep(AGAIN_MILLIS);
        }
        table.prepare();
        Begun now = begun;
        while (now != null && now.held.size() > LEFT_FOR_LOG) {
            check();
            applyHeld(now.held.take());
        }
        return true;
    }

    /**
     * Has the table logged as the job needs it.
     *
     * @return false when other transactions hold the table
     */
    private boolean prepare() {
        try (PostgresCatalog session = PostgresCatalog.connected(settings)) {
            SourceTable now = session.describe(name);
            Publication publication = new Publication(session, settings);
            return now == null
                    || ((now.logsEnough() || publication.logWholeRows(now))
                            && (!now.traces().published().isEmpty() || publication.add(now)));
        }
    }

    private boolean begins(TableReading found) {
        SourceTable source = found.table();
        if (source.traces().published().isEmpty()) {
            return false;
        }
        HeldChanges held = new HeldChanges(environment, source.columns().size());
        Begun next = new Begun(found.moment(), new RowImages(source, source.shape()), held);
        return recent.whenAllSeen(found.moment().seen(), () -> begun = next);
    }

    private void count(long rows) {
        check();
        progress.accept(rows);
    }

    private void check() {
        if (cancelled) {
            throw new CancellationException("reading of table " + name);
        }
    }

    private void applyHeld(List<Change> changes) {
        changes.forEach(table::apply);
    }

    /**
     * Takes a change from the log. Called by the log's thread.
     *
     * @param after end of the transaction before
     * @param xid of the change's transaction
     * @return whether it is held
     * @throws TableChangedException the table was altered since it was read
     */
    boolean hold(
            String operation, @Nullable Struct before, @Nullable Struct now, long after, long xid) {
        Begun state = begun;
        if (state == null || (after < state.moment.end() && state.moment.seen().sees(xid))) {
            return false;
        }
        Struct image = now == null ? before : now;
        if (image != null && !state.images.accept(image.schema())) {
            throw new TableChangedException();
        }
        state.held.put(state.images.change(operation, before, now));
        return true;
    }

    /**
     * Brings the table as far as the log is, once it is done. Between two transactions.
     *
     * @return false when the source has no such table any more
     * @throws WeirException it failed
     */
    boolean finish() {
        Future<Boolean> done = running;
        if (done == null) {
            return false;
        }
        try {
            if (!done.get()) {
                return false;
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new StorageFailureException(
                            settings.jdbcUrl(), "reading table " + name, false, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailureException(settings.jdbcUrl(), "interrupted", false, e);
        }
        Begun state = begun;
        if (state != null) {
            for (List<Change> some = state.held.take(); !some.isEmpty(); some = state.held.take()) {
                applyHeld(some);
            }
            state.held.close();
        }
        return true;
    }

    /** Ends the reading if it runs; the table is closed by its owner. */
    @Override
    public void close() {
        cancelled = true;
        TableReading now = reading;
        if (now != null) {
            now.cancel();
        }
        if (running != null) {
            try {
                running.get();
            } catch (ExecutionException e) {
                // Whatever it was, it is read anew.
                running = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Begun state = begun;
        if (state != null) {
            state.held.close();
        }
    }

    /** The table is not the one that is being read any more. */
    static final class TableChangedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
