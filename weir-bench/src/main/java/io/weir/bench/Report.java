package io.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as Markdown tables. */
final class Report {

    private Report() {}

    static String markdown(Settings settings, Map<Workload, Comparison> results) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Java %s, %d processors, %s rows, %d rounds after at least %d and %.0f s of each engine or 30 to warm up, JVM flags `%s`."
                                + "%nMedian of the rounds; in brackets least and most.%n%n",
                        System.getProperty("java.version"),
                        Runtime.getRuntime().availableProcessors(),
                        String.format(Locale.ROOT, "%,d", settings.rows()),
                        settings.rounds(),
                        settings.warmUps(),
                        settings.warmUpSeconds(),
                        String.join(" ", settings.jvmFlags())));
        text.append(
                "| workload | Weir CPU s | Paimon CPU s | Weir wall s | Paimon wall s"
                        + " | CPU ratio | goal | equal |\n|---|---|---|---|---|---|---|---|\n");
        results.forEach((workload, comparison) -> text.append(line(workload, comparison)));
        return text.toString();
    }

    private static String line(Workload workload, Comparison comparison) {
        double[] ratios = comparison.cpuRatios();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | **%.2f** (%.2f-%.2f) | %.0f | %s |%n",
                workload.title(),
                spread(comparison.weir().stream().map(Measurement::cpuSeconds).toList()),
                spread(comparison.paimon().stream().map(Measurement::cpuSeconds).toList()),
                spread(comparison.weir().stream().map(Measurement::wallSeconds).toList()),
                spread(comparison.paimon().stream().map(Measurement::wallSeconds).toList()),
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                workload.ratioGoal(),
                comparison.equalResults() ? "yes" : "NO");
    }

    /** The median, and in brackets the least and the most. */
    static String spread(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f-%.2f)",
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /**
     * Puts a report between the two marks of its name in a document, or makes a document of it.
     *
     * @param name of the marks, such as {@code measured} of {@code <!-- measured: begin -->}
     */
    static void write(Path file, String name, String report) throws IOException {
        String begin = "<!-- " + name + ": begin -->\n";
        String end = "<!-- " + name + ": end -->\n";
        String block = begin + report + end;
        String old = Files.exists(file) ? Files.readString(file) : "";
        int first = old.indexOf(begin);
        int last = old.indexOf(end, Math.max(first, 0));
        String text =
                first < 0 || last < 0
                        ? old + (old.isEmpty() ? "" : "\n") + block
                        : old.substring(0, first) + block + old.substring(last + end.length());
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
