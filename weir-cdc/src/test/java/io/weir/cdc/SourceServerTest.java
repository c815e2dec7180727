package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.WeirException;
import io.weir.table.Identifier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job says of a server that is not set up for it, and does when the server fails it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SourceServerTest {

    @TempDir Path directory;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private EmbeddedPostgres server(Map<String, String> options) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("data"))
                        .setCleanDataDirectory(false)
                        .setPort(0);
        options.forEach(builder::setServerConfig);
        return builder.start();
    }

    private PostgresSync job(Catalog catalog, String url, String user, String slot) {
        return new PostgresSync(
                catalog,
                Environment.real(),
                PostgresSettings.of(
                        url, user, "wrong", List.of(), slot, PostgresSettings.Keyless.REFUSE),
                new SyncSettings("lake", Duration.ofMillis(100), Map.of("bucket", "1")),
                log::add);
    }

    private Catalog lake() {
        return Weir.open(Map.of("warehouse", directory.resolve("lake").toString()));
    }

    private void refused(String url, String user, String slot, String... parts) {
        try (Catalog catalog = lake()) {
            PostgresSync job = job(catalog, url, user, slot);
            WeirException failure = assertThrows(WeirException.class, job::run);
            for (String part : parts) {
                assertTrue(
                        String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
            }
        }
    }

    private static String url(EmbeddedPostgres server) {
        return "postgresql://localhost:" + server.getPort() + "/postgres";
    }

    @Test
    void whatIsWrongWithTheCallIsSaidWithTheFix() throws Exception {
        Path access = directory.resolve("hba.conf");
        Files.writeString(
                access,
                "host all strict all scram-sha-256\nhost all stranger all reject\n"
                        + "host all all all trust\nhost replication all all trust\n");
        Map<String, String> options =
                Map.of(
                        "wal_level",
                        "logical",
                        "max_replication_slots",
                        "1",
                        "hba_file",
                        access.toString());
        try (EmbeddedPostgres server = server(options);
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create role strict login replication password 'right'");
            sql.execute("create role stranger login");
            sql.execute("create role plain login");
            sql.execute("create table t (id int primary key)");
            String url = url(server);
            refused(
                    "postgresql://no.such.host.invalid/x",
                    "me",
                    "s",
                    "no.such.host.invalid",
                    "--url");
            refused("postgresql://localhost:1/x", "me", "s", "localhost:1", "--url");
            refused(url + "_none", "postgres", "s", "postgres_none", "--url");
            refused(url, "strict", "s", "strict", "PGPASSWORD");
            refused(url, "stranger", "s", "stranger", "pg_hba.conf");
            refused(url, "plain", "s", "ALTER ROLE \"plain\" REPLICATION");
            sql.execute("select pg_create_logical_replication_slot('taken', 'pgoutput')");
            refused(url, "postgres", "s", "max_replication_slots", "pg_replication_slots");
        }
    }

    @Test
    void aServerWithoutALogicalLogIsToldApart() throws Exception {
        try (EmbeddedPostgres server = server(Map.of("wal_level", "replica"))) {
            refused(url(server), "postgres", "s", "wal_level = replica", "set wal_level = logical");
        }
    }

    @Test
    void aRestartOfTheServerIsWaitedForAndALostLogIsTold() throws Exception {
        Map<String, String> options =
                Map.of("wal_level", "logical", "max_slot_wal_keep_size", "1MB", "fsync", "off");
        EmbeddedPostgres server = server(options);
        int port = server.getPort();
        try (Catalog catalog = lake()) {
            change(server, "create table t (id int primary key)", "insert into t values (1)");
            PostgresSync job = job(catalog, url(server), "postgres", "s");
            Future<Boolean> running = run(job);
            awaitRows(catalog, running, 1);
            for (int restart = 0; restart < 2; restart++) {
                change(server, "insert into t select max(id) + 1 from t");
                server.close();
                server =
                        EmbeddedPostgres.builder()
                                .setDataDirectory(directory.resolve("data"))
                                .setCleanDataDirectory(false)
                                .setPort(port)
                                .setServerConfig("wal_level", "logical")
                                .setServerConfig("max_slot_wal_keep_size", "1MB")
                                .start();
                change(server, "insert into t select max(id) + 1 from t");
                awaitRows(catalog, running, 3 + 2 * restart);
            }
            assertTrue(
                    log.stream().anyMatch(line -> line.contains("trying again")), log.toString());
            job.stop();
            running.get();
            change(
                    server,
                    "create table noise (id int primary key, v text)",
                    "insert into noise select g, repeat(md5(g::text), 20) from generate_series(1, 100000) g",
                    "select pg_switch_wal()",
                    "checkpoint",
                    "insert into noise select -g, repeat(md5(g::text), 20) from generate_series(1, 100000) g",
                    "select pg_switch_wal()",
                    "checkpoint");
            refused(url(server), "postgres", "s", "slot s", "removed log", "--slot");
        } finally {
            server.close();
        }
    }

    @Test
    void aSlotDroppedUnderTheJobIsTold() throws Exception {
        try (EmbeddedPostgres server = server(Map.of("wal_level", "logical"));
                Catalog catalog = lake();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create table t (id int primary key)");
            sql.execute("insert into t values (1)");
            Future<Boolean> running = run(job(catalog, url(server), "postgres", "s"));
            awaitRows(catalog, running, 1);
            sql.execute(
                    "do $$ begin perform pg_terminate_backend(active_pid) from pg_replication_slots;"
                            + " loop begin perform pg_drop_replication_slot('s'); exit;"
                            + " exception when object_in_use then null; end; end loop; end $$");
            Throwable failure =
                    assertThrows(
                                    java.util.concurrent.ExecutionException.class,
                                    () -> running.get(60, TimeUnit.SECONDS))
                            .getCause();
            assertTrue(failure.getMessage().contains("slot s is gone"), failure.getMessage());
            assertFalse(failure.getMessage().contains("null"), failure.getMessage());
        }
    }

    private static Future<Boolean> run(PostgresSync job) {
        return Environment.real()
                .submitBackground(
                        "sync",
                        () -> {
                            job.run();
                            return true;
                        });
    }

    private static void change(EmbeddedPostgres server, String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    private static void awaitRows(Catalog catalog, Future<Boolean> running, int rows)
            throws Exception {
        Identifier identifier = new Identifier("lake", "t");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!catalog.hasTable(identifier)
                || SyncFixture.rows(catalog.table(identifier)).size() != rows) {
            assertTrue(System.nanoTime() < end, rows + " rows did not come");
            if (running.isDone()) {
                running.get();
            }
            Thread.sleep(50);
        }
    }
}
