package io.weir.sql;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.WeirException;
import io.weir.testkit.ScriptTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Statements and what they give, in the scripts beside the test resources; a warehouse each. */
class SqlScriptsTest {

    private static final Path SCRIPTS = Path.of("src/test/resources/io/weir/sql");

    @TempDir Path directory;

    @TestFactory
    Stream<DynamicTest> scripts() {
        Path folder = SCRIPTS.toFile().exists() ? SCRIPTS : Path.of("weir-sql").resolve(SCRIPTS);
        String wanted = System.getProperty("weir.script", "");
        return ScriptTest.scripts(folder).stream()
                .filter(script -> script.toString().contains(wanted))
                .map(
                        script ->
                                DynamicTest.dynamicTest(
                                        script.getFileName().toString(), () -> run(script)));
    }

    private void run(Path script) {
        String warehouse = directory.resolve(script.getFileName().toString()).toString();
        try (Catalog catalog = Weir.open(Map.of("warehouse", warehouse));
                SqlSession session =
                        SqlSession.open(catalog, Environment.real(), SqlSettings.forShell())) {
            session.execute("SET TimeZone = 'UTC'").close();
            ScriptTest.run(
                    script,
                    lines -> {
                        List<String> output = new ArrayList<>();
                        String text = String.join("\n", lines).replace("${warehouse}", warehouse);
                        for (String statement : SqlScript.split(text)) {
                            answer(session, statement, output);
                        }
                        return String.join("\n", output).replace(warehouse, "${warehouse}");
                    });
        }
    }

    private static void answer(SqlSession session, String statement, List<String> lines) {
        try (SqlResult result = session.execute(statement)) {
            if (result.hasRows()) {
                lines.add(
                        String.join(
                                " | ", result.columns().stream().map(SqlColumn::name).toList()));
            }
            List<Object> row = result.next();
            while (row != null) {
                lines.add(String.join(" | ", row.stream().map(SqlScriptsTest::text).toList()));
                row = result.next();
            }
            if (!result.message().isEmpty()) {
                lines.add(result.message());
            }
        } catch (WeirException e) {
            lines.add("error: " + e.getMessage());
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? "0x" + HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }
}
