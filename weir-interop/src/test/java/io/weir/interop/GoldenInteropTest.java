package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Row;
import io.weir.table.Identifier;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.testkit.GoldenCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden tables, read by us, against their expected files. */
class GoldenInteropTest {

    @TempDir private Path warehouse;

    private static Path golden() {
        String given = System.getProperty("weir.golden");
        Path golden = given != null ? Path.of(given) : Path.of("../../shared/golden");
        return Files.isDirectory(golden) ? golden : Path.of("../../../shared/golden");
    }

    @TestFactory
    List<DynamicTest> everyExpectedFile() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(golden()), "no golden tables here");
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : names()) {
            Path table = warehouse.resolve("db.db").resolve(name);
            copy(golden().resolve(name).resolve("table"), table);
            for (Path expected : list(golden().resolve(name), "expected.*\\.csv")) {
                String what = what(expected.getFileName().toString());
                tests.add(
                        Matrix.cell(
                                "golden/" + name + "/" + what, () -> check(name, what, expected)));
            }
        }
        return tests;
    }

    @Test
    void everyWaiverNamesACell() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(golden()), "no golden tables here");
        Set<String> cells = new TreeSet<>();
        for (String name : names()) {
            for (Path expected : list(golden().resolve(name), "expected.*\\.csv")) {
                cells.add("golden/" + name + "/" + what(expected.getFileName().toString()));
            }
        }
        for (String waived : Matrix.waived().keySet()) {
            assertTrue(!waived.startsWith("golden/") || cells.contains(waived), waived);
        }
    }

    private static List<String> names() throws IOException {
        return list(golden(), "[a-z_]+").stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    private static List<Path> list(Path directory, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    /** rows, changelog, tag-x or branch-x. */
    private static String what(String file) {
        String middle = file.substring("expected".length(), file.length() - ".csv".length());
        return middle.isEmpty() ? "rows" : middle.substring(1);
    }

    private void check(String name, String what, Path expectedFile) throws IOException {
        List<List<String>> expected =
                new ArrayList<>(GoldenCsv.parse(Files.readString(expectedFile)));
        List<String> header = expected.remove(0);
        try (Catalog catalog = Weir.open(Map.of("warehouse", warehouse.toString()))) {
            Table table = catalog.table(new Identifier("db", name));
            boolean changes = what.equals("changelog");
            if (what.startsWith("tag-")) {
                table = table.withOptions(Map.of("scan.tag-name", what.substring(4)));
            } else if (what.startsWith("branch-")) {
                table = table.withOptions(Map.of("branch", what.substring(7)));
            }
            TableSpec spec = new TableSpec(name, table.rowType(), List.of(), List.of(), Map.of());
            List<String> columns = new ArrayList<>(table.rowType().names());
            if (changes) {
                columns.add(0, "_rowkind");
            }
            assertEquals(header, columns);
            Scan scan = table.newScan();
            List<Row> rows =
                    changes
                            ? new WeirTail(spec.type(), fromFirst(table), null)
                                    .drain().values().stream().flatMap(List::stream).toList()
                            : WeirSide.rows(spec.type(), scan.read(), scan.plan());
            List<List<String>> actual = new ArrayList<>();
            for (Row row : rows) {
                List<String> fields = new ArrayList<>(GoldenCsv.fields(row, spec.type()));
                if (changes) {
                    fields.add(0, row.kind().shortText());
                }
                actual.add(fields);
            }
            assertEquals(lines(expected), lines(actual));
        }
    }

    private static Scan fromFirst(Table table) {
        return table.withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"))
                .newScan();
    }

    private static String lines(List<List<String>> rows) {
        return String.join("\n", rows.stream().map(List::toString).sorted().toList());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }
}
