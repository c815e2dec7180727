package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.data.Row;
import io.weir.interop.TableSpecs.Kind;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Partition values that directories have trouble with, and column names that have some too. */
class PartitionPathsInteropTest {

    private static final List<@Nullable String> VALUES =
            Arrays.asList(
                    null,
                    "",
                    " ",
                    "\t",
                    "a=1/b",
                    "..",
                    "%2F",
                    "__DEFAULT_PARTITION__",
                    "none=here",
                    "{}[]^?*:\"'#\\",
                    "\u0001\u007f",
                    "\u00e4 \u4e2d",
                    "\ud83d\ude00",
                    "plain");

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> oddValues() {
        List<DynamicTest> tests = new ArrayList<>();
        for (boolean byWeir : new boolean[] {true, false}) {
            for (String legacy : List.of("true", "false")) {
                for (String name : List.of("__DEFAULT_PARTITION__", "none=here")) {
                    String cell = legacy + "/" + name + (byWeir ? "/WEIR" : "/PAIMON");
                    Map<String, String> options =
                            Map.of("partition.legacy-name", legacy, "partition.default-name", name);
                    int number = tests.size();
                    tests.add(
                            Matrix.cell(
                                    "partition-paths/" + cell,
                                    () -> play(byWeir, options, number)));
                }
            }
        }
        return tests;
    }

    private void play(boolean byWeir, Map<String, String> more, int number) {
        List<Field> fields =
                List.of(
                        Field.of(0, "k", DataType.integer().notNull()),
                        Field.of(1, "p=/ %", DataType.string()),
                        Field.of(2, "q", DataType.timestamp(3)),
                        Field.of(3, "v", DataType.string()));
        TableSpec plain =
                TableSpecs.spec(
                        Kind.APPEND, "paths" + number, fields, List.of("k"), List.of("p=/ %", "q"));
        Map<String, String> options = new HashMap<>(plain.options());
        options.putAll(more);
        TableSpec spec =
                new TableSpec(
                        plain.name(), plain.type(), plain.partitionKeys(), List.of(), options);
        List<Row> rows = new ArrayList<>();
        for (String value : VALUES) {
            rows.add(Row.of(rows.size(), value, null, "v"));
            rows.add(
                    Row.of(
                            rows.size(),
                            value,
                            java.time.LocalDateTime.of(1969, 12, 31, 23, 59, 59, 7_000_000),
                            null));
        }
        try (Side weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            Side writer = byWeir ? weir : paimon;
            writer.create(spec);
            writer.write(spec, rows);
            check(spec, rows, weir, paimon);
            // Each goes on where the other's files are.
            (byWeir ? paimon : weir).write(spec, rows);
            List<Row> twice = new ArrayList<>(rows);
            twice.addAll(rows);
            (byWeir ? paimon : weir).compact(spec);
            check(spec, twice, weir, paimon);
        }
    }

    private static void check(TableSpec spec, List<Row> rows, Side weir, Side paimon) {
        RowDiff.same("rows read by Weir", rows, weir.read(spec));
        RowDiff.same("rows read by Paimon", rows, paimon.read(spec));
        for (String value : VALUES) {
            Predicate one =
                    value == null ? new Predicate.IsNull("p=/ %") : Predicate.equal("p=/ %", value);
            assertEquals(rows.size() / VALUES.size(), weir.read(spec, one).size(), "" + value);
        }
    }
}
