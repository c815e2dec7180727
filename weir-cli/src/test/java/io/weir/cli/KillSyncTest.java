package io.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code weir sync} with SIGKILL at random moments while the source changes: rows and their
 * keys, truncates, new columns, new tables, a table without a key, a table that takes a while to
 * read. Afterwards the lake must equal the source, and the changelog of an insert-only table must
 * hold every row once.
 */
class KillSyncTest {

    private static final int KILLS = Integer.getInteger("weir.kills", 20);
    private static final List<String> TABLES =
            List.of("accounts", "events", "items", "visits", "drained", "grown", "large");

    @TempDir Path directory;

    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void killedAtAnyMomentTheSyncLosesAndRepeatsNothing() throws Exception {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        System.out.println("KillSyncTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (EmbeddedPostgres server =
                        EmbeddedPostgres.builder()
                                .setPort(0)
                                .setServerConfig("wal_level", "logical")
                                .start();
                Connection connection = server.getPostgresDatabase().getConnection()) {
            createTables(connection);
            AtomicBoolean stop = new AtomicBoolean();
            Future<Boolean> work =
                    Environment.real()
                            .submitBackground("work", () -> change(server, random.split(), stop));
            for (int kill = 0; kill < KILLS; kill++) {
                Process sync = startSync(server);
                if (kill % 4 == 1) {
                    alter(connection, kill);
                }
                // A start takes about two seconds: some kills hit it, most hit the work behind it.
                boolean ended = sync.waitFor(800 + random.nextInt(3500), TimeUnit.MILLISECONDS);
                assertTrue(!ended, () -> "sync ended by itself: " + log());
                sync.destroyForcibly().waitFor();
            }
            Process last = startSync(server);
            Thread.sleep(1000);
            stop.set(true);
            work.get();
            try (Catalog catalog = Weir.open(Map.of("warehouse", warehouse().toString()))) {
                awaitEqual(catalog, connection, last);
                checkChangelog(catalog, connection);
            }
            last.destroy();
            assertTrue(last.waitFor(30, TimeUnit.SECONDS), "sync did not end on SIGTERM");
        }
    }

    private static void createTables(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute(
                    "create table accounts (id int primary key, balance numeric(12,2), who text)");
            sql.execute("create table events (id bigint primary key, what text, at timestamptz)");
            sql.execute("create table items (a int, b int, c text, primary key (a, b))");
            sql.execute("create table visits (n bigint, what text)");
            sql.execute("create table drained (id int primary key, v int)");
            sql.execute("create table grown (id int primary key, v text)");
            sql.execute("create table large (id int primary key, v int, note text)");
            sql.execute(
                    "insert into large select g, 0, md5(g::text) from generate_series(1, 40000) g");
            sql.execute("insert into grown select g, 'g' from generate_series(1, 200) g");
            sql.execute(
                    "insert into accounts select g, g, 'w' || g from generate_series(1, 500) g");
        }
    }

    /** Gives old rows a new column with a value, and makes a table, while others write. */
    private static void alter(Connection connection, int kill) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("alter table grown add column c" + kill + " int default " + kill);
            sql.execute("alter table large add column c" + kill + " int default " + kill);
            sql.execute("create table late" + kill + " (id int primary key, v text)");
            sql.execute("insert into late" + kill + " select g, 'l' from generate_series(1, 50) g");
        }
    }

    /** Changes several tables in single transactions until told to stop. */
    private static Boolean change(
            EmbeddedPostgres server, SplittableRandom random, AtomicBoolean stop) throws Exception {
        long event = 1;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                int from = random.nextInt(500);
                sql.addBatch("update accounts set balance = balance - 1 where id = " + from);
                sql.addBatch(
                        "update accounts set balance = balance + 1 where id = "
                                + random.nextInt(500));
                int events = random.nextInt(20);
                sql.addBatch(
                        "insert into events select g, 'e' || g, now() from generate_series("
                                + event
                                + ", "
                                + (event + events)
                                + ") g");
                event += events + 1;
                int item = random.nextInt(100);
                sql.addBatch(
                        "insert into items values ("
                                + item
                                + ", "
                                + random.nextInt(10)
                                + ", 'c') on conflict (a, b) do update set c = items.c || 'x'");
                sql.addBatch("delete from items where a = " + random.nextInt(100));
                // Keys move, and two rows of a transaction change places.
                int moved = random.nextInt(100);
                sql.addBatch("delete from items where a = " + (moved + 1000));
                sql.addBatch("update items set a = a + 1000 where a = " + moved);
                sql.addBatch("update accounts set id = -1 where id = " + from);
                sql.addBatch("update accounts set id = " + from + " where id = -1");
                int row = random.nextInt(40_000);
                sql.addBatch(
                        "update large set v = v + 1 where id between " + row + " and " + (row + 3));
                sql.addBatch("delete from large where id = " + (row + 1));
                sql.addBatch("update large set id = -id where id = " + (row + 2));
                sql.addBatch("insert into visits values (" + event + ", 'v')");
                sql.addBatch("update grown set v = v || 'x' where id = " + (1 + from % 200));
                if (random.nextInt(20) == 0) {
                    sql.addBatch("truncate drained");
                }
                sql.addBatch(
                        "insert into drained values ("
                                + random.nextInt(50)
                                + ", 0) on conflict (id) do update set v = drained.v + 1");
                sql.executeBatch();
                connection.commit();
                Thread.sleep(random.nextInt(10));
            }
        }
        return true;
    }

    private Path warehouse() {
        return directory.resolve("lake");
    }

    private Process startSync(EmbeddedPostgres server) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--add-opens=java.base/java.nio=ALL-UNNAMED"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath()));
        command.add(Main.class.getName());
        command.addAll(List.of("sync", "postgres", "-w", warehouse().toString()));
        command.addAll(
                List.of("--url", "postgresql://localhost:" + server.getPort() + "/postgres"));
        command.addAll(List.of("--user", "postgres", "--interval", "100ms"));
        for (String option :
                List.of(
                        "bucket=2",
                        "changelog-producer=input",
                        "snapshot.time-retained=1 d",
                        "num-sorted-run.compaction-trigger=3")) {
            command.addAll(List.of("--table-option", option));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()));
        return builder.start();
    }

    private static String classPath() throws IOException {
        try (var file = KillSyncTest.class.getResourceAsStream("/runtime-class-path.txt")) {
            String libraries =
                    file == null
                            ? System.getProperty("java.class.path")
                            : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            String own =
                    Path.of(
                                    Main.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .getPath())
                            .toString();
            return own + File.pathSeparator + libraries;
        }
    }

    private File logFile() {
        return directory.resolve("sync.log").toFile();
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(logFile().toPath());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private void awaitEqual(Catalog catalog, Connection connection, Process sync) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        List<String> names = new ArrayList<>(TABLES);
        for (int kill = 1; kill < KILLS; kill += 4) {
            names.add("late" + kill);
        }
        for (String name : names) {
            Identifier identifier = new Identifier("postgres", name);
            while (!equal(catalog, connection, identifier)
                    && System.nanoTime() < end
                    && sync.isAlive()) {
                Thread.sleep(200);
            }
            assertTrue(catalog.hasTable(identifier), () -> name + " did not come; " + log());
            Table table = catalog.table(identifier);
            assertEquals(columns(connection, name), table.rowType().names());
            assertEquals(
                    TableFingerprint.ofSource(connection, name, table.rowType()),
                    TableFingerprint.ofLake(table),
                    () -> name + " differs; " + log());
        }
    }

    private static boolean equal(Catalog catalog, Connection connection, Identifier identifier)
            throws SQLException {
        if (!catalog.hasTable(identifier)) {
            return false;
        }
        Table table = catalog.table(identifier);
        TableFingerprint source =
                TableFingerprint.ofSource(connection, identifier.table(), table.rowType());
        return columns(connection, identifier.table()).equals(table.rowType().names())
                && TableFingerprint.ofLake(table).equals(source);
    }

    private static List<String> columns(Connection connection, String name) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("select * from " + name + " limit 0")) {
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                columns.add(rows.getMetaData().getColumnName(column));
            }
            return columns;
        }
    }

    /** Rows of {@code events} are only ever inserted: its changelog must hold each exactly once. */
    private static void checkChangelog(Catalog catalog, Connection connection) throws SQLException {
        Table events = catalog.table(new Identifier("postgres", "events"));
        Scan scan =
                events.withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"))
                        .newScan();
        StreamScan stream = scan.stream();
        long changes = 0;
        for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
            for (Split split : plan.splits()) {
                try (BatchReader reader = scan.read().open(split)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        changes += batch.rowCount();
                    }
                }
            }
        }
        TableFingerprint source = TableFingerprint.ofSource(connection, "events", events.rowType());
        assertEquals(source.rows(), changes, "rows in the changelog of an insert-only table");
    }
}
