package io.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/** The program as a user calls it: what it prints where, and its exit status. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CommandLineTest {

    @TempDir Path directory;

    /** What a call gave. */
    private record Outcome(int status, String out, String err) {}

    private ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.weir.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    private Outcome weir(String... arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process =
                command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        int status = process.waitFor();
        return new Outcome(status, Files.readString(out), Files.readString(err));
    }

    @Test
    void wrongCallsEndWithStatusTwoAndSayWhatIsWrong() throws Exception {
        String[][] calls = {
            {"nope"},
            {"sql", "--nope"},
            {"sql", "-w", "", "-e", "SELECT 1"},
            {"sql", "-c", "nope=1", "-e", "SELECT 1"},
            {"tail", "a.b", "--for", "soon"},
            {"tail", "a.b", "--from", "-3"},
            {"tail", "a.b", "--until", "5"},
            {"tail", "justatable"},
            {"demo", "--rate", "0"},
            {"sync", "postgres", "--url", "mysql:x"},
            {"sync", "postgres", "--url", "postgresql://h/d", "--slot", "Not A Slot"}
        };
        String[] words = {
            "nope",
            "--nope",
            "-w",
            "nope",
            "soon",
            "-3",
            "5",
            "justatable",
            "--rate",
            "mysql:x",
            "Slot"
        };
        for (int call = 0; call < calls.length; call++) {
            java.io.StringWriter err = new java.io.StringWriter();
            int status = Main.run(new PrintWriter(err, true), calls[call]);
            String first = err.toString().lines().findFirst().orElse("");
            assertEquals(Main.USAGE, status, first);
            assertTrue(first.startsWith("weir: ") && first.contains(words[call]), first);
        }
    }

    @Test
    void aFailedStatementOfAFileIsToldWithItsLine() throws Exception {
        Path file = directory.resolve("script.sql");
        Files.writeString(
                file, "SELECT 1 AS a;\n-- more\nSELECT 2\n  FROM nosuch;\nSELECT 3 AS c;\n");
        Outcome outcome = weir("sql", "--format", "csv", "-f", "script.sql");
        assertEquals("a\r\n1\r\n", outcome.out());
        assertEquals("weir: script.sql, line 3: table nosuch does not exist\n", outcome.err());
        assertEquals(Main.FAILED, outcome.status());
    }

    @Test
    void aFileThatIsNotTextIsRefused() throws Exception {
        Files.write(directory.resolve("latin.sql"), new byte[] {'S', (byte) 0xfc});
        Outcome outcome = weir("sql", "-f", "latin.sql");
        assertEquals(Main.FAILED, outcome.status());
        assertEquals(
                "weir: latin.sql is not text in UTF-8; convert it, for example with iconv\n",
                outcome.err());
        outcome = weir("sql", "-f", ".");
        assertEquals("weir: file . cannot be read\n", outcome.err());
    }

    @Test
    void aReaderThatStopsEarlyEndsTheCommandQuietly() throws Exception {
        Path err = directory.resolve("err");
        Process process =
                command("sql", "--format", "csv", "-e", "SELECT i FROM range(100000000) t(i)")
                        .redirectError(err.toFile())
                        .start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("i", lines.readLine());
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it goes on without a reader");
        assertEquals("", Files.readString(err));
        assertEquals(Main.DONE, process.exitValue());
    }

    @Test
    void aFullDiskUnderTheOutputIsAnError() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        PrintWriter out = Output.over(full);
        out.print("text");
        Throwable error = assertThrows(io.weir.error.StorageFailureException.class, out::flush);
        assertTrue(error.getMessage().contains("No space left"), error.getMessage());
    }

    @Test
    void aDatabaseThatIsNotThereIsAnErrorAtTheStart() throws Exception {
        Outcome outcome = weir("sql", "-d", "nosuch", "-e", "SHOW TABLES");
        assertEquals("weir: database nosuch does not exist\n", outcome.err());
        assertEquals(Main.FAILED, outcome.status());
        Files.writeString(directory.resolve("file"), "x");
        outcome = weir("sql", "-w", "file", "-e", "SHOW TABLES");
        assertEquals("weir: warehouse file is a file; a warehouse is a directory\n", outcome.err());
    }

    @Test
    void tailSaysThatASnapshotHasExpiredAndRefusesOneThatNeverWas() throws Exception {
        Outcome made =
                weir(
                        "sql",
                        "-e",
                        "CREATE TABLE t (id INT); INSERT INTO t VALUES (1); INSERT INTO t VALUES"
                                + " (2); CALL sys.expire_snapshots(table => 'default.t', retain_max =>"
                                + " 1)");
        assertEquals(Main.DONE, made.status(), made.err());
        Outcome tail = weir("tail", "default.t", "--from", "1", "--until", "latest");
        assertEquals("op  id\n+I  2\n", tail.out());
        assertEquals("weir: snapshot 1 has expired; starting at the first left\n", tail.err());
        tail = weir("tail", "default.t", "--from", "9", "--until", "latest");
        assertEquals("", tail.out());
        assertEquals("weir: snapshot 9 does not exist; the latest is 2\n", tail.err());
        assertEquals(Main.FAILED, tail.status());
    }

    @Test
    void tailPrintsWhatIsThereHoweverShortItsTime() throws Exception {
        Outcome made =
                weir(
                        "sql",
                        "-e",
                        "CREATE TABLE t (id INT); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);"
                                + " INSERT INTO t VALUES (3)");
        assertEquals(Main.DONE, made.status(), made.err());
        Outcome tail = weir("tail", "default.t", "--from", "earliest", "--for", "1ms");
        assertEquals("op  id\n+I  1\n+I  2\n+I  3\n", tail.out());
        assertEquals("", weir("tail", "default.t", "--for", "1ms").err());
    }

    @Test
    void theDemoLeavesADatabaseAloneThatIsNotItsOwn() throws Exception {
        Outcome made =
                weir(
                        "sql",
                        "-w",
                        "mine",
                        "-e",
                        "CREATE DATABASE shop; CREATE TABLE shop.orders (id INT)");
        assertEquals(Main.DONE, made.status(), made.err());
        Outcome demo = weir("demo", "-w", "mine", "--for", "1s");
        assertEquals(Main.FAILED, demo.status());
        assertEquals(
                "weir: database shop of warehouse mine is not an earlier demo's: it holds orders;"
                        + " name another warehouse with -w\n",
                demo.err());
    }

    @Test
    void timesOfTailMayNameTheirZone() {
        String[] same = {
            "2026-01-31T12:00:00Z",
            "2026-01-31 14:00:00+02:00",
            "2026-01-31 12:00:00",
            "2026-01-31T12:00"
        };
        for (String text : same) {
            TailStart start = TailStart.parse(text, ZoneOffset.UTC);
            assertEquals("1769860800000", start.options().get("scan.timestamp-millis"), text);
        }
        assertThrows(TypeConversionException.class, () -> TailStart.parse("0", ZoneOffset.UTC));
        assertFalse(TailStart.parse("7", ZoneOffset.UTC).options().isEmpty());
    }

    @Test
    void aProcessThatIsToldToEndTakesItsUnfinishedStatementBack() throws Exception {
        weir("sql", "-e", "CREATE TABLE t (id STRING) WITH ('target-file-size' = '1 mb')");
        Path table = directory.resolve("warehouse/default.db/t");
        Process process =
                command(
                                "sql",
                                "-e",
                                "INSERT INTO t SELECT sha256(CAST(range AS VARCHAR)) FROM range(100000000000)",
                                "-e",
                                "INSERT INTO t VALUES ('next')")
                        .redirectOutput(directory.resolve("out").toFile())
                        .redirectError(directory.resolve("err").toFile())
                        .start();
        while (dataFiles(table).isEmpty() && process.isAlive()) {
            Thread.onSpinWait();
        }
        process.destroy();
        assertEquals(143, process.waitFor());
        assertEquals(List.of(), dataFiles(table));
        assertFalse(Files.exists(table.resolve("snapshot")));
    }

    private static List<Path> dataFiles(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        } catch (java.io.UncheckedIOException e) {
            // A file went while the directory was read.
            return List.of();
        }
    }
}
