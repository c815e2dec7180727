package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files made to hurt, read by a process with a small heap: counts, sizes, levels, codes and offsets
 * that lie while all checksums are right, and pages that stand for gigabytes.
 */
class HostileFilesTest {

    private static final int FILES = 24;
    private static final int CASES = 100;

    @TempDir private Path directory;

    @Test
    void aSmallHeapSurvivesThem() throws Exception {
        for (long seed = 0; seed < FILES; seed++) {
            ForeignFilesPropertyTest.foreign(seed, 150, directory);
        }
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx128m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        HostileReads.class.getName(),
                                        directory.toString(),
                                        "0",
                                        Integer.toString(FILES),
                                        Integer.toString(CASES)))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "still running");
        String text = java.nio.file.Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        String[] last = text.strip().lines().reduce("", (before, line) -> line).split(" ");
        assertTrue(Integer.parseInt(last[0]) > FILES * CASES / 2, text);
    }
}
