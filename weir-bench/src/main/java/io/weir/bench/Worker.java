package io.weir.bench;

import com.sun.management.OperatingSystemMXBean;
import io.weir.data.Batch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One engine in a process of its own. Reads lines {@code WORKLOAD round} and answers each with
 * {@code RESULT wallNanos cpuNanos rows hash}; everything that only prepares or checks is outside
 * the two clocks.
 */
final class Worker {

    private static final int COMMITS = 5;
    private static final int PLANS = 20;

    /** Many, since the clock of CPU time goes in steps of 10 ms. */
    private static final int FILTERED_PLANS = 400;

    private static final List<String> ALL = OrderRows.TYPE.names();
    private static final List<String> TWO = List.of("id", "amount");

    private final Engine engine;
    private final int rowCount;
    private final long keys;
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final PrintStream answers;

    private Worker(Engine engine, int rowCount, PrintStream answers) {
        this.engine = engine;
        this.rowCount = rowCount;
        this.keys = rowCount / 5;
        this.answers = answers;
    }

    /**
     * @param args engine ({@code weir} or {@code paimon}), warehouse directory, rows
     */
    public static void main(String[] args) throws Exception {
        // Libraries that print to standard output must not disturb the answers.
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path warehouse = Path.of(args[1]);
        try (Engine engine =
                        args[0].equals("weir")
                                ? new WeirEngine(warehouse)
                                : new PaimonEngine(warehouse);
                BufferedReader commands =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Worker worker = new Worker(engine, Integer.parseInt(args[2]), answers);
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ", -1);
                worker.run(Workload.of(words[0]), Integer.parseInt(words[1]));
            }
        }
        System.exit(0);
    }

    private void run(Workload workload, int round) throws IOException {
        switch (workload) {
            case UPSERT -> write("upsert", round, true, upserts(), Map.of("bucket", "2"));
            case MERGE_READ_ALL -> read(mergeTable(), ALL);
            case MERGE_READ_TWO -> read(mergeTable(), TWO);
            case COMPACT -> compact(round);
            case APPEND -> write("append", round, false, appends(), Map.of());
            case SCAN_ALL -> read(appendTable(), ALL);
            case SCAN_TWO -> read(appendTable(), TWO);
            case PLAN -> plan(-1, PLANS);
            case PLAN_FILTERED -> plan(17, FILTERED_PLANS);
        }
    }

    private List<List<Batch>> upserts() {
        List<List<Batch>> commits = new ArrayList<>();
        int each = rowCount / COMMITS;
        for (int commit = 0; commit < COMMITS; commit++) {
            commits.add(OrderRows.make(100 + commit, each, keys, (long) commit * each));
        }
        return commits;
    }

    private List<List<Batch>> appends() {
        return List.of(OrderRows.make(7, rowCount, 0, 0));
    }

    private void write(
            String prefix,
            int round,
            boolean keyed,
            List<List<Batch>> commits,
            Map<String, String> options)
            throws IOException {
        String name = prefix + round;
        engine.createTable(name, keyed, options);
        measure(() -> engine.write(name, commits), () -> engine.read(name, ALL));
        deleteTree(engine.directory(name));
    }

    private String mergeTable() {
        String name = "merge";
        if (!Files.exists(engine.directory(name))) {
            engine.createTable(
                    name, true, new HashMap<>(Map.of("bucket", "2", "write-only", "true")));
            engine.write(name, upserts());
        }
        return name;
    }

    private String appendTable() {
        String name = "scan";
        if (!Files.exists(engine.directory(name))) {
            engine.createTable(name, false, Map.of());
            engine.write(name, appends());
        }
        return name;
    }

    private void compact(int round) throws IOException {
        String name = "compact" + round;
        copyTree(engine.directory(mergeTable()), engine.directory(name));
        measure(() -> engine.compactFully(name), () -> engine.read(name, ALL));
        deleteTree(engine.directory(name));
    }

    private void read(String table, List<String> columns) {
        Engine.ReadResult[] seen = new Engine.ReadResult[1];
        measure(() -> seen[0] = engine.read(table, columns), () -> seen[0]);
    }

    private void plan(int partition, int plans) {
        long[] files = new long[1];
        measure(
                () -> {
                    for (int repeat = 0; repeat < plans; repeat++) {
                        files[0] = engine.plan(PlanTable.NAME, partition);
                    }
                },
                () -> new Engine.ReadResult(files[0], 0));
    }

    private void measure(Runnable work, Check check) {
        System.gc();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        long wallNanos = System.nanoTime() - wall;
        long cpuNanos = system.getProcessCpuTime() - cpu;
        Engine.ReadResult result = check.result();
        answers.println(
                "RESULT " + wallNanos + " " + cpuNanos + " " + result.rows() + " " + result.hash());
        answers.flush();
    }

    /** What the work left behind, read outside the clocks. */
    private interface Check {
        Engine.ReadResult result();
    }

    static void deleteTree(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    static void copyTree(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
