package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.LongVector;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import io.weir.table.BatchReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session offers beside statements, and its bounds. */
@Timeout(60)
class SqlSessionTest {

    @TempDir Path directory;

    private Catalog catalog;
    private SqlSession session;

    @BeforeEach
    void open() {
        catalog = Weir.open(Map.of("warehouse", directory.resolve("warehouse").toString()));
        session = SqlSession.open(catalog, Environment.real(), SqlSettings.forShell());
    }

    @AfterEach
    void close() {
        session.close();
        catalog.close();
    }

    private void run(String statement) {
        session.execute(statement).close();
    }

    private long count(String query) {
        try (SqlResult result = session.execute(query)) {
            return ((Number) result.next().get(0)).longValue();
        }
    }

    private void cancelled(String query) throws Exception {
        Future<Boolean> failed =
                Environment.real()
                        .submitBackground(
                                "query",
                                () -> {
                                    try (SqlResult result = session.execute(query)) {
                                        while (result.next() != null) {
                                            // On to the next row.
                                        }
                                        return false;
                                    } catch (WeirException e) {
                                        return e.getMessage().contains("cancelled");
                                    }
                                });
        while (!failed.isDone()) {
            session.cancel();
            Thread.onSpinWait();
        }
        assertTrue(failed.get());
    }

    @Test
    void aRunningStatementIsCancelledFromAnotherThread() throws Exception {
        cancelled(
                "SELECT count(*) FROM range(10000000000) a, range(1000000) b WHERE a.range < b.range");
        assertEquals(1, count("SELECT 1"));
    }

    @Test
    void aCancelEndsAResultThatIsBeingRead() {
        try (SqlResult result = session.execute("SELECT i FROM range(100000000000) t(i)")) {
            assertNotNull(result.next());
            session.cancel();
            WeirException error = assertThrows(WeirException.class, result::next);
            assertEquals("the statement was cancelled", error.getMessage());
        }
    }

    @Test
    void aCancelEndsTheBatchesOfAResult() {
        try (SqlResult result = session.execute("SELECT i FROM range(100000000000) t(i)");
                BatchReader batches = result.batches()) {
            assertNotNull(batches.next());
            session.cancel();
            assertThrows(WeirException.class, batches::next);
        }
    }

    @Test
    void aCancelledScanLeavesTheSessionUsable() throws Exception {
        run("CREATE TABLE t AS SELECT range AS id, range % 7 AS m FROM range(200000)");
        cancelled("SELECT count(*) FROM t a, t b, t c WHERE a.id + b.id + c.m = 5");
        assertEquals(200000, count("SELECT count(id) FROM t"));
    }

    @Test
    void resultsComeInColumns() {
        run("CREATE TABLE t AS SELECT range AS id FROM range(100000)");
        long rows = 0;
        long sum = 0;
        try (SqlResult result = session.execute("SELECT id FROM t");
                BatchReader batches = result.batches()) {
            assertEquals(List.of("id"), result.rowType().names());
            Batch batch = batches.next();
            while (batch != null) {
                rows += batch.rowCount();
                long[] values = ((LongVector) batch.column(0)).values();
                for (int row = 0; row < batch.rowCount(); row++) {
                    sum += values[row];
                }
                batch = batches.next();
            }
        }
        assertEquals(100000, rows);
        assertEquals(100000L * 99999 / 2, sum);
    }

    @Test
    void aResultLeftHalfReadIsClosedByTheNextStatement() {
        run("CREATE TABLE t AS SELECT range AS id FROM range(300000)");
        SqlResult left = session.execute("SELECT * FROM t");
        assertTrue(left.next() != null);
        assertEquals(300000, count("SELECT count(DISTINCT id) FROM t"));
        assertEquals(null, left.next());
    }

    @Test
    void filesAreRefusedWhereTheyAreNotAllowed() throws Exception {
        Path file = directory.resolve("a.csv");
        Files.writeString(file, "a\n1\n2\n");
        assertEquals(2, count("SELECT count(*) FROM '" + file + "'"));
        SqlSettings closed = SqlSettings.forShell().withFilesAllowed(false);
        try (SqlSession other = SqlSession.open(catalog, Environment.real(), closed)) {
            for (String statement :
                    List.of(
                            "SELECT count(*) FROM read_csv('" + file + "')",
                            "COPY (SELECT 1) TO '" + directory.resolve("b.csv") + "'",
                            "SET enable_external_access = true",
                            "ATTACH '" + directory.resolve("c.db") + "'")) {
                assertThrows(
                        InvalidRequestException.class,
                        () -> other.execute(statement).next(),
                        statement);
            }
            other.execute("CREATE TABLE t AS SELECT 1 AS a").close();
            try (SqlResult result = other.execute("SELECT sum(a) FROM t")) {
                assertEquals("[1]", result.next().toString());
            }
        }
        assertFalse(Files.exists(directory.resolve("b.csv")));
    }

    @Test
    void completionsKnowKeywordsTablesAndColumns() {
        run("CREATE TABLE orders (id INT, amount INT)");
        assertTrue(session.completions("SEL").contains("SELECT"));
        assertTrue(session.completions("SELECT * FROM or").contains("orders"));
        assertTrue(session.completions("SELECT * FROM default.").contains("default.orders"));
        assertTrue(session.completions("SELECT * FROM orders WHERE am").contains("amount"));
        assertTrue(session.completions("SELECT * FROM orders$sn").contains("orders$snapshots"));
        assertEquals("default", session.currentDatabase());
    }

    @Test
    void scriptsAreCutAtSemicolonsOutsideOfQuotes() {
        assertEquals(
                List.of("SELECT ';'", "SELECT $$;$$ -- ;", "SELECT \";\", `;` /* ; */"),
                SqlScript.split(
                        "SELECT ';';\nSELECT $$;$$ -- ;\n; ;SELECT \";\", `;` /* ; */;\n-- the end\n"));
        assertTrue(SqlScript.isComplete("SELECT 1;"));
        assertTrue(SqlScript.isComplete("  -- nothing"));
        assertFalse(SqlScript.isComplete("SELECT 1"));
        assertFalse(SqlScript.isComplete("SELECT ';"));
    }
}
