package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.table.Identifier;
import io.weir.type.DataType;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables that come, change and go while the job runs or is away. */
class SourceTablesTest extends SyncFixture {

    @Test
    void tablesMadeLaterArriveWhileRunningAndAfterARestart() throws Exception {
        sql.execute("create table a (id int primary key, v int)");
        try (Job job = start()) {
            awaitEqual("a");
            sql.execute("create table b (id int primary key, v text)");
            sql.execute("insert into b select g, 'b' || g from generate_series(1, 100) g");
            awaitEqual("b");
            sql.execute("update b set v = 'x' where id < 10");
            sql.execute("delete from b where id > 90");
            awaitEqual("b");
            assertFalse(job.running.isDone());
        }
        sql.execute("create table c (id int primary key, v text)");
        sql.execute("insert into c values (1, 'one')");
        sql.execute("insert into b values (1000, 'while away')");
        try (Job job = start()) {
            awaitEqual("c");
            awaitEqual("b");
            sql.execute("update c set v = 'two'");
            awaitEqual("c");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aTableMadeUnderLoadHasEveryRowOnce() throws Exception {
        sql.execute("create table a (id int primary key, v int)");
        try (Job job = new Job(source(PostgresSettings.Keyless.APPEND), Map.of())) {
            awaitEqual("a");
            sql.execute("create table log (n int, what text)");
            try (Connection other =
                            SharedServer.get().getDatabase("postgres", database).getConnection();
                    Statement slow = other.createStatement()) {
                other.setAutoCommit(false);
                slow.execute("insert into log values (-1, 'open for long')");
                for (int n = 0; n < 400; n++) {
                    sql.execute("insert into log values (" + n + ", 'w')");
                    sql.execute("insert into a values (" + n + ", " + n + ")");
                }
                slow.execute("insert into log values (-2, 'open for long')");
                other.commit();
            }
            for (int n = 400; n < 800; n++) {
                sql.execute("insert into log values (" + n + ", 'w')");
            }
            awaitEqual("a");
            awaitEqual("log");
            assertEquals(802, rows(table("log")).size());
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void addedColumnsGiveOldRowsTheirDefault() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t select g, 'v' from generate_series(1, 50) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t add column a int default 7");
            sql.execute("insert into t values (100, 'w', 8)");
            awaitEqual("t");
            sql.execute("alter table t add column b double precision default random()");
            awaitEqual("t");
            sql.execute("alter table t add column c int");
            sql.execute("update t set c = id where id < 5");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("alter table t add column d text default 'away'");
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void columnsAreRenamedDroppedAndMadeAnew() throws Exception {
        sql.execute("create table t (id int primary key, a text, b int)");
        sql.execute("insert into t select g, 'a' || g, g from generate_series(1, 50) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t rename a to renamed");
            sql.execute("insert into t values (100, 'new', 1)");
            awaitLake("t", "select id, renamed, b from t");
            sql.execute("alter table t drop column b");
            sql.execute("update t set renamed = 'x' where id = 3");
            sql.execute("alter table t add column b int");
            sql.execute("insert into t values (101, 'new', 2)");
            awaitEqual("t");
            sql.execute(
                    "begin; alter table t rename renamed to tmp;"
                            + " alter table t add column renamed text; update t set renamed = 'r';"
                            + " alter table t drop column tmp; commit");
            awaitLake("t", "select id, renamed, b from t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void typesAreWidenedNarrowedAndReplaced() throws Exception {
        sql.execute(
                "create table t (id int primary key, i int, s varchar(5), n numeric(6,2), x text)");
        sql.execute("insert into t select g, g, 's', 1.25, g::text from generate_series(1, 20) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t alter i type bigint");
            sql.execute("insert into t values (100, 3000000000, 's', 2, '1')");
            awaitEqual("t");
            assertEquals(DataType.bigint(), table("t").rowType().field("i").type());
            sql.execute("alter table t alter s type varchar(20), alter n type numeric(10,2)");
            sql.execute("insert into t values (101, 1, 'longer than five', 12345678.5, '1')");
            awaitEqual("t");
            sql.execute("delete from t where id >= 100");
            sql.execute("alter table t alter i type int, alter n type numeric(12,4)");
            sql.execute("insert into t values (102, 1, 's', 1.1234, '1')");
            awaitEqual("t");
            sql.execute("alter table t alter x type int using x::int * 2");
            sql.execute("alter table t alter s type text using s || '!'");
            awaitEqual("t");
            sql.execute("alter table t alter i type date using date '2024-01-01' + i");
            awaitEqual("t");
            assertEquals(DataType.date(), table("t").rowType().field("i").type());
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void valuesRewrittenPastTheLogAreReadAgain() throws Exception {
        sql.execute("create table t (id int primary key, v int)");
        sql.execute("insert into t select g, g from generate_series(1, 20) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t alter v type int using v * 2");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
        sql.execute("alter table t alter v type int using v + 1");
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aChangedPrimaryKeySetsItsTableAside() throws Exception {
        sql.execute("create table t (id int primary key, v int not null)");
        sql.execute("create table other (id int primary key, v int)");
        sql.execute("insert into t values (1, 1)");
        String swap =
                "alter table t drop constraint t_pkey; alter table t add constraint t_pkey primary key ";
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute(swap + "(v)");
            awaitLog("public.t is set aside", "lake.t", "[v]", "drop the lake table");
            sql.execute("insert into t values (1, 2)");
            sql.execute("insert into other values (1, 1)");
            awaitEqual("other");
            assertFalse(job.running.isDone());
        }
        // While nobody followed it, its changes went by: the old key alone does not bring it back.
        sql.execute("delete from t where v = 1");
        sql.execute(swap + "(id)");
        log.clear();
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute(swap + "(v)");
            awaitLog("public.t is set aside");
            catalog.dropTable(new Identifier("lake", "t"));
            awaitTable("t");
            assertEquals(List.of("v"), table("t").schema().primaryKeys());
            awaitEqual("t");
            sql.execute("insert into t values (1, 3)");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void tablesAreExchangedRenamedAndMadeAgain() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (1, 'old'), (2, 'old')");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("create table next (id int primary key, v text)");
            sql.execute("insert into next values (1, 'new'), (3, 'new')");
            sql.execute(
                    "begin; alter table t rename to former; alter table next rename to t; commit");
            sql.execute("insert into t values (4, 'after')");
            sql.execute("insert into former values (5, 'after')");
            awaitEqual("t");
            awaitEqual("former");
            sql.execute("drop table former");
            sql.execute("create table former (id int primary key, v text)");
            sql.execute("insert into former values (9, 'again')");
            awaitEqual("former");
            assertFalse(job.running.isDone());
        }
        sql.execute("drop table t");
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t values (7, 'third')");
        try (Job job = start()) {
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void keysChangeAndAreSwappedWithinATransaction() throws Exception {
        sql.execute("create table t (id int primary key deferrable initially deferred, v text)");
        sql.execute("alter table t replica identity full");
        sql.execute("create table u (a int, b int, v text, primary key (a, b))");
        sql.execute("insert into t values (1, 'one'), (2, 'two'), (3, 'three')");
        sql.execute("insert into u select g, g, 'u' from generate_series(1, 10) g");
        try (Job job = start("u")) {
            awaitEqual("u");
            sql.execute("update u set a = a + 100 where a <= 5");
            sql.execute(
                    "begin; update u set a = -1 where a = 6; update u set a = 6 where a = 7;"
                            + " update u set a = 7 where a = -1; savepoint s;"
                            + " update u set v = 'lost'; rollback to s;"
                            + " update u set v = 'kept' where a = 6; commit");
            sql.execute("update u set a = a + 1 where a = 110");
            awaitEqual("u");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void everyReplicaIdentityLogsEnough() throws Exception {
        sql.execute("create table d (id int primary key, k int not null, x text)");
        sql.execute("create table n (id int primary key, k int not null, x text)");
        sql.execute("create table i (id int primary key, k int not null unique, x text)");
        sql.execute("create table f (id int primary key, k int not null, x text)");
        sql.execute("create table ints (id int primary key, k int not null)");
        sql.execute("create table uniq (k int not null unique, v int)");
        sql.execute("create table incl (id int, x text, primary key (id) include (x))");
        sql.execute("alter table n replica identity nothing");
        sql.execute("alter table i replica identity using index i_k_key");
        sql.execute("alter table f replica identity full");
        List<String> large = List.of("d", "n", "i", "f");
        for (String table : large) {
            sql.execute("alter table " + table + " alter x set storage external");
            sql.execute(
                    "insert into "
                            + table
                            + " select g, g, repeat(md5(g::text), 200) from generate_series(1, 5) g");
        }
        sql.execute("insert into ints select g, g from generate_series(1, 5) g");
        sql.execute("insert into uniq select g, g from generate_series(1, 5) g");
        sql.execute("insert into incl select g, 'x' from generate_series(1, 5) g");
        try (Job job = start()) {
            for (String table : large) {
                awaitEqual(table);
                sql.execute("update " + table + " set k = k + 100 where id <= 2");
                sql.execute("update " + table + " set id = 30 where id = 3");
                sql.execute("delete from " + table + " where id = 4");
                awaitEqual(table);
            }
            sql.execute(
                    "update ints set k = 0 where id = 1; update ints set id = 9 where id = 2;"
                            + " delete from ints where id = 3");
            awaitEqual("ints");
            sql.execute(
                    "update uniq set v = 0 where k = 1; update uniq set k = 9 where k = 2;"
                            + " delete from uniq where k = 3");
            awaitEqual("uniq");
            sql.execute("update incl set x = 'y' where id = 1; delete from incl where id = 2");
            awaitEqual("incl");
            assertEquals(List.of("id"), table("incl").schema().primaryKeys());
            // Behind the job's back: it finds values missing and reads the table again.
            sql.execute("alter table d replica identity default");
            sql.execute("update d set k = -1");
            awaitEqual("d");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void partitionedTablesAreOneTable() throws Exception {
        sql.execute(
                "create table p (id int, day date, x text, primary key (id, day))"
                        + " partition by range (day)");
        sql.execute(
                "create table p1 partition of p for values from ('2024-01-01') to ('2024-02-01')");
        sql.execute(
                "create table p2 partition of p for values from ('2024-02-01') to ('2024-03-01')");
        sql.execute("alter table p alter x set storage external");
        sql.execute(
                "insert into p select g, date '2024-01-01' + g, repeat(md5(g::text), 200)"
                        + " from generate_series(1, 40) g");
        try (Job job = start()) {
            awaitEqual("p");
            sql.execute("update p set day = '2024-02-20' where id = 2");
            sql.execute("delete from p where id = 3");
            sql.execute(
                    "create table p3 partition of p for values from ('2024-03-01') to ('2024-04-01')");
            sql.execute("insert into p values (100, '2024-03-05', 'new')");
            awaitEqual("p");
            sql.execute("truncate p1");
            awaitEqual("p");
            sql.execute("alter table p detach partition p2");
            awaitEqual("p");
            sql.execute("drop table p3");
            sql.execute(
                    "alter table p attach partition p2 for values from ('2024-02-01') to ('2024-03-01')");
            awaitEqual("p");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void oddNamesAreKept() throws Exception {
        String odd = "Große Tabelle {a,b} ; x'y";
        String quoted = SourceName.quote(odd);
        sql.execute("create schema \"Select\"");
        sql.execute(
                "create table "
                        + quoted
                        + " (\"Order\" int primary key, \"a b\" text,"
                        + " \"é\"\"ü\" int, \"group\" int)");
        sql.execute("create table \"Select\".t (id int primary key, v text)");
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("create table \"T\" (id int primary key, v text)");
        sql.execute("insert into " + quoted + " values (1, 'x', 2, 3)");
        sql.execute("insert into t values (1, 'small')");
        sql.execute("insert into \"T\" values (1, 'BIG')");
        sql.execute("insert into \"Select\".t values (1, 'schema')");
        try (Job job = start(".*", "Select\\..*")) {
            awaitLake(odd, "select * from " + quoted);
            sql.execute("update " + quoted + " set \"a b\" = 'y', \"é\"\"ü\" = 5");
            sql.execute("insert into " + quoted + " values (2, 'x', 2, 3)");
            sql.execute("insert into t values (2, 'small')");
            sql.execute("insert into \"T\" values (2, 'BIG')");
            sql.execute("insert into \"Select\".t values (2, 'schema')");
            awaitLake(odd, "select * from " + quoted);
            awaitEqual("t");
            awaitLake("T", "select * from \"T\"");
            awaitLake("Select_t", "select * from \"Select\".t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void twoTablesOfOneLakeNameAreRefused() throws Exception {
        sql.execute("create schema a");
        sql.execute("create table a.b (id int primary key)");
        sql.execute("create table a_b (id int primary key)");
        Throwable failure = start(".*", "a\\..*").failure();
        assertTrue(failure.getMessage().contains("a.b"), failure.getMessage());
        assertTrue(failure.getMessage().contains("a_b"), failure.getMessage());
    }

    @Test
    void whatHasNoLogIsLeftOutAndTold() throws Exception {
        sql.execute("create table t (id int primary key, v int)");
        sql.execute("create unlogged table u (id int primary key)");
        sql.execute("create view w as select * from t");
        sql.execute("create table parent (id int primary key)");
        sql.execute("create table child (primary key (id)) inherits (parent)");
        sql.execute("insert into parent values (1)");
        sql.execute("insert into child values (2)");
        try (Job job = start(".*")) {
            awaitEqual("t");
            awaitLake("parent", "select * from only parent");
            awaitEqual("child");
            assertTrue(
                    log.stream().anyMatch(line -> line.contains("public.u is unlogged")),
                    log.toString());
            assertTrue(
                    log.stream().anyMatch(line -> line.contains("public.w is a view")),
                    log.toString());
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aTruncateIsNotUndoneByACompaction() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t select g, 'old' from generate_series(1, 1000) g");
        Map<String, String> options =
                Map.of("bucket", "1", "num-sorted-run.compaction-trigger", "2");
        try (Job job = new Job(source(PostgresSettings.Keyless.REFUSE), options)) {
            for (int round = 0; round < 4; round++) {
                sql.execute("update t set v = 'round " + round + "' where id % 3 = 0");
                awaitEqual("t");
            }
            sql.execute("truncate t");
            for (int round = 0; round < 4; round++) {
                sql.execute(
                        "insert into t select g, 'new' from generate_series("
                                + (round * 10 + 1)
                                + ", "
                                + (round * 10 + 10)
                                + ") g");
                awaitEqual("t");
            }
            assertFalse(job.running.isDone());
        }
    }
}
