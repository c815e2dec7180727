package io.weir.bench;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes, compacts and reads a key table ten times larger than the heap, in a process with a heap
 * of 256 MB.
 */
final class SmallHeap {

    private static final long HEAP_BYTES = 256L << 20;
    private static final int ROW_BYTES = 96;
    private static final int COMMITS = 10;

    private SmallHeap() {}

    /**
     * Starts the process with the small heap and waits for it.
     *
     * @return its exit status
     */
    static int start() throws Exception {
        Path work = Files.createTempDirectory("weir-small-heap-");
        try {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(
                    List.of(
                            "-Xmx" + (HEAP_BYTES >> 20) + "m",
                            "-XX:+UseParallelGC",
                            "--add-opens=java.base/java.nio=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SmallHeap.class.getName(),
                            work.toString()));
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } finally {
            Worker.deleteTree(work);
        }
    }

    /**
     * @param args warehouse directory
     */
    public static void main(String[] args) {
        int rows = (int) (10 * HEAP_BYTES / ROW_BYTES);
        try (Catalog catalog = Weir.open(Map.of("warehouse", args[0]))) {
            catalog.createDatabase("bench");
            Table table =
                    catalog.createTable(
                            Identifier.of("bench.big"),
                            new TableDefinition(
                                    OrderRows.TYPE.fields(),
                                    List.of(),
                                    List.of("id"),
                                    Map.of("bucket", "2"),
                                    null));
            long began = Environment.real().nanoTime();
            long bytes = write(table, rows);
            tell("wrote %,d rows, %,d MB in memory form", rows, bytes >> 20, began);
            table.maintenance().compact(true, null);
            tell("compacted, heap of %d MB", Runtime.getRuntime().maxMemory() >> 20, 0, began);
            tell("read back %,d rows (%,d keys may occur)", read(table), rows / 2, began);
        }
        System.exit(0);
    }

    private static void tell(String text, long first, long second, long began) {
        double seconds = (Environment.real().nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, text, first, second);
        System.out.printf(Locale.ROOT, "  after %.1f s%n", seconds);
    }

    private static long write(Table table, int rows) {
        long bytes = 0;
        int each = rows / COMMITS;
        try (TableWrite write = table.newWrite("bench");
                TableCommit commit = table.newCommit("bench")) {
            for (int number = 0; number < COMMITS; number++) {
                for (int done = 0; done < each; done += OrderRows.BATCH_ROWS) {
                    int count = Math.min(OrderRows.BATCH_ROWS, each - done);
                    long first = (long) number * each + done;
                    for (Batch batch : OrderRows.make(first, count, rows / 2, first)) {
                        bytes += batch.memoryBytes();
                        write.write(batch);
                    }
                }
                commit.commit(CommitRequest.of(number + 1, write.prepareCommit(false)));
            }
            commit.commit(CommitRequest.of(COMMITS + 1, write.prepareCommit(true)));
        }
        return bytes;
    }

    private static long read(Table table) {
        Scan scan = table.newScan();
        long rows = 0;
        for (Split split : scan.plan().splits()) {
            try (BatchReader reader = scan.read().open(split)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                }
            }
        }
        return rows;
    }
}
