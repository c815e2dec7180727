package io.weir.core.maintain;

import io.weir.error.InvalidRequestException;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.option.SnapshotOptions;
import java.time.Duration;

/**
 * How many snapshots or changelogs are kept, and how long.
 *
 * @param numMin so many always
 * @param numMax more than these go whatever their age
 * @param age in between, older ones go
 */
record Retention(int numMin, int numMax, Duration age) {

    private static Retention of(String what, int numMin, int numMax, Duration age) {
        if (numMin < 1 || numMax < numMin) {
            throw new InvalidRequestException(
                    what
                            + ".num-retained.min = "
                            + numMin
                            + " and .max = "
                            + numMax
                            + " must be 1 <= min <= max");
        }
        return new Retention(numMin, numMax, age);
    }

    static Retention ofSnapshots(Options options) {
        return of(
                "snapshot",
                options.get(SnapshotOptions.NUM_RETAINED_MIN),
                options.get(SnapshotOptions.NUM_RETAINED_MAX),
                options.get(SnapshotOptions.TIME_RETAINED));
    }

    /** What is not said of changelogs is as for snapshots. */
    static Retention ofChangelogs(Options options) {
        return of(
                "changelog",
                changelog(
                        options,
                        SnapshotOptions.CHANGELOG_NUM_RETAINED_MIN,
                        SnapshotOptions.NUM_RETAINED_MIN),
                changelog(
                        options,
                        SnapshotOptions.CHANGELOG_NUM_RETAINED_MAX,
                        SnapshotOptions.NUM_RETAINED_MAX),
                changelog(
                        options,
                        SnapshotOptions.CHANGELOG_TIME_RETAINED,
                        SnapshotOptions.TIME_RETAINED));
    }

    private static <T> T changelog(Options options, Option<T> changelog, Option<T> snapshot) {
        return options.get(options.has(changelog) ? changelog : snapshot);
    }

    /** Whether changelogs are to stay when their snapshots expire. */
    static boolean changelogsOutlive(Options options) {
        return outlives(
                        options,
                        SnapshotOptions.CHANGELOG_NUM_RETAINED_MIN,
                        SnapshotOptions.NUM_RETAINED_MIN)
                || outlives(
                        options,
                        SnapshotOptions.CHANGELOG_NUM_RETAINED_MAX,
                        SnapshotOptions.NUM_RETAINED_MAX)
                || outlives(
                        options,
                        SnapshotOptions.CHANGELOG_TIME_RETAINED,
                        SnapshotOptions.TIME_RETAINED);
    }

    private static <T extends Comparable<? super T>> boolean outlives(
            Options options, Option<T> changelog, Option<T> snapshot) {
        return options.has(changelog)
                && options.get(changelog).compareTo(options.get(snapshot)) > 0;
    }
}
