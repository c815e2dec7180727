package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the scripts beside the test resources: lines that start with {@code > } are a statement, the
 * lines behind them up to a blank one are what it gives. Each script has a warehouse of its own.
 * With {@code -Dweir.test.rewrite=true} the expected output is written anew.
 */
class ScriptTest {

    private static final Path SCRIPTS = Path.of("src/test/resources/io/weir/sql");

    @TempDir Path directory;

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        Path folder = Files.exists(SCRIPTS) ? SCRIPTS : Path.of("weir-sql").resolve(SCRIPTS);
        List<Path> scripts;
        try (Stream<Path> files = Files.list(folder)) {
            scripts = files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
        }
        return scripts.stream()
                .map(
                        script ->
                                DynamicTest.dynamicTest(
                                        script.getFileName().toString(), () -> run(script)));
    }

    private void run(Path script) throws IOException {
        String expected = Files.readString(script);
        Path warehouse = directory.resolve(script.getFileName().toString());
        String actual;
        try (Catalog catalog = Weir.open(Map.of("warehouse", warehouse.toString()));
                SqlSession session =
                        SqlSession.open(catalog, Environment.real(), SqlSettings.forShell())) {
            session.execute("SET TimeZone = 'UTC'").close();
            actual = play(session, expected.replace("${warehouse}", warehouse.toString()));
            actual = actual.replace(warehouse.toString(), "${warehouse}");
        }
        if (Boolean.getBoolean("weir.test.rewrite")) {
            Files.writeString(script, actual);
        } else {
            assertEquals(expected, actual);
        }
    }

    private static String play(SqlSession session, String script) {
        StringBuilder out = new StringBuilder();
        StringBuilder statement = new StringBuilder();
        boolean output = false;
        for (String line : script.lines().toList()) {
            if (line.startsWith("> ")) {
                statement.append(line, 2, line.length()).append('\n');
                out.append(line).append('\n');
                output = true;
            } else if (line.isBlank()) {
                if (output) {
                    out.append(answer(session, statement.toString()));
                    statement.setLength(0);
                    output = false;
                }
                out.append('\n');
            } else if (!output) {
                out.append(line).append('\n');
            }
        }
        if (output) {
            out.append(answer(session, statement.toString()));
        }
        return out.toString();
    }

    private static String answer(SqlSession session, String statement) {
        List<String> lines = new ArrayList<>();
        try (SqlResult result = session.execute(statement)) {
            if (result.hasRows()) {
                lines.add(
                        String.join(
                                " | ", result.columns().stream().map(SqlColumn::name).toList()));
            }
            List<Object> row = result.next();
            while (row != null) {
                lines.add(String.join(" | ", row.stream().map(ScriptTest::text).toList()));
                row = result.next();
            }
            if (!result.message().isEmpty()) {
                lines.add(result.message());
            }
        } catch (WeirException e) {
            lines.add(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        return String.join("\n", lines).replace("\n\n", "\n.\n") + (lines.isEmpty() ? "" : "\n");
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? "0x" + HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }
}
