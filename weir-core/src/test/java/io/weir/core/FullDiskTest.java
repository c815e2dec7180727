package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is really full: a small file system in memory, mounted where only a child process
 * sees it. Skipped where that is not possible.
 */
class FullDiskTest {

    private static final String MOUNT = "mount -t tmpfs -o size=4m tmpfs \"$0\" && exec \"$@\"";

    @TempDir Path directory;

    private int run(Path log, List<String> command) throws IOException, InterruptedException {
        List<String> all = new java.util.ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT));
        all.add(Files.createDirectories(directory.resolve("disk")).toString());
        all.addAll(command);
        Process process =
                new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(150, TimeUnit.SECONDS), "does not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean canMount(Path log) throws InterruptedException {
        try {
            return run(log, List.of("true")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void fullDiskIsAClearErrorAndHarmsNothingAtWhateverStepItComes() throws Exception {
        Path log = directory.resolve("log");
        assumeTrue(canMount(log), "no file system can be mounted here");
        int exit =
                run(
                        log,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FullDiskProcess.class.getName(),
                                directory.resolve("disk").toString()));
        assertEquals(0, exit, Files.readString(log));
    }
}
