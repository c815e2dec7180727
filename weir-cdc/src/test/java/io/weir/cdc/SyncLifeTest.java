package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.Snapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What happens to a job, its slot and its server over time. */
class SyncLifeTest extends SyncFixture {

    private long snapshotsWithRows() {
        long latest = table("t").latestSnapshot().orElseThrow().id();
        return LongStream.rangeClosed(1, latest)
                .mapToObj(id -> table("t").snapshot(id).orElseThrow())
                .filter(each -> each.kind() == Snapshot.Kind.APPEND && each.deltaRowCount() > 0)
                .count();
    }

    private long confirmed() throws SQLException {
        try (ResultSet row =
                sql.executeQuery(
                        "select (confirmed_flush_lsn - '0/0')::bigint from pg_replication_slots"
                                + " where slot_name = 'slot_"
                                + database
                                + "'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aSecondJobOfTheSameSlotIsRefused() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job first = start()) {
            awaitTable("t");
            Throwable failure = start().failure();
            assertInstanceOf(InvalidRequestException.class, failure);
            assertTrue(
                    failure.getMessage().contains("in use by another job"), failure.getMessage());
            sql.execute("insert into t values (1, 'still works')");
            awaitEqual("t");
            assertFalse(first.running.isDone());
        }
    }

    @Test
    void aSlotMadeAnewIsToldInsteadOfLosingChanges() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            sql.execute("insert into t values (1, 'one')");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        String slot = "slot_" + database;
        sql.execute("select pg_drop_replication_slot('" + slot + "')");
        sql.execute("insert into t values (2, 'lost to the slot')");
        sql.execute("select pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        Throwable failure = start().failure();
        assertTrue(failure.getMessage().contains(slot), failure.getMessage());
        assertTrue(failure.getMessage().contains("made anew"), failure.getMessage());
    }

    @Test
    void theSlotOfAnotherLakeIsLeftAlone() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("insert into t values (1, 'kept by the slot')");
        Catalog first = catalog;
        try (Catalog other = Weir.open(Map.of("warehouse", directory.resolve("o").toString()))) {
            catalog = other;
            Throwable failure = start().failure();
            assertTrue(failure.getMessage().contains("slot_" + database), failure.getMessage());
            assertTrue(failure.getMessage().contains("another lake"), failure.getMessage());
            assertEquals(List.of(), other.tables("lake"));
        } finally {
            catalog = first;
        }
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aDroppedPublicationIsTold() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("drop publication slot_" + database + "_pub");
        Throwable failure = start().failure();
        assertTrue(failure.getMessage().contains("publication"), failure.getMessage());
    }

    @Test
    void aTableTakenOutOfThePublicationIsReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("create table other (id int primary key)");
        sql.execute("alter publication slot_" + database + "_pub set table other");
        sql.execute("insert into t values (1, 'not in the log')");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("insert into t values (2, 'in the log')");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void theSlotMovesOnWhileOthersWrite() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("create table noise (id serial primary key, v text)");
        try (Job job = start("t")) {
            awaitTable("t");
            long before = confirmed();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
            while (confirmed() < before + (4 << 20) && System.nanoTime() < end) {
                sql.execute(
                        "insert into noise (v) select md5(g::text) from generate_series(1, 5000) g");
                Thread.sleep(50);
            }
            assertTrue(confirmed() >= before + (4 << 20), before + " -> " + confirmed());
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void theSlotNeverMovesPastTheLake() throws Exception {
        sql.execute("create table t (id int primary key, v int)");
        sql.execute("insert into t values (1, 0)");
        try (Job job = start()) {
            awaitTable("t");
            long first = confirmed();
            for (int round = 0; round < 30; round++) {
                sql.execute("update t set v = v + 1");
                long confirmed = confirmed();
                Position position =
                        Position.of(table("t").latestSnapshot().orElseThrow().properties());
                assertTrue(confirmed <= position.end(), confirmed + " > " + position.end());
                Thread.sleep(20);
            }
            // A slot that stands still would not be ahead either.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (confirmed() <= first && System.nanoTime() < end) {
                sql.execute("update t set v = v + 1");
                Thread.sleep(20);
            }
            assertTrue(confirmed() > first, "the slot stands at " + first);
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void lostConnectionsAreMadeAgain() throws Exception {
        sql.execute("create table t (id int primary key, v int)");
        try (Job job = start()) {
            awaitTable("t");
            try (Connection admin = SharedServer.get().getPostgresDatabase().getConnection();
                    Statement statement = admin.createStatement()) {
                for (int round = 0; round < 3; round++) {
                    for (int id = 0; id < 50; id++) {
                        sql.execute("insert into t values (" + (round * 50 + id) + ", 0)");
                    }
                    statement.execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname ='"
                                    + database
                                    + "' and application_name <> '' and pid <> pg_backend_pid()"
                                    + " and (application_name like 'weir sync%' or application_name"
                                    + " like 'Debezium%')");
                    sql.execute("insert into t values (" + (1000 + round) + ", 0)");
                    awaitEqual("t");
                }
            }
            assertFalse(job.running.isDone());
        }
        assertEquals(
                153, changes(table("t")).stream().filter(r -> r.kind() == RowKind.INSERT).count());
    }

    @Test
    void aBigTransactionIsOneCutAndRolledBackWorkIsNone() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            connection.setAutoCommit(false);
            sql.execute("insert into t select g, 'x' from generate_series(1, 100000) g");
            sql.execute("savepoint s");
            sql.execute("update t set v = 'lost'");
            sql.execute("rollback to s");
            sql.execute("update t set v = 'y' where id % 10 = 0");
            connection.commit();
            connection.setAutoCommit(true);
            awaitEqual("t");
            assertEquals(1, snapshotsWithRows());
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aUserWithoutRightsIsTold() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        String user = "user_" + database;
        sql.execute("create role " + user + " login replication password 'p'");
        PostgresSettings source =
                PostgresSettings.of(
                        "postgresql://localhost:" + SharedServer.get().getPort() + "/" + database,
                        user,
                        "p",
                        List.of(),
                        "slot_" + database,
                        PostgresSettings.Keyless.REFUSE);
        Throwable failure = new Job(source, Map.of()).failure();
        assertTrue(
                failure.getMessage().contains("permission denied")
                        || failure.getMessage().contains("must be owner"),
                failure.getMessage());
    }

    @Test
    void aTableTheUserMayNotReadIsSetAside() throws Exception {
        String user = "user_" + database;
        sql.execute("create role " + user + " login replication password 'p'");
        sql.execute("create table t (id int primary key, v int)");
        sql.execute("create table hidden (id int primary key, v int)");
        sql.execute("insert into hidden values (1, 1)");
        sql.execute("grant select on t to " + user);
        sql.execute(
                "create publication slot_"
                        + database
                        + "_pub for all tables with (publish_via_partition_root = true)");
        PostgresSettings source =
                PostgresSettings.of(
                        "postgresql://localhost:" + SharedServer.get().getPort() + "/" + database,
                        user,
                        "p",
                        List.of(),
                        "slot_" + database,
                        PostgresSettings.Keyless.REFUSE);
        try (Job job = new Job(source, Map.of("bucket", "1"))) {
            awaitLog("public.hidden is set aside", "permission denied");
            sql.execute("insert into t values (1, 1)");
            awaitEqual("t");
            sql.execute("grant select on hidden to " + user);
            awaitEqual("hidden");
            assertFalse(job.running.isDone());
        }
    }
}
