package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.env.Environment;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tables are read beside the log: it does not wait for them, and nothing is lost between. */
class ReadingTest extends SyncFixture {

    private Connection connect() throws Exception {
        return SharedServer.get().getDatabase("postgres", database).getConnection();
    }

    /**
     * Has a table read anew while a transaction that writes to it is open, so that it must wait.
     */
    private void readWhileWritten(Statement writer) throws Exception {
        writer.getConnection().setAutoCommit(false);
        writer.execute("insert into held values (2, 'two')");
        writer.execute("update held set v = 'changed' where id = 1");
        sql.execute("alter publication slot_" + database + "_pub drop table held");
        awaitLog("public.held", "reading it anew");
        for (int id = 0; id < 5; id++) {
            sql.execute("insert into t values (" + id + ", 'goes on')");
            awaitEqual("t");
        }
    }

    @Test
    void othersGoOnWhileATableCannotBeRead() throws Exception {
        sql.execute("create table held (id int primary key, v text)");
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into held values (1, 'one')");
        try (Connection other = connect();
                Statement writer = other.createStatement();
                Job job = start()) {
            awaitEqual("held");
            readWhileWritten(writer);
            assertEquals(List.of("public.held"), job.sync.status().reading());
            assertEquals(1, rows(table("held")).size(), "the rows of before");
            other.commit();
            awaitEqual("held");
            sql.execute("insert into held values (3, 'three')");
            awaitEqual("held");
            assertEquals(List.of(), job.sync.status().reading());
            assertEquals(SyncStatus.Phase.STREAMING, job.sync.status().phase());
        }
    }

    @Test
    void aJobStoppedWhileATableIsReadReadsItWhenItStarts() throws Exception {
        sql.execute("create table held (id int primary key, v text)");
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into held values (1, 'one')");
        try (Connection other = connect();
                Statement writer = other.createStatement()) {
            try (Job job = start()) {
                awaitEqual("held");
                readWhileWritten(writer);
                assertFalse(job.running.isDone());
            }
            other.commit();
        }
        try (Job job = start()) {
            awaitEqual("held");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aTableReadUnderLoadHasEveryChangeOnce() throws Exception {
        sql.execute("create table t (id int primary key, v int, x text)");
        sql.execute("create table log (id serial primary key, what text)");
        sql.execute("insert into t select g, 0, md5(g::text) from generate_series(1, 60000) g");
        sql.execute("insert into log (what) select md5(g::text) from generate_series(1, 60000) g");
        AtomicBoolean stop = new AtomicBoolean();
        Future<Boolean> load = Environment.real().submitBackground("load", () -> change(stop));
        try {
            try (Job job = start()) {
                awaitTable("log");
                assertFalse(job.running.isDone());
            }
            try (Job job = start()) {
                awaitTable("t");
                sql.execute("alter table t add column a text default 'a'");
                sql.execute("alter table t add column b double precision default random()");
                assertFalse(job.running.isDone());
                stop.set(true);
                assertTrue(load.get());
                awaitEqual("t");
                awaitEqual("log");
            }
        } finally {
            stop.set(true);
        }
        // Each row of the log came once and was never changed.
        Set<Object> ids = new HashSet<>();
        for (Row change : changes(table("log"))) {
            assertEquals(RowKind.INSERT, change.kind());
            assertTrue(ids.add(change.get(0)), () -> "twice: " + change);
        }
        assertEquals(rows(table("log")).size(), ids.size());
    }

    @Test
    void whoFollowsATableSeesWhatReadingItAnewChanged() throws Exception {
        sql.execute("create table t (id int primary key, v text)");
        sql.execute("insert into t select g, 'v' || g from generate_series(1, 50) g");
        try (Job job = start()) {
            awaitEqual("t");
            sql.execute("alter table t add column more int default 7");
            sql.execute("insert into t values (51, 'new', 8)");
            awaitEqual("t");
            assertFollowed();
            sql.execute("alter table t alter more type int using more * 2");
            awaitEqual("t");
            sql.execute("delete from t where id < 10");
            sql.execute("truncate t");
            sql.execute("insert into t values (1, 'after', 1)");
            awaitEqual("t");
            assertFollowed();
            assertFalse(job.running.isDone());
        }
    }

    /** All changes, one after the other, give the rows. */
    private void assertFollowed() {
        Map<Object, Row> followed = new HashMap<>();
        for (Row change : changes(table("t"))) {
            if (change.kind() == RowKind.INSERT || change.kind() == RowKind.UPDATE_AFTER) {
                followed.put(change.get(0), change);
            } else {
                followed.remove(change.get(0));
            }
        }
        assertEquals(texts(rows(table("t"))), texts(List.copyOf(followed.values())));
    }

    private boolean change(AtomicBoolean stop) throws Exception {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            for (int round = 1; !stop.get(); round++) {
                int from = round * 37 % 60_000;
                statement.execute(
                        "update t set v = v + 1 where id between " + from + " and " + (from + 20));
                statement.execute("delete from t where id = " + (from + 5));
                statement.execute(
                        "insert into t values ("
                                + (from + 5)
                                + ", -1, 'again') on conflict (id) do nothing");
                statement.execute("update t set id = id + 1000000 where id = " + (from + 7));
                statement.execute("insert into log (what) values ('w'), ('w')");
                other.commit();
            }
            return true;
        }
    }
}
