package io.weir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The CPU seconds of one query in every round: DuckDB on files, Weir on the compacted table, Weir
 * on the table it merges while it reads.
 */
record SqlTimes(String query, List<Double> files, List<Double> compacted, List<Double> merging) {

    static final String HEAD =
            "| query | DuckDB on files, CPU s | Weir compacted, CPU s | Weir merging, CPU s"
                    + " | ratio compacted | ratio merging |\n|---|---|---|---|---|---|\n";

    SqlTimes(String query) {
        this(query, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(double ofFiles, double ofCompacted, double ofMerging) {
        files.add(ofFiles);
        compacted.add(ofCompacted);
        merging.add(ofMerging);
    }

    /** A line of the table under {@link #HEAD}: medians, in brackets the least and the most. */
    String line() {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s | **%s** | **%s** |%n",
                query,
                Report.spread(files),
                Report.spread(compacted),
                Report.spread(merging),
                Report.spread(ratios(compacted, files)),
                Report.spread(ratios(merging, files)));
    }

    private static List<Double> ratios(List<Double> over, List<Double> under) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < over.size(); round++) {
            ratios.add(over.get(round) / under.get(round));
        }
        return ratios;
    }
}
