package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
 * committer's process. One writer is killed between two messages and goes on from its state; the
 * committer is killed when a commit is made and nobody was told.
 */
class ProcessesTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"key, write-only", "key", "append", "append, buckets"})
    void writersCommitterAndReadersMayBeDifferentProcesses(String kind) throws Exception {
        Path warehouse = directory.resolve("lake");
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Table table = create(warehouse, kind);
        boolean keyed = table.schema().hasPrimaryKey();
        Map<String, Process> processes = new LinkedHashMap<>();
        try {
            for (int writer = 0; writer < LakeProcess.WRITERS; writer++) {
                start(processes, "writer", warehouse, inbox, Integer.toString(writer));
            }
            start(processes, "committer", warehouse, inbox, "");
            start(processes, "reader", warehouse, inbox, "");
            start(processes, "follower", warehouse, inbox, "");
            for (String mortal : List.of("committer", "writer1")) {
                assertTrue(processes.get(mortal).waitFor(180, TimeUnit.SECONDS), mortal);
                assertEquals(LakeProcess.DIED, processes.get(mortal).exitValue(), mortal);
                String role = mortal.replace("1", "");
                start(processes, role, warehouse, inbox, mortal.substring(role.length()));
            }
            for (Map.Entry<String, Process> each : processes.entrySet()) {
                assertTrue(each.getValue().waitFor(180, TimeUnit.SECONDS), each.getKey());
                String output = Files.readString(output(inbox, each.getKey()));
                assertEquals(0, each.getValue().exitValue(), each.getKey() + ": " + output);
            }
        } finally {
            processes.values().forEach(Process::destroyForcibly);
        }
        assertEquals(
                LakeProcess.rowsAfter(LakeProcess.ROUNDS, keyed),
                LakeProcess.sorted(Tables.read(table.newScan())));
        long commits =
                java.util.stream.LongStream.rangeClosed(1, table.latestSnapshot().get().id())
                        .mapToObj(id -> table.snapshot(id).orElseThrow())
                        .filter(each -> each.commitUser().equals(LakeProcess.USER))
                        .filter(each -> each.kind() == io.weir.table.Snapshot.Kind.APPEND)
                        .count();
        assertEquals(LakeProcess.ROUNDS, commits);
    }

    private static Table create(Path warehouse, String kind) {
        Catalog catalog = Weir.open(Map.of("warehouse", warehouse.toString()));
        catalog.createDatabase("db");
        boolean keyed = !kind.startsWith("append");
        Map<String, String> options = new HashMap<>();
        options.put("num-sorted-run.compaction-trigger", "3");
        options.put("snapshot.num-retained.min", "1000");
        options.put("bucket", kind.equals("append") ? "-1" : "3");
        if (kind.endsWith("write-only")) {
            options.put("write-only", "true");
        }
        if (kind.endsWith("buckets")) {
            options.put("bucket-key", "k");
        }
        return catalog.createTable(
                new Identifier("db", "t"),
                new TableDefinition(
                        List.of(
                                Field.of(0, "k", DataType.bigint().notNull()),
                                Field.of(1, "v", DataType.string())),
                        List.of(),
                        keyed ? List.of("k") : List.of(),
                        options,
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
