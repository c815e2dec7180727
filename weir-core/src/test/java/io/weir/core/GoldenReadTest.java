package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.testkit.GoldenTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenReadTest {

    @TempDir Path warehouse;

    @BeforeEach
    void needsGoldenTables() {
        Assumptions.assumeTrue(GoldenTables.directory().isPresent(), "no golden tables here");
    }

    private Table open(String name) {
        GoldenTables.copy(name, warehouse);
        Catalog catalog =
                Weir.open(Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"));
        return catalog.table(new Identifier("golden", name));
    }

    private static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows) {
        List<List<@Nullable String>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Object::toString));
        return sorted;
    }

    private static void assertRows(
            List<List<@Nullable String>> expected, List<List<@Nullable String>> found) {
        List<List<@Nullable String>> left = sorted(expected);
        List<List<@Nullable String>> right = sorted(found);
        for (int row = 0; row < Math.min(left.size(), right.size()); row++) {
            assertEquals(left.get(row), right.get(row), "row " + row);
        }
        assertEquals(left.size(), right.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk_types",
                "append_nested",
                "append_bucketed",
                "pk_dynamic",
                "changelog_input",
                "changelog_lookup"
            })
    void batchReadGivesTheExpectedRows(String name) {
        Scan scan = open(name).newScan();
        assertRows(
                GoldenTables.expected(name, "expected.csv"),
                GoldenTables.fields(Tables.read(scan), scan.rowType()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag-s2", "ttl"})
    void tagGivesItsRows(String tag) {
        Scan scan = open("changelog_input").withOptions(Map.of("scan.tag-name", tag)).newScan();
        assertRows(
                GoldenTables.expected("changelog_input", "expected-tag-" + tag + ".csv"),
                GoldenTables.fields(Tables.read(scan), scan.rowType()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"changelog_input", "changelog_lookup"})
    void changesFromTheFirstSnapshotAreTheExpectedChangelog(String name) {
        Table table =
                open(name)
                        .withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"));
        Scan scan = table.newScan();
        StreamScan stream = scan.stream();
        List<List<@Nullable String>> found = new ArrayList<>();
        for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
            List<Row> rows = Tables.read(scan, plan);
            List<List<@Nullable String>> fields = GoldenTables.fields(rows, scan.rowType());
            for (int row = 0; row < rows.size(); row++) {
                List<@Nullable String> line = new ArrayList<>();
                line.add(rows.get(row).kind().shortText());
                line.addAll(fields.get(row));
                found.add(line);
            }
        }
        int keyColumns = table.schema().primaryKeys().size();
        assertEquals(
                byKey(GoldenTables.expected(name, "expected-changelog.csv"), keyColumns),
                byKey(found, keyColumns));
    }

    /** Order counts only within one key. */
    private static Map<List<@Nullable String>, List<List<@Nullable String>>> byKey(
            List<List<@Nullable String>> changes, int keyColumns) {
        Map<List<@Nullable String>, List<List<@Nullable String>>> keys = new HashMap<>();
        for (List<@Nullable String> change : changes) {
            keys.computeIfAbsent(change.subList(1, 1 + keyColumns), key -> new ArrayList<>())
                    .add(change);
        }
        return keys;
    }

    @Test
    void deletionVectorsAreRefused() {
        Table table = open("pk_dv");
        InvalidRequestException error =
                assertThrows(InvalidRequestException.class, () -> table.newScan().plan());
        assertTrue(error.getMessage().contains("deletion-vectors"), error.getMessage());
    }

    @Test
    void fileFormatThatIsNotThereIsNamed() {
        Table table = open("pk_evolve_thin");
        InvalidRequestException error =
                assertThrows(InvalidRequestException.class, () -> Tables.read(table.newScan()));
        assertTrue(error.getMessage().contains("avro"), error.getMessage());
    }
}
