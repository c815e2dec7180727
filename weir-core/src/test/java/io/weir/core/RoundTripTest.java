package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.predicate.Predicate;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {

    private static final String USER = "tester";

    @TempDir Path warehouse;
    private Catalog catalog;

    @BeforeEach
    void openCatalog() {
        catalog = Weir.open(Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"));
        catalog.createDatabase("db");
    }

    private Table create(List<String> primaryKeys, Map<String, String> options) {
        return catalog.createTable(
                new Identifier("db", "t"),
                new TableDefinition(
                        List.of(
                                Field.of(0, "id", DataType.bigint().notNull()),
                                Field.of(1, "name", DataType.string()),
                                Field.of(2, "qty", DataType.integer())),
                        List.of(),
                        primaryKeys,
                        options,
                        null));
    }

    private static List<Row> sorted(List<Row> rows) {
        return rows.stream().sorted(Comparator.comparing(row -> (Long) row.get(0))).toList();
    }

    @Test
    void rowsOfAnAppendTableComeBack() {
        Table table = create(List.of(), Map.of());
        List<Row> rows = List.of(Row.of(1L, "a", 10), Row.of(2L, null, null));
        Tables.write(table, USER, 1, rows);
        assertEquals(rows, sorted(Tables.read(table.newScan())));
    }

    @Test
    void newestRowOfAKeyComesBack() {
        Table table = create(List.of("id"), Map.of("bucket", "1"));
        Tables.write(table, USER, 1, List.of(Row.of(1L, "a", 10), Row.of(2L, "b", 20)));
        Tables.write(
                table,
                USER,
                2,
                List.of(Row.of(2L, "b2", 21), Row.of(RowKind.DELETE, 1L, null, null)));
        Tables.write(table, USER, 3, List.of(Row.of(3L, "c", 30)));
        assertEquals(
                List.of(Row.of(2L, "b2", 21), Row.of(3L, "c", 30)),
                sorted(Tables.read(table.newScan())));
        assertEquals(
                List.of(Row.of(1L, "a", 10), Row.of(2L, "b", 20)),
                sorted(Tables.read(table.withOptions(Map.of("scan.snapshot-id", "1")).newScan())));
    }

    @Test
    void filterAndProjectionWorkOnMergedRows() {
        Table table = create(List.of("id"), Map.of("bucket", "1"));
        Tables.write(table, USER, 1, List.of(Row.of(1L, "a", 10), Row.of(2L, "b", 20)));
        Tables.write(table, USER, 2, List.of(Row.of(2L, "b2", 21)));
        Scan old = table.newScan().project(List.of("name")).filter(Predicate.equal("qty", 20));
        assertEquals(List.of(), Tables.read(old));
        Scan now = table.newScan().project(List.of("name")).filter(Predicate.equal("qty", 21));
        Plan plan = now.plan();
        assertTrue(plan.exact());
        assertEquals(List.of(Row.of("b2")), Tables.read(now, plan));
    }

    @Test
    void streamGivesTheFullTableThenItsChanges() {
        Table table = create(List.of("id"), Map.of("bucket", "1"));
        Tables.write(table, USER, 1, List.of(Row.of(1L, "a", 10)));
        Scan scan = table.newScan();
        StreamScan stream = scan.stream();
        assertEquals(List.of(Row.of(1L, "a", 10)), Tables.read(scan, stream.next()));
        assertEquals(null, stream.next());
        Tables.write(table, USER, 2, List.of(Row.of(RowKind.DELETE, 1L, "a", 10)));
        byte[] state = stream.state();
        StreamScan resumed = table.newScan().stream();
        resumed.restore(state);
        Plan change = resumed.next();
        assertEquals(List.of(Row.of(RowKind.DELETE, 1L, "a", 10)), Tables.read(scan, change));
    }

    @Test
    void systemTablesTellAboutTheTable() {
        Table table = create(List.of("id"), Map.of("bucket", "1"));
        Tables.write(table, USER, 1, List.of(Row.of(1L, "a", 10)));
        for (String name :
                List.of(
                        "snapshots",
                        "schemas",
                        "options",
                        "files",
                        "manifests",
                        "partitions",
                        "buckets")) {
            Table system = catalog.table(new Identifier("db", "t$" + name));
            assertEquals(1, Tables.read(system.newScan()).size(), name);
        }
        assertEquals(
                0, Tables.read(catalog.table(new Identifier("db", "t$tags")).newScan()).size());
    }
}
