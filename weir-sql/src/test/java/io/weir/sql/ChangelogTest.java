package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What followers of a table with {@code changelog-producer = input} see of UPDATE, DELETE and
 * MERGE: every change with its old image, so that taking {@code -U} and {@code -D} away and adding
 * {@code +U} and {@code +I} gives the table.
 */
class ChangelogTest {

    @TempDir Path directory;

    private Catalog catalog;
    private SqlSession session;

    @BeforeEach
    void open() {
        catalog = Weir.open(Map.of("warehouse", directory.toString(), "storage.fsync", "false"));
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

    private String message(String statement) {
        try (SqlResult result = session.execute(statement)) {
            return result.message();
        }
    }

    private List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        try (SqlResult result = session.execute(query)) {
            for (List<Object> row = result.next(); row != null; row = result.next()) {
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** All changes from the first snapshot on, in the order of snapshots. */
    private List<Row> changes() {
        Table table = catalog.table(Identifier.of("default.t"));
        long latest = table.latestSnapshot().orElseThrow().id();
        Scan scan =
                table.withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"))
                        .newScan();
        StreamScan stream = scan.stream();
        List<Row> changes = new ArrayList<>();
        while (stream.nextSnapshotId() == null || stream.nextSnapshotId() <= latest) {
            Plan plan = stream.next();
            assertNotNull(plan);
            for (Split split : plan.splits()) {
                try (BatchReader reader = scan.read().open(split)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        for (int row = 0; row < batch.rowCount(); row++) {
                            changes.add(Cells.row(batch, scan.rowType(), row));
                        }
                    }
                }
            }
        }
        return changes;
    }

    private List<String> changeTexts(int from) {
        List<Row> all = changes();
        List<String> texts = new ArrayList<>();
        for (Row row : all.subList(from, all.size())) {
            texts.add(row.kind().shortText() + row.values());
        }
        return texts;
    }

    /**
     * Takes away and adds; every row taken away must be there as it is told, and none be added
     * twice.
     */
    private List<String> replayed() {
        Map<Object, String> rows = new TreeMap<>();
        for (Row change : changes()) {
            Object key = change.get(0);
            String text = change.values().toString();
            if (RowKind.isRetract(change.kind().code())) {
                assertEquals(rows.remove(key), text, "taken away by " + change.kind());
            } else {
                assertEquals(null, rows.put(key, text), "was there before " + change.kind());
            }
        }
        return List.copyOf(rows.values());
    }

    @Test
    void anUpdateTellsTheOldRowAndTheNewOne() {
        run(
                "CREATE TABLE t (id INT, v STRING, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('bucket' = '1', 'changelog-producer' = 'input')");
        run("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        assertEquals("2 rows updated", message("UPDATE t SET v = upper(v) WHERE id >= 2"));
        assertEquals(List.of("-U[2, b]", "+U[2, B]", "-U[3, c]", "+U[3, C]"), changeTexts(3));
        assertEquals("1 row deleted", message("DELETE FROM t WHERE id = 3"));
        assertEquals(List.of("-D[3, C]"), changeTexts(7));
        assertEquals(rows("SELECT * FROM t ORDER BY id"), replayed());
    }

    @Test
    void aMergeTellsWhatBecameOfEachRow() {
        run(
                "CREATE TABLE t (id INT, v STRING, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('bucket' = '1', 'changelog-producer' = 'input')");
        run("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        assertEquals(
                "4 rows merged",
                message(
                        "MERGE INTO t USING (VALUES (1, 'x'), (2, NULL), (4, 'd')) AS s(id, v)"
                                + " ON t.id = s.id"
                                + " WHEN MATCHED AND s.v IS NULL THEN DELETE"
                                + " WHEN MATCHED THEN UPDATE SET v = s.v"
                                + " WHEN NOT MATCHED THEN INSERT *"
                                + " WHEN NOT MATCHED BY SOURCE THEN UPDATE SET v = t.v || '!'"));
        assertEquals(
                List.of("-U[1, a]", "+U[1, x]", "-D[2, b]", "-U[3, c]", "+U[3, c!]", "+I[4, d]"),
                changeTexts(3));
        assertEquals(rows("SELECT * FROM t ORDER BY id"), replayed());
    }

    @Test
    void withoutAChangelogOfTheInputThereAreNoOldImages() {
        run(
                "CREATE TABLE t (id INT, v STRING, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('bucket' = '1')");
        run("INSERT INTO t VALUES (1, 'a')");
        run("UPDATE t SET v = 'b'");
        assertEquals(List.of("+U[1, b]"), changeTexts(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "input"})
    void anUpdateThatTheSequenceFieldsCallOlderChangesNothing(String producer) {
        run(
                "CREATE TABLE t (id INT, a INT, b DOUBLE, v STRING, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('bucket' = '1', 'sequence.field' = 'a,b',"
                        + " 'changelog-producer' = '"
                        + producer
                        + "')");
        run("INSERT INTO t VALUES (1, 5, 5, 'x'), (2, 5, NULL, 'x'), (3, NULL, 1, 'x')");
        assertEquals("0 rows updated", message("UPDATE t SET a = 4, v = 'y' WHERE id < 3"));
        assertEquals("0 rows updated", message("UPDATE t SET a = NULL, v = 'y' WHERE id < 3"));
        assertEquals("1 row updated", message("UPDATE t SET b = NULL, v = 'y' WHERE id > 1"));
        assertEquals(
                List.of("[1, 5, 5.0, x]", "[2, 5, null, y]", "[3, null, 1.0, x]"),
                rows("SELECT * FROM t ORDER BY id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ascending", "descending"})
    void theTableIsWhatItsChangelogSaysUnderSequenceFields(String order) {
        run(
                "CREATE TABLE t (id INT, a INT, b STRING, v INT, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('bucket' = '2', 'sequence.field' = 'a,b',"
                        + " 'sequence.field.sort-order' = '"
                        + order
                        + "', 'changelog-producer' = 'input')");
        Random random = new Random(order.hashCode());
        run("INSERT INTO t SELECT i, i % 5, 'b' || i % 3, i FROM range(60) r(i)");
        for (int change = 0; change < 12; change++) {
            String values =
                    "a = CASE WHEN random_is_high THEN NULL ELSE a + %d END, b = %s, v = v + 1"
                            .formatted(
                                    random.nextInt(3) - 1,
                                    random.nextBoolean() ? "NULL" : "'b' || id % 4")
                            .replace("random_is_high", "id % 7 = " + random.nextInt(7));
            if (random.nextBoolean()) {
                run("UPDATE t SET " + values + " WHERE id % 2 = " + random.nextInt(2));
            } else {
                run(
                        "MERGE INTO t USING (SELECT i AS k FROM range(50, 70) r(i)) AS s ON id = k"
                                + " WHEN MATCHED THEN UPDATE SET "
                                + values
                                + " WHEN NOT MATCHED THEN INSERT VALUES (k, 1, NULL, 0)");
            }
        }
        assertEquals(rows("SELECT * FROM t ORDER BY id"), replayed());
        assertTrue(changes().size() > 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1"})
    void aLongHistoryReplaysToTheTable(String buckets) {
        run(
                "CREATE TABLE t (id INT, v STRING, qty BIGINT, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('changelog-producer' = 'input', 'write-buffer-size' = '64 kb',"
                        + " 'write-buffer-spillable' = 'false', 'bucket' = '"
                        + buckets
                        + "')");
        run("INSERT INTO t SELECT i, 'value ' || i, i FROM range(20000) r(i)");
        for (int round = 0; round < 3; round++) {
            run("UPDATE t SET qty = qty + 1, v = v || 'u' WHERE id % 3 = " + round);
            run("DELETE FROM t WHERE id % 11 = " + round);
            run(
                    "MERGE INTO t USING (SELECT i AS id, 'm' AS v, i AS qty FROM range("
                            + (15000 + 1000 * round)
                            + ", "
                            + (21000 + 1000 * round)
                            + ") r(i)) AS s ON t.id = s.id"
                            + " WHEN MATCHED AND s.id % 5 = 0 THEN DELETE"
                            + " WHEN MATCHED THEN UPDATE SET v = s.v, qty = t.qty + s.qty"
                            + " WHEN NOT MATCHED THEN INSERT *");
        }
        assertEquals(rows("SELECT * FROM t ORDER BY id"), replayed());
    }

    @Test
    void aColumnThatIsTheRowKindIsSetByDeletes() {
        run(
                "CREATE TABLE t (id INT, v STRING, op STRING, PRIMARY KEY (id) NOT ENFORCED)"
                        + " WITH ('bucket' = '1', 'rowkind.field' = 'op',"
                        + " 'changelog-producer' = 'input')");
        run("INSERT INTO t VALUES (1, 'a', '+I'), (2, 'b', '+I'), (3, 'c', '+I'), (4, 'd', '+I')");
        run("UPDATE t SET v = 'x' WHERE id = 1");
        run("DELETE FROM t WHERE id = 2");
        run(
                "MERGE INTO t USING (SELECT 3 AS id) AS s ON t.id = s.id"
                        + " WHEN MATCHED THEN DELETE");
        assertEquals(List.of("[1, x, +I]", "[4, d, +I]"), rows("SELECT * FROM t ORDER BY id"));
        assertEquals(
                List.of("-U[1, a, -U]", "+I[1, x, +I]", "-D[2, b, -D]", "-D[3, c, -D]"),
                changeTexts(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "input"})
    void anUpdateMovesARowIntoAnotherPartition(String producer) {
        run(
                "CREATE TABLE t (id INT, p INT, v STRING, PRIMARY KEY (id) NOT ENFORCED)"
                        + " PARTITIONED BY (p) WITH ('bucket' = '2', 'changelog-producer' = '"
                        + producer
                        + "')");
        run("INSERT INTO t VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 1, 'c')");
        assertEquals("2 rows updated", message("UPDATE t SET P = id, v = v || '!' WHERE id < 3"));
        assertEquals(
                "2 rows merged",
                message(
                        "MERGE INTO t USING (VALUES (3, 7, 'x'), (4, 7, 'y')) AS s(id, p, v)"
                                + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET *"
                                + " WHEN NOT MATCHED THEN INSERT *"));
        assertEquals(
                List.of("[1, 1, a!]", "[2, 2, b!]", "[3, 7, x]", "[4, 7, y]"),
                rows("SELECT * FROM t ORDER BY id"));
        List<String> told = changeTexts(3);
        if (producer.equals("input")) {
            assertTrue(told.containsAll(List.of("-U[2, 1, b]", "+U[2, 2, b!]")), told.toString());
        } else {
            assertTrue(told.containsAll(List.of("-D[2, 1, b]", "+U[2, 2, b!]")), told.toString());
        }
    }
}
