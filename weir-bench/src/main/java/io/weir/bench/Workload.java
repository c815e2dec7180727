package io.weir.bench;

import java.util.Arrays;

/** What is measured, in the order it runs, with the ratio that is to be reached. */
enum Workload {
    UPSERT("upsert 5 M rows over 1 M random keys in 5 commits, compaction included", 4.0),
    MERGE_READ_ALL("merge-read of 5 overlapping commits of that table, all columns", 4.0),
    MERGE_READ_TWO("merge-read of 5 overlapping commits of that table, 2 columns", 5.0),
    COMPACT("full compaction of it", 3.0),
    APPEND("append 5 M rows", 4.0),
    SCAN_ALL("scan of 5 M appended rows, all columns", 2.0),
    SCAN_TWO("scan of 5 M appended rows, 2 columns", 1.0),
    PLAN("plan a scan of a table with 50,000 files, 20 times", 2.0),
    PLAN_FILTERED("the same with a filter on one partition, 400 times", 5.0);

    private final String title;
    private final double ratioGoal;

    Workload(String title, double ratioGoal) {
        this.title = title;
        this.ratioGoal = ratioGoal;
    }

    String title() {
        return title;
    }

    /** CPU seconds of Paimon over CPU seconds of Weir that are to be reached. */
    double ratioGoal() {
        return ratioGoal;
    }

    static Workload of(String name) {
        return Arrays.stream(values())
                .filter(workload -> workload.name().equalsIgnoreCase(name.replace('-', '_')))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no workload " + name + "; there are " + names()));
    }

    private static String names() {
        return Arrays.toString(values());
    }
}
