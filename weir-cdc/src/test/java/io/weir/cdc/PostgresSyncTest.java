package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import io.weir.type.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole way from a real PostgreSQL server into lake tables. */
class PostgresSyncTest extends SyncFixture {

    @Test
    void initialRowsThenChangesArrive() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t select g, 'v' || g from generate_series(1, 1000) g");
        sql.execute("create table empty (id int primary key)");
        try (Job job = start()) {
            awaitEqual("t");
            awaitEqual("empty");
            sql.execute("update t set v = 'changed' where id <= 10");
            sql.execute("delete from t where id > 990");
            sql.execute("insert into t values (2000, null)");
            sql.execute("update t set id = 3000 where id = 500");
            sql.execute("insert into empty values (1)");
            awaitEqual("t");
            awaitEqual("empty");
            assertEquals(SyncStatus.Phase.STREAMING, job.sync.status().phase());
        }
        List<String> keys = table("t").schema().primaryKeys();
        assertEquals(List.of("id"), keys);
    }

    @Test
    void everyTypeKeepsItsValue() throws Exception {
        sql.execute("create type mood as enum ('sad', 'happy')");
        sql.execute("create domain cents as numeric(9,2)");
        sql.execute(
                "create table t (id bigint primary key, b bool, i2 int2, i4 int4, f4 real, f8 float8,"
                        + " n numeric, d numeric(20,5), m money, c char(3), vc varchar(10), x text,"
                        + " by bytea, da date, tm time, t3 time(3), ts timestamp, t0 timestamp(0),"
                        + " tz timestamptz, u uuid, j json, jb jsonb, ia int[], ta text[],"
                        + " iv interval, bt bit(3), b1 bit, ip inet, e mood, dom cents,"
                        + " g int generated always as (i4 * 2) stored)");
        String values =
                "true, -2, 3, 1.5, -2.25, 123456789012345678901234567890.5, -1.23450, 12.34, 'ab',"
                        + " 'vc', 'naïve 😀', '\\x00ff', '1969-02-28', '12:34:56.123456',"
                        + " '01:02:03.004', '1969-12-31 23:59:59.999999', '2024-02-29 01:02:03',"
                        + " '2024-02-29 01:02:03.5+02', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',"
                        + " '{\"a\": 1}', '{\"b\": 2}', '{1,NULL,3}', '{a,NULL}', '1 day 2 hours',"
                        + " '101', '1', '10.0.0.1', 'happy', 7.5";
        sql.execute("insert into t values (1, " + values + ")");
        sql.execute("insert into t (id) values (2)");
        try (Job job = start()) {
            Row snapshotRow = awaitRow(1);
            sql.execute("insert into t values (3, " + values + ")");
            Row streamedRow = awaitRow(3);
            assertEquals(
                    snapshotRow
                            .values()
                            .subList(1, snapshotRow.size())
                            .toString()
                            .replaceAll("\\[B@\\w+", ""),
                    streamedRow
                            .values()
                            .subList(1, streamedRow.size())
                            .toString()
                            .replaceAll("\\[B@\\w+", ""));
            assertTrue(job.sync.status().rowsReceived() >= 3);
        }
        Row row = awaitRow(3);
        assertEquals(true, value(row, "b"));
        assertEquals((short) -2, value(row, "i2"));
        assertEquals("123456789012345678901234567890.5", value(row, "n"));
        assertEquals(new BigDecimal("-1.23450"), value(row, "d"));
        assertEquals(new BigDecimal("12.34"), value(row, "m"));
        assertEquals("ab ", value(row, "c"));
        assertEquals("naïve 😀", value(row, "x"));
        assertEquals(LocalDate.of(1969, 2, 28), value(row, "da"));
        assertEquals("12:34:56.123456", value(row, "tm"));
        assertEquals(LocalDateTime.parse("1969-12-31T23:59:59.999999"), value(row, "ts"));
        assertEquals(Instant.parse("2024-02-28T23:02:03.5Z"), value(row, "tz"));
        assertEquals(java.util.Arrays.asList(1, null, 3), value(row, "ia"));
        assertEquals("101", value(row, "bt"));
        assertEquals(true, value(row, "b1"));
        assertEquals("happy", value(row, "e"));
        assertEquals(new BigDecimal("7.50"), value(row, "dom"));
        assertEquals(-1, table("t").rowType().indexOf("g"));
        Row nulls = awaitRow(2);
        assertTrue(nulls.values().subList(1, nulls.size()).stream().allMatch(v -> v == null));
    }

    @Test
    void addedColumnsAppear() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (1, 'one')");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t add column amount numeric(8,2)");
            sql.execute("insert into t values (2, 'two', 2.5)");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        assertEquals(DataType.decimal(8, 2), table("t").rowType().field("amount").type());
    }

    @Test
    void unchangedLargeValuesSurviveUpdates() throws Exception {
        sql.execute("create table t (id int primary key, v int, big text)");
        sql.execute("alter table t alter big set storage external");
        sql.execute(
                "insert into t select g, 0, repeat(md5(g::text), 300) from generate_series(1, 5) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("update t set v = 1");
            sql.execute("update t set id = 10 where id = 1");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void truncateEmptiesTheLakeTable() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (1, 'one'), (2, 'two')");
        try (Job job = start()) {
            awaitEqual("t");
            connection.setAutoCommit(false);
            sql.execute("insert into t values (3, 'gone')");
            sql.execute("truncate t");
            sql.execute("insert into t values (4, 'stays')");
            connection.commit();
            connection.setAutoCommit(true);
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void goesOnWhereItStopped() throws Exception {
        sql.execute("create table a (id int primary key, v int)");
        sql.execute("create table b (id int primary key, v int)");
        sql.execute("insert into a select g, 0 from generate_series(1, 100) g");
        try (Job first = start()) {
            awaitEqual("a");
            assertFalse(first.running.isDone());
        }
        sql.execute("update a set v = 1");
        sql.execute("insert into b select g, 0 from generate_series(1, 100) g");
        for (int round = 0; round < 3; round++) {
            try (Job next = start()) {
                awaitEqual("a");
                awaitEqual("b");
                assertFalse(next.running.isDone());
            }
            sql.execute("update b set v = v + 1 where id <= 50");
            sql.execute("delete from a where id = " + (round + 1));
        }
        try (Job last = start()) {
            awaitEqual("a");
            awaitEqual("b");
            assertFalse(last.running.isDone());
        }
        // Every change came exactly once: 100 inserts, 100 updates of two images, 3 deletes.
        List<Row> changes = changes(table("a"));
        assertEquals(100, changes.stream().filter(row -> row.kind() == RowKind.INSERT).count());
        assertEquals(
                100, changes.stream().filter(row -> row.kind() == RowKind.UPDATE_AFTER).count());
        assertEquals(3, changes.stream().filter(row -> row.kind() == RowKind.DELETE).count());
    }

    @Test
    void keylessTablesTakeInsertsAndAreSetAsideByAnUpdate() throws Exception {
        sql.execute("create table log (at int, what text)");
        sql.execute("create table t (id int primary key, v int)");
        sql.execute("alter table log replica identity full");
        sql.execute("insert into log values (1, 'a'), (1, 'a')");
        try (Job job = new Job(source(PostgresSettings.Keyless.APPEND), Map.of())) {
            awaitEqual("log");
            sql.execute("insert into log values (2, 'b')");
            awaitEqual("log");
            sql.execute("update log set what = 'c'");
            awaitLog("public.log is set aside", "no key");
            sql.execute("insert into t values (1, 1)");
            awaitEqual("t");
            // With a key it is another kind of table: the old one must go first.
            sql.execute("alter table log add column id serial primary key");
            awaitLog("lake.log", "primary key", "drop the lake table");
            catalog.dropTable(new Identifier("lake", "log"));
            awaitEqual("log");
            sql.execute("delete from log where id = 1");
            awaitEqual("log");
            assertFalse(job.running.isDone());
        }
        assertTrue(log.stream().anyMatch(line -> line.contains("becomes an append table")));
    }

    @Test
    void keylessTablesAreRefusedByOption() throws Exception {
        sql.execute("create table log (at int, what text)");
        Throwable failure = start().failure();
        assertTrue(failure instanceof InvalidRequestException);
        assertTrue(failure.getMessage().contains("public.log"), failure.getMessage());
    }

    @Test
    void aLostSlotIsToldInsteadOfLosingChanges() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (1, 'one')");
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("select pg_drop_replication_slot('slot_" + database + "')");
        Throwable failure = start().failure();
        assertTrue(failure.getMessage().contains("slot_" + database), failure.getMessage());
    }

    @Test
    void foreignTablesAreNotOverwritten() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (1, 'one')");
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        PostgresSettings other =
                PostgresSettings.of(
                        "postgresql://localhost:" + SharedServer.get().getPort() + "/" + database,
                        "postgres",
                        "postgres",
                        List.of(),
                        "other_" + database,
                        PostgresSettings.Keyless.REFUSE);
        Throwable failure = new Job(other, Map.of()).failure();
        assertTrue(failure.getMessage().contains("lake.t"), failure.getMessage());
    }
}
