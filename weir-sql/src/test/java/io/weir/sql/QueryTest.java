package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.env.Environment;
import io.weir.table.Identifier;
import io.weir.table.TableDefinition;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries over batches in memory: what is found in their text, pushed down and streamed. */
class QueryTest {

    private final MemoryCatalog catalog = new MemoryCatalog();
    private MemoryTable orders;
    private SqlSession session;

    @BeforeEach
    void open() {
        catalog.createDatabase("default");
        orders =
                (MemoryTable)
                        catalog.createTable(
                                Identifier.of("default.orders"),
                                new TableDefinition(
                                        List.of(
                                                Field.of(0, "id", DataType.bigint()),
                                                Field.of(1, "customer", DataType.string()),
                                                Field.of(2, "amount", DataType.decimal(12, 2)),
                                                Field.of(3, "ts", DataType.timestamp(3))),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        null));
        orders.append(
                true,
                row(1L, "ann", "10.50", "2026-01-01T10:00:00"),
                row(2L, "bob", "20.00", "2026-01-02T10:00:00"),
                row(3L, null, null, null));
        orders.append(
                false,
                row(4L, "cyd", "5.25", "2026-01-03T10:00:00.123"),
                row(5L, "ann", "99.99", "2026-01-04T10:00:00"));
        session = SqlSession.open(catalog, Environment.real(), SqlSettings.forShell());
    }

    private static Object[] row(Object id, String customer, String amount, String time) {
        return new Object[] {
            id,
            customer,
            amount == null ? null : new BigDecimal(amount),
            time == null ? null : LocalDateTime.parse(time)
        };
    }

    @AfterEach
    void close() {
        session.close();
    }

    private List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        try (SqlResult result = session.execute(sql)) {
            List<Object> row = result.next();
            while (row != null) {
                rows.add(row.toString());
                row = result.next();
            }
        }
        return rows;
    }

    @Test
    void rowsOfAllSplitsComeOut() {
        assertEquals(
                List.of(
                        "[1, ann, 10.50, 2026-01-01T10:00]",
                        "[2, bob, 20.00, 2026-01-02T10:00]",
                        "[3, null, null, null]",
                        "[4, cyd, 5.25, 2026-01-03T10:00:00.123]",
                        "[5, ann, 99.99, 2026-01-04T10:00]"),
                rows("SELECT * FROM orders ORDER BY id"));
    }

    @Test
    void onlyWhatThePlanReadsIsScanned() {
        assertEquals(
                List.of("[ann, 110.49]"),
                rows(
                        "SELECT customer, sum(amount) FROM `default`.orders o WHERE customer = 'ann'"
                                + " GROUP BY customer"));
        assertEquals(List.of("customer", "amount"), orders.lastColumns);
        assertEquals(
                "Compare[column=customer, comparison=EQUAL, literal=ann]",
                orders.lastFilter.toString());
    }

    @Test
    void aTableMayStandManyTimes() {
        assertEquals(
                List.of("[1, 5]"),
                rows(
                        "SELECT a.id, b.id FROM orders a JOIN default.orders b"
                                + " ON a.customer = b.customer AND a.id < b.id"));
        assertEquals(
                List.of("[4]"),
                rows(
                        "WITH orders AS (SELECT * FROM orders WHERE id > 3) SELECT min(id) FROM"
                                + " orders"));
        assertEquals(
                List.of("[6, 5]"),
                rows(
                        "WITH c AS (SELECT id FROM orders WHERE id > 2) SELECT (SELECT max(id) + 1"
                                + " FROM c), (SELECT max(id) FROM c)"));
        assertEquals(
                List.of("[1]", "[5]"),
                rows(
                        "SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM orders i WHERE"
                                + " i.customer = o.customer AND i.id <> o.id) ORDER BY 1"));
    }

    @Test
    void countsNeedNoColumns() {
        assertEquals(List.of("[5]"), rows("SELECT count(*) FROM orders"));
        assertEquals(List.of(), orders.lastColumns);
    }

    @Test
    void timeTravelAndHintsChooseTheSnapshot() {
        assertEquals(
                List.of("[3, 5]"),
                rows(
                        "SELECT (SELECT count(*) FROM orders FOR VERSION AS OF 1), count(*) FROM"
                                + " orders"));
        assertEquals(
                List.of("[3]"),
                rows("SELECT count(*) FROM orders /*+ OPTIONS('scan.snapshot-id'='1') */ AS o"));
        assertEquals(List.of("[3]"), rows("SELECT count(*) FROM orders o AT (VERSION => 1)"));
    }

    @Test
    void mentionsOfATableReadOneSnapshotWhateverElseTheirHintsSay() {
        for (String hint :
                List.of(
                        "'source.split.target-size' = '1 mb'",
                        "'scan.mode' = 'latest-full'",
                        "'scan.mode' = 'latest', 'source.split.open-file-cost' = '1 kb'")) {
            for (String query :
                    List.of(
                            "SELECT (SELECT count(id) FROM orders /*+ OPTIONS(%s) */) ="
                                    + " (SELECT count(id) FROM orders)",
                            "SELECT (SELECT count(id) FROM orders) ="
                                    + " (SELECT count(id) FROM orders /*+ OPTIONS(%s) */)")) {
                orders.afterNextPlan(
                        () -> orders.append(false, row(9L, "dan", "1.00", "2026-01-05T10:00:00")));
                assertEquals(List.of("[true]"), rows(query.formatted(hint)), hint);
            }
        }
    }

    @Test
    void aMentionInThePastDoesNotHoldBackTheOthers() {
        orders.afterNextPlan(
                () -> orders.append(false, row(9L, "dan", "1.00", "2026-01-05T10:00:00")));
        assertEquals(
                List.of("[3, 6, 6]"),
                rows(
                        "SELECT (SELECT count(id) FROM orders FOR VERSION AS OF 1),"
                                + " (SELECT count(id) FROM orders), (SELECT count(id) FROM orders o)"));
    }

    @Test
    void aTableThatNeverStandsStillIsReadAtOneSnapshotNonetheless() {
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    orders.append(false, row(9L, "dan", "1.00", "2026-01-05T10:00:00"));
                    orders.afterNextPlan(again[0]);
                };
        orders.afterNextPlan(again[0]);
        assertEquals(
                List.of("[true]"),
                rows("SELECT (SELECT count(id) FROM orders) = (SELECT count(id) FROM orders)"));
    }

    @Test
    void qualifiedColumnsAreFound() {
        assertEquals(List.of("[1]"), rows("SELECT min(default.orders.id) FROM default.orders"));
    }
}
