package io.weir.cdc;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A job that keeps lake tables equal to the tables of a PostgreSQL database.
 *
 * <p>{@link #run} works until {@link #stop} is called from another thread or something fails that
 * trying again cannot mend. A lost connection is retried with growing pauses, each time from what
 * the lake holds.
 */
public final class PostgresSync {

    private static final long RETRY_MILLIS_MIN = 500;
    private static final long RETRY_MILLIS_MAX = 30_000;
    private static final long STOP_AGAIN_MILLIS = 100;

    /** Time for the batch in work before the engine is ended in the middle of it. */
    private static final long STOP_WAIT_MILLIS = 10_000;

    private final Catalog catalog;
    private final Environment environment;
    private final PostgresSettings source;
    private final SyncSettings settings;
    private final Consumer<String> log;
    private final String commitUser;
    private final SyncProgress progress = new SyncProgress();
    private final AtomicReference<@Nullable DebeziumEngine<?>> engine = new AtomicReference<>();
    private final AtomicReference<@Nullable ChangeApplier> work = new AtomicReference<>();
    private volatile boolean stopping;

    /**
     * @param log takes a line where a person should know something
     */
    public PostgresSync(
            Catalog catalog,
            Environment environment,
            PostgresSettings source,
            SyncSettings settings,
            Consumer<String> log) {
        this.catalog = catalog;
        this.environment = environment;
        this.source = source;
        this.settings = settings;
        this.log = log;
        this.commitUser = "weir-sync-" + source.slot();
    }

    /** How it goes; may be called by any thread. */
    public SyncStatus status() {
        return progress.status();
    }

    /**
     * Works until stopped. Call once.
     *
     * @throws InvalidRequestException settings, tables or values do not allow the job to go on
     * @throws StorageFailureException the source could not be reached when the job began, or the
     *     lake failed
     */
    public void run() {
        long pause = RETRY_MILLIS_MIN;
        while (!stopping) {
            long before = progress.rowsReceived();
            try {
                runOnce();
            } catch (StorageFailureException e) {
                if (!e.retryable() || !progress.hasStreamed()) {
                    throw e;
                }
                log.accept(e.getMessage() + "; trying again in " + pause + " ms");
                environment.sleep(pause);
                pause =
                        progress.rowsReceived() > before
                                ? RETRY_MILLIS_MIN
                                : Math.min(pause * 2, RETRY_MILLIS_MAX);
            } finally {
                progress.enter(stopping ? SyncStatus.Phase.STOPPED : SyncStatus.Phase.STARTING);
            }
        }
    }

    /** Ends {@link #run} soon; what was read up to the last end of a transaction is committed. */
    public void stop() {
        stopping = true;
        ChangeApplier applier = work.get();
        try {
            if (applier != null && !applier.end(STOP_WAIT_MILLIS)) {
                log.accept("stopping in the middle of a batch; it will be taken again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DebeziumEngine<?> running = engine.get(); running != null; running = engine.get()) {
            if (close(running)) {
                return;
            }
            environment.sleep(STOP_AGAIN_MILLIS);
        }
    }

    /**
     * Drops the replication slot and the publication: for a job that will not be run again. The job
     * must not be running.
     */
    public void dropSlot() {
        try (PostgresCatalog session = PostgresCatalog.open(source, environment)) {
            session.dropSlot();
            new Publication(session, source).drop();
        }
    }

    private void runOnce() {
        try (PostgresCatalog session = PostgresCatalog.open(source, environment);
                TableWatch watch =
                        new TableWatch(
                                catalog,
                                environment,
                                source,
                                settings,
                                log,
                                session,
                                progress,
                                commitUser)) {
            createDatabase();
            progress.enter(SyncStatus.Phase.SNAPSHOT);
            long resume = watch.start();
            progress.follow();
            ChangeApplier applier =
                    new ChangeApplier(watch, settings, environment, progress, resume);
            applier.tellStart();
            work.set(applier);
            // The engine calls us only once it met an end of a transaction.
            session.mark();
            follow(applier, resume);
        } finally {
            work.set(null);
        }
    }

    private void createDatabase() {
        if (catalog.hasDatabase(settings.database())) {
            return;
        }
        try {
            catalog.createDatabase(settings.database());
        } catch (ExistenceException e) {
            if (!e.found()) {
                throw e;
            }
        }
    }

    private void follow(ChangeApplier applier, long resume) {
        LakeOffsets.prepare(source.slot(), "{\"lsn\":" + resume + "}");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        DebeziumEngine<RecordChangeEvent<SourceRecord>> made =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(properties())
                        .using(
                                (success, message, error) -> {
                                    if (!success) {
                                        failure.compareAndSet(
                                                null,
                                                error != null ? error : new IOException(message));
                                    }
                                })
                        .notifying(applier)
                        .build();
        engine.set(made);
        if (stopping) {
            engine.set(null);
            return;
        }
        try {
            made.run();
        } finally {
            engine.set(null);
        }
        RuntimeException own = applier.failure();
        if (stopping && isInterruption(own)) {
            return;
        }
        if (own != null) {
            throw own;
        }
        if (stopping) {
            applier.commitWhatIsComplete();
            return;
        }
        Throwable error = failure.get();
        throw new StorageFailureException(
                source.jdbcUrl(),
                "reading changes ended: "
                        + (error == null ? "engine stopped" : PostgresErrors.engineMessage(error)),
                error == null || PostgresErrors.passes(error),
                error);
    }

    /** Whether work was broken off by {@link #stop}: what is not committed is done again. */
    private static boolean isInterruption(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }

    private Properties properties() {
        Properties values = new Properties();
        values.setProperty("name", source.slot());
        values.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        values.setProperty("offset.storage", LakeOffsets.class.getName());
        values.setProperty("offset.flush.interval.ms", "0");
        values.setProperty("database.hostname", source.host());
        values.setProperty("database.port", String.valueOf(source.port()));
        values.setProperty("database.user", source.user());
        values.setProperty("database.password", source.password());
        values.setProperty("database.dbname", source.database());
        // Also names its metrics: an engine waits a minute for another one of the same name.
        values.setProperty("topic.prefix", source.slot());
        values.setProperty("plugin.name", "pgoutput");
        values.setProperty("slot.name", source.slot());
        values.setProperty("publication.name", source.publication());
        values.setProperty("publication.autocreate.mode", "disabled");
        values.setProperty("table.include.list", source.engineFilter());
        // Rows are read by TableReading; the engine follows the log only.
        values.setProperty("snapshot.mode", "no_data");
        values.setProperty("provide.transaction.metadata", "true");
        values.setProperty("tombstones.on.delete", "false");
        values.setProperty("skipped.operations", "none");
        values.setProperty("include.unknown.datatypes", "true");
        values.setProperty("converters", "raw");
        values.setProperty("raw.type", RawValues.class.getName());
        values.setProperty("poll.interval.ms", "20");
        values.setProperty("max.batch.size", "8192");
        values.setProperty("max.queue.size", "32768");
        values.setProperty("max.queue.size.in.bytes", String.valueOf(64 << 20));
        values.setProperty(
                "heartbeat.interval.ms",
                String.valueOf(Math.max(50, Math.min(500, settings.interval().toMillis() / 2))));
        values.setProperty("errors.max.retries", "0");
        // After a crash the server needs a moment to see that the slot's reader is gone.
        values.setProperty("slot.max.retries", "40");
        values.setProperty("slot.retry.delay.ms", "500");
        return values;
    }

    /**
     * @return false when the engine is just starting or ending and cannot be told now
     */
    private static boolean close(DebeziumEngine<?> running) {
        try {
            running.close();
            return true;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }
}
