package io.weir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The driver: starts a worker for each engine and lets them run every workload in turn, Weir then
 * Paimon, some rounds to warm up and then the counted ones. Ends with status 1 if results differ.
 */
public final class Main {

    private static final String[] ENGINES = {"weir", "paimon"};

    /** After so many rounds what runs is compiled, however short it is. */
    private static final int WARM_UPS_MAX = 30;

    private static final String HELP =
            """
            Usage: weir bench [--rows N] [--rounds N] [--heap SIZE] [--only WORKLOAD,...] [--report FILE]
                   weir bench sql [ROWS]
                   weir bench small-heap
            Compare Weir with Paimon's library: the same data through both, in processes of their own.
              --rows N         Rows of each table (default: 5000000).
              --rounds N       Counted rounds (default: 5).
              --warm-ups N     Rounds before them, at least (default: 3).
              --warm-up-seconds S
                               Seconds each engine runs in these, at least (default: 10),
                               but for that no more than 30 rounds.
              --heap SIZE      Heap of each process (default: 4g).
              --only WORKLOAD  Only these workloads, apart by commas: %s.
              --report FILE    Write the table of results to that file.
            sql compares aggregates through weir sql with DuckDB on the compacted files; small-heap writes and
            compacts a table larger than a heap of 256 MB.
            """
                    .formatted(
                            Arrays.stream(Workload.values())
                                    .map(workload -> workload.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));

    private Main() {}

    /**
     * @param args first {@code sql} or {@code small-heap} for these alone, and then {@code --rows
     *     N} (default 5,000,000), {@code --rounds N} (5), {@code --warm-ups N} (3), {@code
     *     --warm-up-seconds S} (10), {@code --heap SIZE} (4g), {@code --only workload,...}, {@code
     *     --report FILE}
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        if (args.length > 0 && args[0].equals("small-heap")) {
            System.exit(SmallHeap.start());
        }
        if (args.length > 0 && args[0].equals("sql")) {
            String[] flags = Arrays.copyOfRange(args, 1, args.length);
            System.exit(SqlComparison.run(Settings.parse(flags)));
        }
        if (args.length > 0 && List.of("--help", "-h").contains(args[0])) {
            System.out.print(HELP);
            return;
        }
        Settings settings;
        try {
            settings = Settings.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("weir: " + e.getMessage());
            System.err.println("Try: weir bench --help");
            System.exit(2);
            return;
        }
        Path work = Files.createTempDirectory("weir-bench-");
        int status = 0;
        try {
            Map<Workload, Comparison> results = run(settings, work);
            String report = Report.markdown(settings, results);
            System.out.println();
            System.out.println(report);
            if (settings.report() != null) {
                Report.write(Path.of(settings.report()), "measured", report);
            }
            if (results.values().stream().anyMatch(result -> !result.equalResults())) {
                System.out.println("FAILED: the engines' results differ");
                status = 1;
            }
        } finally {
            Worker.deleteTree(work);
        }
        System.exit(status);
    }

    private static Map<Workload, Comparison> run(Settings settings, Path work) throws Exception {
        Map<Workload, Comparison> results = new EnumMap<>(Workload.class);
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            for (String engine : ENGINES) {
                Path warehouse = Files.createDirectories(work.resolve(engine));
                workers.add(new WorkerProcess(engine, warehouse, settings));
            }
            for (Workload workload : settings.workloads()) {
                if (workload == Workload.PLAN || workload == Workload.PLAN_FILTERED) {
                    preparePlanTable(work);
                }
                results.put(workload, compare(workload, workers, settings));
            }
        } finally {
            for (WorkerProcess worker : workers) {
                worker.close();
            }
        }
        return results;
    }

    private static void preparePlanTable(Path work) throws Exception {
        String place = PaimonEngine.DATABASE + ".db/" + PlanTable.NAME;
        Path made = work.resolve("paimon").resolve(place);
        if (!Files.exists(made)) {
            PlanTable.make(work.resolve("paimon"), 50_000);
            Worker.copyTree(made, work.resolve("weir").resolve(place));
        }
    }

    private static Comparison compare(
            Workload workload, List<WorkerProcess> workers, Settings settings) throws IOException {
        Comparison comparison = new Comparison();
        double weirSeconds = 0;
        double paimonSeconds = 0;
        int round = 0;
        while (round < settings.warmUps()
                || (round < WARM_UPS_MAX
                        && Math.min(weirSeconds, paimonSeconds) < settings.warmUpSeconds())) {
            Measurement weir = workers.get(0).run(workload, round);
            Measurement paimon = workers.get(1).run(workload, round);
            print(workload, "warm-up", weir, paimon);
            comparison.add(weir, paimon, false);
            weirSeconds += weir.wallSeconds();
            paimonSeconds += paimon.wallSeconds();
            round++;
        }
        for (int counted = 1; counted <= settings.rounds(); counted++, round++) {
            Measurement weir = workers.get(0).run(workload, round);
            Measurement paimon = workers.get(1).run(workload, round);
            print(workload, "round " + counted, weir, paimon);
            comparison.add(weir, paimon, true);
        }
        return comparison;
    }

    private static void print(
            Workload workload, String round, Measurement weir, Measurement paimon) {
        System.out.printf(
                Locale.ROOT,
                "%-16s %s  weir %6.2f cpu-s %6.2f s   paimon %6.2f cpu-s %6.2f s   ratio %.2f%n",
                workload,
                round,
                weir.cpuSeconds(),
                weir.wallSeconds(),
                paimon.cpuSeconds(),
                paimon.wallSeconds(),
                paimon.cpuSeconds() / weir.cpuSeconds());
    }

    /** A worker and the pipes to it. */
    private static final class WorkerProcess implements AutoCloseable {
        private final String engine;
        private final Process process;
        private final PrintWriter commands;
        private final BufferedReader answers;

        WorkerProcess(String engine, Path warehouse, Settings settings) throws IOException {
            this.engine = engine;
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(settings.jvmFlags());
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(
                    List.of(
                            Worker.class.getName(),
                            engine,
                            warehouse.toString(),
                            String.valueOf(settings.rows())));
            this.process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            this.answers =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        Measurement run(Workload workload, int round) throws IOException {
            commands.println(workload.name() + " " + round);
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("RESULT ")) {
                    return Measurement.parse(line);
                }
            }
            throw new IOException("worker " + engine + " ended during " + workload);
        }

        @Override
        public void close() throws IOException {
            commands.close();
            answers.close();
            process.destroy();
        }
    }
}
