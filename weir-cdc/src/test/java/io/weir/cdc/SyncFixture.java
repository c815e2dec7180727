package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database of a real PostgreSQL server, an empty lake, and jobs between them. One server serves
 * all tests; each test has a database of its own.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class SyncFixture {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir Path directory;
    private Job latest;
    String database;
    Connection connection;
    Statement sql;
    Catalog catalog;
    final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = "test_" + NUMBER.incrementAndGet();
        try (Connection admin = SharedServer.get().getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("create database " + database);
        }
        connection = SharedServer.get().getDatabase("postgres", database).getConnection();
        sql = connection.createStatement();
        catalog = Weir.open(Map.of("warehouse", directory.resolve("lake").toString()));
    }

    @AfterEach
    void close() throws SQLException {
        // A job that a failed test left behind would disturb the next one.
        if (latest != null && !latest.running.isDone()) {
            latest.sync.stop();
        }
        connection.close();
        catalog.close();
    }

    PostgresSettings source(PostgresSettings.Keyless keyless, String... tables) {
        return PostgresSettings.of(
                "postgresql://localhost:" + SharedServer.get().getPort() + "/" + database,
                "postgres",
                "postgres",
                List.of(tables),
                "slot_" + database,
                keyless);
    }

    /** A running job. */
    final class Job implements AutoCloseable {
        final PostgresSync sync;
        final Future<Boolean> running;
        private final Job before = latest;

        Job(PostgresSettings source, Map<String, String> options) {
            sync =
                    new PostgresSync(
                            catalog,
                            Environment.real(),
                            source,
                            new SyncSettings("lake", Duration.ofMillis(100), options),
                            log::add);
            latest = this;
            running =
                    Environment.real()
                            .submitBackground(
                                    "sync",
                                    () -> {
                                        sync.run();
                                        return true;
                                    });
        }

        /** Why it ended, as it should; what comes is up to the job before it. */
        Throwable failure() throws Exception {
            latest = before;
            return assertThrows(ExecutionException.class, () -> running.get(60, TimeUnit.SECONDS))
                    .getCause();
        }

        @Override
        public void close() throws ExecutionException, TimeoutException {
            sync.stop();
            try {
                running.get(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Job start(String... tables) {
        return new Job(
                source(PostgresSettings.Keyless.REFUSE, tables),
                Map.of(
                        "bucket",
                        "1",
                        "changelog-producer",
                        "input",
                        "streaming-read-overwrite",
                        "true"));
    }

    Table table(String name) {
        return catalog.table(new Identifier("lake", name));
    }

    static List<Row> rows(Table table) {
        List<Row> rows = new ArrayList<>();
        Scan scan = table.newScan();
        for (Split split : scan.plan().splits()) {
            rows.addAll(rows(scan, split));
        }
        return rows;
    }

    static List<Row> rows(Scan scan, Split split) {
        List<Row> rows = new ArrayList<>();
        try (BatchReader reader = scan.read().open(split)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(Cells.rows(batch, scan.rowType()));
            }
        }
        return rows;
    }

    static List<Row> changes(Table table) {
        Scan scan =
                table.withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"))
                        .newScan();
        StreamScan stream = scan.stream();
        List<Row> changes = new ArrayList<>();
        for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
            for (Split split : plan.splits()) {
                changes.addAll(rows(scan, split));
            }
        }
        return changes;
    }

    static TreeSet<String> texts(List<Row> rows) {
        TreeSet<String> texts = new TreeSet<>();
        rows.forEach(row -> texts.add(row.values().toString()));
        return texts;
    }

    List<String> sourceRows(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<Object> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(rows.getObject(column));
                }
                texts.add(values.toString());
            }
        }
        Collections.sort(texts);
        return texts;
    }

    void awaitEqual(String table) throws Exception {
        awaitLake(table, "select * from " + table);
    }

    Object value(Row row, String column) {
        return row.get(table("t").rowType().index(column));
    }

    Row awaitRow(long id) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (System.nanoTime() < end) {
            if (catalog.hasTable(new Identifier("lake", "t"))) {
                for (Row row : rows(table("t"))) {
                    if (((Number) row.get(0)).longValue() == id) {
                        return row;
                    }
                }
            }
            failWithTheJob();
            Thread.sleep(50);
        }
        throw new AssertionError("row " + id + " did not arrive; " + log);
    }

    /** A job that ended by itself will not bring what is waited for: its error says why. */
    private void failWithTheJob() throws Exception {
        if (latest != null && latest.running.isDone()) {
            latest.running.get();
        }
    }

    /** Waits until the lake has a table with a snapshot. */
    void awaitTable(String name) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        Identifier identifier = new Identifier("lake", name);
        while (!catalog.hasTable(identifier)
                || catalog.table(identifier).latestSnapshot().isEmpty()) {
            assertTrue(System.nanoTime() < end, "table " + name + " did not come; " + log);
            failWithTheJob();
            Thread.sleep(20);
        }
    }

    /** Waits for a line to a person that has all of these. */
    void awaitLog(String... parts) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (log.stream().noneMatch(line -> List.of(parts).stream().allMatch(line::contains))) {
            assertTrue(System.nanoTime() < end, () -> List.of(parts) + " was not said; " + log);
            failWithTheJob();
            Thread.sleep(20);
        }
    }

    void awaitLake(String name, String query) throws Exception {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(query)) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                columns.add(rows.getMetaData().getColumnName(column));
            }
        }
        awaitLake(
                name,
                query,
                row -> {
                    List<Object> values = new ArrayList<>();
                    for (String column : columns) {
                        int at = table(name).rowType().indexOf(column);
                        values.add(at < 0 || at >= row.size() ? "no column" : row.get(at));
                    }
                    return values;
                });
    }

    /** Waits until the rows of a lake table, as shown, are what a query of the source gives. */
    void awaitLake(String name, String query, Function<Row, List<Object>> shown) throws Exception {
        List<String> expected = sourceRows(query);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        List<String> found = List.of();
        while (System.nanoTime() < end) {
            if (catalog.hasTable(new Identifier("lake", name))) {
                found = new ArrayList<>();
                for (Row row : rows(table(name))) {
                    found.add(shown.apply(row).toString());
                }
                Collections.sort(found);
                if (found.equals(expected)) {
                    return;
                }
            }
            failWithTheJob();
            Thread.sleep(50);
        }
        assertEquals(expected, found, () -> name + "; " + log);
    }
}
