package io.weir.option;

import java.time.Duration;

/**
 * Options of levels and compaction of primary-key tables. Where 0 stands for "not set" the text
 * says what then holds.
 */
public final class CompactionOptions {

    private CompactionOptions() {}

    public static final Option<Integer> NUM_LEVELS =
            Option.integer("num-levels", 0, "number of levels; 0: compaction trigger + 1");

    public static final Option<Integer> TRIGGER =
            Option.integer(
                    "num-sorted-run.compaction-trigger", 5, "sorted runs that start a compaction");

    public static final Option<Integer> STOP_TRIGGER =
            Option.integer(
                    "num-sorted-run.stop-trigger",
                    0,
                    "sorted runs at which writing waits for compaction; 0: compaction trigger + 3");

    public static final Option<Integer> SIZE_RATIO =
            Option.integer(
                    "compaction.size-ratio", 1, "percent of tolerance when sizes are compared");

    public static final Option<Integer> MAX_SIZE_AMPLIFICATION =
            Option.integer(
                    "compaction.max-size-amplification-percent",
                    200,
                    "size of all younger runs in percent of the oldest that starts a full compaction");

    public static final Option<Duration> OPTIMIZATION_INTERVAL =
            Option.duration(
                    "compaction.optimization-interval",
                    Duration.ZERO,
                    "a full compaction is done when the last one is this long ago; 0: never for that");

    public static final Option<Long> TOTAL_SIZE_THRESHOLD =
            Option.bytes(
                    "compaction.total-size-threshold",
                    0,
                    "smaller buckets are always compacted fully; 0: none are");

    public static final Option<Long> INCREMENTAL_SIZE_THRESHOLD =
            Option.bytes(
                    "compaction.incremental-size-threshold",
                    0,
                    "more bytes than this outside the top level start a full compaction; 0: never");

    public static final Option<Boolean> FORCE_UP_LEVEL_0 =
            Option.flag(
                    "compaction.force-up-level-0",
                    false,
                    "whether each compaction takes all files of level 0");

    public static final Option<Boolean> FORCE_REWRITE_ALL =
            Option.flag(
                    "compaction.force-rewrite-all-files",
                    false,
                    "whether a full compaction rewrites every file");

    public static final Option<Double> SMALL_FILE_RATIO =
            Option.decimal(
                    "compaction.small-file-ratio",
                    0.7,
                    "part of the target file size below which a file is small");

    public static final Option<Integer> OFF_PEAK_RATIO =
            Option.integer("compaction.offpeak-ratio", 0, "size ratio added in off-peak hours");

    public static final Option<Integer> OFF_PEAK_START =
            Option.integer("compaction.offpeak.start.hour", -1, "first off-peak hour; -1: none");

    public static final Option<Integer> OFF_PEAK_END =
            Option.integer(
                    "compaction.offpeak.end.hour",
                    -1,
                    "end of off-peak hours, exclusive; -1: none");

    public static final Option<Integer> FILES_MIN =
            Option.integer(
                    "compaction.min.file-num",
                    5,
                    "small files of an append table that are worth joining");
}
