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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private final Catalog catalog;
    private final Environment environment;
    private final PostgresSettings source;
    private final SyncSettings settings;
    private final Consumer<String> log;
    private final PostgresCatalog sourceCatalog;
    private final String commitUser;
    private final SyncProgress progress = new SyncProgress();
    private final AtomicReference<@Nullable DebeziumEngine<?>> engine = new AtomicReference<>();
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
        this.sourceCatalog = new PostgresCatalog(source);
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
                boolean began = progress.rowsReceived() > 0;
                if (!e.retryable() || !began) {
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
        DebeziumEngine<?> running = engine.get();
        if (running != null) {
            close(running);
        }
    }

    /**
     * Drops the replication slot: for a job that will not be run again. The job must not be
     * running.
     */
    public void dropSlot() {
        sourceCatalog.dropSlot(environment);
    }

    private void runOnce() {
        sourceCatalog.checkReady();
        List<TableSync> tables = new ArrayList<>();
        try {
            openTables(tables);
            String resume = resumeOffset(tables);
            if (resume == null) {
                startOver(tables);
            }
            tables.removeIf(table -> resume != null && isNew(table));
            Map<String, TableSync> bySource = new LinkedHashMap<>();
            tables.forEach(table -> bySource.put(table.sourceName(), table));
            ChangeApplier applier =
                    new ChangeApplier(bySource, settings, environment, progress, resume);
            follow(applier, bySource, resume);
        } finally {
            tables.forEach(TableSync::close);
        }
    }

    private void openTables(List<TableSync> opened) {
        if (!catalog.hasDatabase(settings.database())) {
            createDatabase();
        }
        List<SourceTable> found = sourceCatalog.tables();
        if (found.isEmpty()) {
            throw new InvalidRequestException(
                    "database "
                            + source.database()
                            + " has no table that matches "
                            + (source.tables().isEmpty() ? "schema public" : source.tables()));
        }
        for (SourceTable table : found) {
            if (table.primaryKey().isEmpty() && !takeKeyless(table)) {
                continue;
            }
            SourceTable ready = table;
            if (!table.primaryKey().isEmpty() && table.toastable() && !table.fullIdentity()) {
                sourceCatalog.logWholeRows(table);
                ready =
                        new SourceTable(
                                table.schema(),
                                table.name(),
                                table.columns(),
                                table.primaryKey(),
                                true,
                                true);
            }
            opened.add(TableSync.open(catalog, sourceCatalog, ready, settings, commitUser));
        }
        if (opened.isEmpty()) {
            throw new InvalidRequestException(
                    "no matching table of database " + source.database() + " has a primary key");
        }
    }

    private void createDatabase() {
        try {
            catalog.createDatabase(settings.database());
        } catch (ExistenceException e) {
            if (!e.found()) {
                throw e;
            }
        }
    }

    private boolean takeKeyless(SourceTable table) {
        switch (source.keyless()) {
            case REFUSE ->
                    throw new InvalidRequestException(
                            "table "
                                    + table.fullName()
                                    + " has no primary key; add one, or say --keyless append or skip");
            case SKIP -> {
                log.accept("table " + table.fullName() + " has no primary key and is left out");
                return false;
            }
            case APPEND ->
                    log.accept(
                            "table "
                                    + table.fullName()
                                    + " has no primary key and becomes an append table; an update"
                                    + " or delete of it will end the job");
        }
        return true;
    }

    /**
     * Where reading goes on: the offset kept by the table that is furthest; null when the initial
     * rows are to be read (again).
     */
    private @Nullable String resumeOffset(List<TableSync> tables) {
        Position furthest = null;
        for (TableSync table : tables) {
            Position position = table.position();
            if (position == null) {
                continue;
            }
            if (!position.streaming()) {
                return null;
            }
            if (furthest == null || position.commitLsn() > furthest.commitLsn()) {
                furthest = position;
            }
        }
        if (furthest != null && !sourceCatalog.hasSlot()) {
            throw new InvalidRequestException(
                    "the lake goes on from a position in the source, but replication slot "
                            + source.slot()
                            + " is gone, so changes since then are lost; drop the tables of lake"
                            + " database "
                            + settings.database()
                            + " or name another --slot and --database to read everything anew");
        }
        return furthest == null ? null : furthest.resume();
    }

    private boolean isNew(TableSync table) {
        if (table.position() != null) {
            return false;
        }
        log.accept(
                "table "
                        + table.sourceName()
                        + " is new since the job began and is left out; sync it with a --slot of"
                        + " its own");
        table.close();
        return true;
    }

    private void startOver(List<TableSync> tables) {
        for (TableSync table : tables) {
            if (table.position() != null) {
                table.startOver();
            } else if (table.hasSnapshot()) {
                throw new InvalidRequestException(
                        "table "
                                + table.status().identifier()
                                + " has rows that this job did not write; drop it, or name another"
                                + " --database");
            }
        }
        sourceCatalog.dropSlot(environment);
    }

    private void follow(
            ChangeApplier applier, Map<String, TableSync> tables, @Nullable String resume) {
        LakeOffsets.prepare(source.slot(), resume);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        DebeziumEngine<RecordChangeEvent<SourceRecord>> made =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(properties(tables))
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
            return;
        }
        progress.enter(resume == null ? SyncStatus.Phase.SNAPSHOT : SyncStatus.Phase.STREAMING);
        made.run();
        engine.set(null);
        RuntimeException own = applier.failure();
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
                "reading changes ended: " + (error == null ? "engine stopped" : rootMessage(error)),
                true,
                error);
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private Properties properties(Map<String, TableSync> tables) {
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
        values.setProperty("topic.prefix", "weir");
        values.setProperty("plugin.name", "pgoutput");
        values.setProperty("slot.name", source.slot());
        values.setProperty("publication.name", source.slot() + "_pub");
        values.setProperty("publication.autocreate.mode", "filtered");
        values.setProperty(
                "table.include.list",
                tables.keySet().stream()
                        .map(name -> Pattern.quote(name).replace(",", "\\,"))
                        .collect(Collectors.joining(",")));
        values.setProperty("snapshot.mode", "initial");
        values.setProperty("provide.transaction.metadata", "true");
        values.setProperty("tombstones.on.delete", "false");
        values.setProperty("skipped.operations", "none");
        values.setProperty("include.unknown.datatypes", "true");
        values.setProperty("interval.handling.mode", "string");
        values.setProperty("hstore.handling.mode", "json");
        values.setProperty("decimal.handling.mode", "precise");
        values.setProperty("binary.handling.mode", "bytes");
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

    private static void close(DebeziumEngine<?> running) {
        try {
            running.close();
        } catch (IOException | IllegalStateException e) {
            // It is ending by itself already; run() tells how it ended.
            return;
        }
    }
}
