package io.weir.bench;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param rows rows of each table
 * @param rounds counted rounds
 * @param warmUps least number of rounds before them, in which the JVM compiles what it runs
 * @param warmUpSeconds least wall time each engine runs in these rounds
 * @param heap of each worker, as the JVM spells it
 * @param workloads in order
 * @param report file to write the table to, or null
 */
record Settings(
        int rows,
        int rounds,
        int warmUps,
        double warmUpSeconds,
        String heap,
        List<Workload> workloads,
        @Nullable String report) {

    static Settings parse(String[] args) {
        int rows = 5_000_000;
        int rounds = 5;
        int warmUps = 3;
        double warmUpSeconds = 10;
        String heap = "4g";
        String report = null;
        List<Workload> workloads = List.of(Workload.values());
        for (int position = 0; position < args.length; position += 2) {
            if (position + 1 == args.length) {
                throw new IllegalArgumentException(args[position] + " needs a value");
            }
            String value = args[position + 1];
            switch (args[position]) {
                case "--rows" -> rows = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--warm-ups" -> warmUps = Integer.parseInt(value);
                case "--warm-up-seconds" -> warmUpSeconds = Double.parseDouble(value);
                case "--heap" -> heap = value;
                case "--report" -> report = value;
                case "--only" ->
                        workloads = Arrays.stream(value.split(",")).map(Workload::of).toList();
                default ->
                        throw new IllegalArgumentException(
                                "no flag "
                                        + args[position]
                                        + "; there are --rows --rounds --warm-ups --warm-up-seconds --heap --only --report");
            }
        }
        return new Settings(rows, rounds, warmUps, warmUpSeconds, heap, workloads, report);
    }

    /** The same for both engines. */
    List<String> jvmFlags() {
        return List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    }
}
