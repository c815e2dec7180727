package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Row;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four writer processes, one committer and two readers on one table: messages, splits and stream
 * states travel as bytes. All writers write into all buckets, and they compact or leave it to the
 * committer's process.
 */
class ProcessesTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writersCommitterAndReadersMayBeDifferentProcesses(boolean writeOnly) throws Exception {
        Path warehouse = directory.resolve("lake");
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Table table = create(warehouse, writeOnly);
        Map<String, Process> processes = new LinkedHashMap<>();
        try {
            for (int writer = 0; writer < LakeProcess.WRITERS; writer++) {
                start(processes, "writer", warehouse, inbox, Integer.toString(writer));
            }
            start(processes, "committer", warehouse, inbox, "");
            start(processes, "reader", warehouse, inbox, "");
            start(processes, "follower", warehouse, inbox, "");
            for (Map.Entry<String, Process> each : processes.entrySet()) {
                assertTrue(each.getValue().waitFor(180, TimeUnit.SECONDS), each.getKey());
                String output = Files.readString(output(inbox, each.getKey()));
                assertEquals(0, each.getValue().exitValue(), each.getKey() + ": " + output);
            }
        } finally {
            processes.values().forEach(Process::destroyForcibly);
        }
        List<Row> rows = new ArrayList<>(Tables.read(table.newScan()));
        rows.sort(Comparator.comparing(row -> (Long) row.get(0)));
        assertEquals(LakeProcess.rowsAfter(LakeProcess.ROUNDS), rows);
        long commits =
                java.util.stream.LongStream.rangeClosed(1, table.latestSnapshot().get().id())
                        .mapToObj(id -> table.snapshot(id).orElseThrow())
                        .filter(each -> each.commitUser().equals(LakeProcess.USER))
                        .filter(each -> each.kind() == io.weir.table.Snapshot.Kind.APPEND)
                        .count();
        assertEquals(LakeProcess.ROUNDS, commits);
    }

    private static Table create(Path warehouse, boolean writeOnly) {
        Catalog catalog = Weir.open(Map.of("warehouse", warehouse.toString()));
        catalog.createDatabase("db");
        return catalog.createTable(
                new Identifier("db", "t"),
                new TableDefinition(
                        List.of(
                                Field.of(0, "k", DataType.bigint().notNull()),
                                Field.of(1, "v", DataType.string())),
                        List.of(),
                        List.of("k"),
                        Map.of(
                                "bucket",
                                "3",
                                "write-only",
                                Boolean.toString(writeOnly),
                                "num-sorted-run.compaction-trigger",
                                "3",
                                "snapshot.num-retained.min",
                                "1000"),
                        null));
    }

    private static Path output(Path inbox, String process) {
        return inbox.resolve(process + ".log");
    }

    private static void start(
            Map<String, Process> processes, String role, Path warehouse, Path inbox, String number)
            throws IOException {
        String name = role + number;
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LakeProcess.class.getName(),
                        role,
                        warehouse.toString(),
                        inbox.toString(),
                        number);
        processes.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output(inbox, name).toFile())
                        .start());
    }
}
