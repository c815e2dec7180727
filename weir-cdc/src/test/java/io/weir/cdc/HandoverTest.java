package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.InvalidRequestException;
import io.weir.table.CommitRequest;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Ways for rows to change past the log the job follows: each must be noticed, while the job runs
 * and when it was away.
 */
class HandoverTest extends SyncFixture {

    private static final String PARTITIONED =
            "create table p (id int, day int, v text, primary key (id, day)) partition by range (day)";

    /** Runs it while the job follows the table, and again while it is away. */
    private void runningAndAway(String table, String prepare, String change) throws Exception {
        try (Job job = start()) {
            awaitEqual(table);
            sql.execute(change);
            awaitEqual(table);
            sql.execute(prepare);
            awaitEqual(table);
            assertFalse(job.running.isDone());
        }
        sql.execute(change);
        try (Job job = start()) {
            awaitEqual(table);
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aPartitionFilledAndAttachedInOneTransactionIsRead() throws Exception {
        sql.execute(PARTITIONED);
        sql.execute("create table p1 partition of p for values from (0) to (10)");
        sql.execute("insert into p values (1, 1, 'first')");
        runningAndAway(
                "p",
                "drop table p2",
                "begin; create table p2 (like p including all);"
                        + " insert into p2 select g, 11, 'loaded' from generate_series(1, 50) g;"
                        + " alter table p attach partition p2 for values from (10) to (20); commit");
    }

    @Test
    void aPartitionMadeAsOneIsNotReadAgain() throws Exception {
        sql.execute(PARTITIONED);
        sql.execute("create table p1 partition of p for values from (0) to (10)");
        sql.execute("insert into p values (1, 1, 'first')");
        try (Job job = start()) {
            awaitEqual("p");
            sql.execute(
                    "create table p2 partition of p for values from (10) to (20)"
                            + " partition by range (day)");
            sql.execute("create table p21 partition of p2 for values from (10) to (15)");
            sql.execute("insert into p values (2, 12, 'second')");
            sql.execute("update p set v = 'changed'");
            awaitEqual("p");
            assertFalse(job.running.isDone());
        }
        sql.execute("create table p3 partition of p for values from (20) to (30)");
        sql.execute("insert into p values (3, 22, 'third')");
        try (Job job = start()) {
            awaitEqual("p");
            assertFalse(job.running.isDone());
        }
        Table lake = table("p");
        for (long id = 1; id <= lake.latestSnapshot().orElseThrow().id(); id++) {
            assertNotEquals(Snapshot.Kind.OVERWRITE, lake.snapshot(id).orElseThrow().kind());
        }
    }

    @Test
    void aTreeOfPartitionsAttachedWithItsRowsIsRead() throws Exception {
        sql.execute(PARTITIONED);
        sql.execute("create table p1 partition of p for values from (0) to (10)");
        sql.execute("insert into p values (1, 1, 'first')");
        runningAndAway(
                "p",
                "drop table q",
                "create table q (id int not null, day int not null, v text) partition by range (day);"
                        + "create table q1 partition of q for values from (10) to (15);"
                        + "insert into q select g, 11, 'loaded' from generate_series(1, 50) g;"
                        + "alter table p attach partition q for values from (10) to (20)");
    }

    @Test
    void aPartitionChangedWhileItWasDetachedIsReadAgain() throws Exception {
        sql.execute(PARTITIONED);
        sql.execute("create table p1 partition of p for values from (0) to (10)");
        sql.execute("create table p2 partition of p for values from (10) to (20)");
        sql.execute("insert into p select g, g % 20, 'first' from generate_series(1, 100) g");
        runningAndAway(
                "p",
                "update p set v = 'again'",
                "begin; alter table p detach partition p2; update p2 set v = 'alone';"
                        + " delete from p2 where id < 50; alter table p attach partition p2"
                        + " for values from (10) to (20); commit");
    }

    @Test
    void aTableRenamedAwayAndBackLosesNothing() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t select g, 'first' from generate_series(1, 20) g");
        try (Job job = start("t")) {
            awaitEqual("t");
            sql.execute("alter table t rename to t_aside");
            sql.execute(
                    "insert into t_aside values (100, 'aside'); delete from t_aside where id = 1");
            sql.execute("alter table t_aside rename to t");
            awaitEqual("t");
            sql.execute("update t set v = 'again' where id = 2");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("alter table t rename to t_aside");
        sql.execute("insert into t_aside values (101, 'aside'); delete from t_aside where id = 2");
        sql.execute("alter table t_aside rename to t");
        try (Job job = start("t")) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aColumnMadeAgainHasNoneOfTheOldValues() throws Exception {
        sql.execute("create table t (id int primary key, a text, b text)");
        sql.execute("insert into t select g, 'a', 'old' from generate_series(1, 20) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t drop column b");
            sql.execute("insert into t values (100, 'a')");
            awaitLake("t", "select id, a from t");
            sql.execute("alter table t add column b text");
            sql.execute("insert into t values (101, 'a', 'new')");
            awaitEqual("t");
            sql.execute("alter table t drop column b");
            sql.execute("insert into t values (102, 'a')");
            awaitLake("t", "select id, a from t");
            sql.execute("alter table t rename a to b");
            sql.execute("insert into t values (103, 'renamed')");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aRenamedColumnKeepsItsRowsAndIsNotReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, a text, b text)");
        sql.execute("insert into t select g, 'a' || g, 'b' from generate_series(1, 20) g");
        try (Job job = start()) {
            awaitEqual("t");
            for (String name : List.of("c", "d", "a")) {
                String from = name.equals("c") ? "a" : name.equals("d") ? "c" : "d";
                sql.execute("update t set b = '" + name + "', " + from + " = 'to " + name + "'");
                sql.execute("alter table t rename " + from + " to " + name);
                sql.execute("insert into t select max(id) + 1, 'new', 'new' from t");
                awaitLake("t", "select id, " + name + ", b from t");
            }
            sql.execute("update t set a = 'last' where id = 5; alter table t rename a to z");
            assertFalse(job.running.isDone());
        }
        sql.execute("insert into t values (100, 'z', 'away')");
        try (Job job = start()) {
            awaitLake("t", "select id, z, b from t");
            assertFalse(job.running.isDone());
        }
        Table lake = table("t");
        assertEquals(List.of("id", "z", "b"), lake.rowType().names());
        for (long id = 1; id <= lake.latestSnapshot().orElseThrow().id(); id++) {
            assertNotEquals(Snapshot.Kind.OVERWRITE, lake.snapshot(id).orElseThrow().kind());
        }
    }

    @Test
    void aRenamedLabelOfAnEnumIsInAllRows() throws Exception {
        sql.execute("create type mood as enum ('sad', 'happy')");
        sql.execute("create table t (id int primary key, m mood, n text)");
        sql.execute("insert into t select g, 'sad', 'happy' from generate_series(1, 20) g");
        runningAndAway(
                "t",
                "alter type mood rename value 'blue' to 'sad'",
                "alter type mood rename value 'sad' to 'blue'");
    }

    @Test
    void columnsThatExchangeNamesAreReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, a text, b text)");
        sql.execute("insert into t select g, 'a' || g, 'b' from generate_series(1, 20) g");
        runningAndAway(
                "t",
                "update t set a = 'x' where id < 5",
                "update t set a = a || 'y';"
                        + " alter table t rename a to c; alter table t rename b to a;"
                        + " alter table t rename c to b; insert into t select max(id) + 1, 'a', 'b' from t");
    }

    @Test
    void aTableOutOfThePublicationForATimeIsReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("create table u (id int primary key, v text)");
        sql.execute("insert into t values (0, 'first')");
        String publication = "slot_" + database + "_pub";
        runningAndAway(
                "t",
                "delete from t where id = 1",
                "alter publication "
                        + publication
                        + " drop table t; insert into t values (1, 'not in the log');"
                        + " alter publication "
                        + publication
                        + " add table t");
    }

    @Test
    void aPublicationThatHidesRowsOrColumnsIsRefused() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            assertFalse(job.running.isDone());
        }
        String publication = "slot_" + database + "_pub";
        sql.execute("alter publication " + publication + " set table t where (id > 10)");
        assertHides(start());
        sql.execute("alter publication " + publication + " set table t (id)");
        assertHides(start());
        sql.execute("alter publication " + publication + " set table t");
        try (Job job = start()) {
            sql.execute("insert into t values (1, 'seen')");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    private static void assertHides(Job job) throws Exception {
        Throwable failure = job.failure();
        assertInstanceOf(InvalidRequestException.class, failure);
        assertTrue(failure.getMessage().contains("public.t"), failure.getMessage());
        assertTrue(failure.getMessage().contains("hides"), failure.getMessage());
    }

    @Test
    void typesChangedWithoutARewriteKeepTheSourcesValues() throws Exception {
        sql.execute("create table t (id int primary key, at timestamp, n int, c time(3))");
        sql.execute(
                "insert into t select g, timestamp '2024-01-01 00:00:00' + g * interval '1 hour', -g,"
                        + " time '12:00:00.5' from generate_series(1, 20) g");
        try (Job job = start()) {
            awaitTable("t");
            sql.execute("set timezone = 'UTC'");
            sql.execute("alter table t alter at type timestamptz");
            sql.execute("alter table t alter n type oid");
            sql.execute("alter table t alter c type time");
            awaitLake(
                    "t",
                    "select id, extract(epoch from at)::bigint, n::bigint, c::text from t",
                    row ->
                            Arrays.asList(
                                    row.get(0),
                                    value(row, "at") instanceof Instant at
                                            ? at.getEpochSecond()
                                            : "no instant",
                                    value(row, "n"),
                                    value(row, "c")));
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void anUpdateLoggedWithoutItsOldKeyIsNoticed() throws Exception {
        sql.execute("create table t (id int primary key, k int not null unique, v text)");
        sql.execute("insert into t select g, g, 'v' from generate_series(1, 20) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute(
                    "alter table t replica identity using index t_k_key;"
                            + " update t set id = id + 100 where id <= 5;"
                            + " alter table t replica identity full");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aTableLeftOutForATimeIsReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("create table u (id int primary key, v text)");
        sql.execute("insert into u values (1, 'one')");
        sql.execute(
                "create publication slot_"
                        + database
                        + "_pub for all tables with (publish_via_partition_root = true)");
        try (Job job = start("t", "u")) {
            awaitEqual("u");
            assertFalse(job.running.isDone());
        }
        try (Job job = start("t")) {
            sql.execute("insert into u values (2, 'nobody looks')");
            for (int round = 0; round < 3; round++) {
                sql.execute("insert into t values (" + round + ", 'moves the log on')");
                awaitEqual("t");
            }
            assertFalse(job.running.isDone());
        }
        try (Job job = start("t", "u")) {
            awaitEqual("u");
            sql.execute("insert into u values (3, 'followed')");
            awaitEqual("u");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void rowsWrittenWhileATableWasUnloggedAreRead() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (1, 'one')");
        sql.execute(
                "create publication slot_"
                        + database
                        + "_pub for all tables with (publish_via_partition_root = true)");
        runningAndAway(
                "t",
                "delete from t where id > 1",
                "alter table t set unlogged; insert into t values (2, 'not in the log');"
                        + " alter table t set logged");
    }

    @Test
    void aTableWithAnUnloggedPartitionIsLeftOutAndTold() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute(PARTITIONED);
        sql.execute("create unlogged table p1 partition of p for values from (0) to (10)");
        try (Job job = start()) {
            awaitTable("t");
            assertFalse(catalog.hasTable(new io.weir.table.Identifier("lake", "p")));
            assertTrue(
                    log.stream().anyMatch(line -> line.contains("public.p has a partition")),
                    log.toString());
            assertFalse(job.running.isDone());
        }
    }

    private static void commitAsAnother(Table lake) {
        try (TableCommit commit = lake.newCommit("another")) {
            commit.commit(CommitRequest.of(lake.latestSnapshot().orElseThrow().id(), List.of()));
        }
    }

    @Test
    void aTableWhosePositionExpiredIsReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("create table u (id int primary key, v text)");
        sql.execute("insert into t values (1, 'one')");
        try (Job job = start()) {
            awaitEqual("t");
            awaitTable("u");
            assertFalse(job.running.isDone());
        }
        commitAsAnother(table("t"));
        commitAsAnother(table("t"));
        table("t")
                .withOptions(
                        Map.of(
                                "snapshot.num-retained.min",
                                "1",
                                "snapshot.num-retained.max",
                                "1",
                                "snapshot.time-retained",
                                "1 ms"))
                .maintenance()
                .expireSnapshots();
        assertTrue(table("t").latestSnapshotOfUser("weir-sync-slot_" + database).isEmpty());
        sql.execute("update t set v = 'two'");
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void thePositionStaysAmongTheLatestSnapshots() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            commitAsAnother(table("t"));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
            while (table("t").latestSnapshot().orElseThrow().commitUser().equals("another")) {
                assertTrue(System.nanoTime() < end, "the job did not commit its position");
                Thread.sleep(20);
            }
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aServerThatIsBehindTheLakeIsRefused() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        try (Job job = start()) {
            awaitTable("t");
            assertFalse(job.running.isDone());
        }
        Table lake = table("t");
        String user = "weir-sync-slot_" + database;
        Position was = Position.of(lake.latestSnapshotOfUser(user).orElseThrow().properties());
        Position ahead =
                new Position(was.end() + (1L << 40), was.resume(), null, was.shape(), false);
        try (TableCommit commit = lake.newCommit(user)) {
            commit.commit(
                    new CommitRequest(1_000_000, List.of(), null, ahead.toProperties(), true));
        }
        Throwable failure = start().failure();
        assertInstanceOf(InvalidRequestException.class, failure);
        assertTrue(failure.getMessage().contains("behind the lake"), failure.getMessage());
    }
}
