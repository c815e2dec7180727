package io.weir.option;

import java.time.Duration;

/** Options that say how long snapshots and changelogs are kept. */
public final class SnapshotOptions {

    private SnapshotOptions() {}

    public static final Option<Integer> NUM_RETAINED_MIN =
            Option.integer("snapshot.num-retained.min", 10, "so many snapshots are always kept");

    public static final Option<Integer> NUM_RETAINED_MAX =
            Option.integer(
                    "snapshot.num-retained.max",
                    Integer.MAX_VALUE,
                    "more snapshots than this are expired whatever their age");

    public static final Option<Duration> TIME_RETAINED =
            Option.duration(
                    "snapshot.time-retained", Duration.ofHours(1), "age at which snapshots expire");

    public static final Option<Integer> EXPIRE_LIMIT =
            Option.integer("snapshot.expire.limit", 50, "snapshots expired in one run at most");

    public static final Option<Integer> CHANGELOG_NUM_RETAINED_MIN =
            Option.integer(
                    "changelog.num-retained.min",
                    10,
                    "so many changelogs are always kept; default: as snapshots");

    public static final Option<Integer> CHANGELOG_NUM_RETAINED_MAX =
            Option.integer(
                    "changelog.num-retained.max",
                    Integer.MAX_VALUE,
                    "more changelogs than this are expired; default: as snapshots");

    public static final Option<Duration> CHANGELOG_TIME_RETAINED =
            Option.duration(
                    "changelog.time-retained",
                    Duration.ofHours(1),
                    "age at which changelogs expire; default: as snapshots");

    public static final Option<Boolean> CONSUMER_CHANGELOG_ONLY =
            Option.flag(
                    "consumer.changelog-only",
                    false,
                    "whether consumers keep only changelogs, not snapshots");

    public static final Option<Duration> CONSUMER_EXPIRATION_TIME =
            Option.duration(
                    "consumer.expiration-time",
                    Duration.ZERO,
                    "a consumer that has not moved on for this long is removed; 0: none is");
}
