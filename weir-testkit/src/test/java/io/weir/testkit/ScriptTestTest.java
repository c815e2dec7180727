package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTestTest {

    private static final String SCRIPT =
            """
            # two numbers
            add 1
            add 2
            ----
            [add 1, add 2]

            gap
            ----
            ----
            a

            b
            ----
            ----

            silent
            ----

            wrong
            ----
            error: no such command
            """;

    private static String run(List<String> lines) {
        return switch (lines.get(0)) {
            case "gap" -> "a\n\nb";
            case "silent" -> "";
            case "wrong" -> throw new InvalidRequestException("no such command");
            default -> lines.toString();
        };
    }

    @Test
    void aScriptWithTheRightOutputStaysAsItIs() {
        assertEquals(SCRIPT, ScriptTest.replayed(SCRIPT, ScriptTestTest::run));
    }

    @Test
    void outputIsReplacedWhateverItWas() {
        String wrong = SCRIPT.replace("[add 1, add 2]", "x\ny").replace("a\n\nb", "c\n\n\nd\n\ne");
        assertEquals(SCRIPT, ScriptTest.replayed(wrong, ScriptTestTest::run));
    }

    @Test
    void anotherOutputFails(@TempDir Path directory) throws IOException {
        Path script = directory.resolve("a.test");
        Files.writeString(script, SCRIPT);
        assertEquals(List.of(script), ScriptTest.scripts(directory));
        ScriptTest.run(script, ScriptTestTest::run);
        assertThrows(AssertionError.class, () -> ScriptTest.run(script, lines -> "other"));
    }
}
