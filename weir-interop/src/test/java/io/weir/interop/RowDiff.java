package io.weir.interop;

import io.weir.data.Row;
import io.weir.testkit.RowText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares rows as bags: order does not count, row kinds and how often a row is there do. */
final class RowDiff {

    private static final int SHOWN = 3;
    private static final int SHOWN_LENGTH = 600;

    private RowDiff() {}

    /** Fails unless both have the same rows. */
    static void same(String what, Collection<Row> expected, Collection<Row> actual) {
        check(what, expected, actual, true);
    }

    /** Fails unless all expected rows are among the actual ones. */
    static void noneLost(String what, Collection<Row> expected, Collection<Row> actual) {
        check(what, expected, actual, false);
    }

    private static void check(
            String what, Collection<Row> expected, Collection<Row> actual, boolean exact) {
        Map<String, Integer> counts = new HashMap<>();
        for (String row : RowText.sorted(expected)) {
            counts.merge(row, 1, Integer::sum);
        }
        List<String> surplus = new ArrayList<>();
        for (String row : RowText.sorted(actual)) {
            if (counts.merge(row, -1, Integer::sum) < 0) {
                surplus.add(row);
            }
        }
        List<String> missing = new ArrayList<>();
        counts.forEach(
                (row, count) ->
                        missing.addAll(java.util.Collections.nCopies(Math.max(0, count), row)));
        if (!missing.isEmpty() || (exact && !surplus.isEmpty())) {
            throw new AssertionError(
                    what
                            + ": "
                            + missing.size()
                            + " of "
                            + expected.size()
                            + " rows missing, such as "
                            + some(missing)
                            + "; "
                            + surplus.size()
                            + " surplus, such as "
                            + some(surplus));
        }
    }

    private static List<String> some(List<String> rows) {
        return rows.stream()
                .sorted()
                .limit(SHOWN)
                .map(row -> row.substring(0, Math.min(row.length(), SHOWN_LENGTH)))
                .toList();
    }
}
