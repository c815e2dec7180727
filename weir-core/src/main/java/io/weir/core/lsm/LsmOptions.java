package io.weir.core.lsm;

import io.weir.error.InvalidRequestException;
import io.weir.option.BufferOptions;
import io.weir.option.CompactionOptions;
import io.weir.option.MergeOptions;
import io.weir.option.MergeOptions.ChangelogProducer;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.option.WriteOptions;

/**
 * What the options of a table say about its buckets, with all defaults worked out.
 *
 * @param levels number of levels, level 0 included
 * @param trigger sorted runs that start a compaction
 * @param stopTrigger sorted runs at which writing waits
 * @param smallFileBytes files below are rewritten rather than moved up
 * @param picker what chooses the runs to compact
 * @param forceUpLevel0 whether a compaction always takes level 0 along
 * @param forceRewriteAll whether a full compaction rewrites files it need not
 * @param writeOnly no compaction
 * @param changelogInput whether input rows also go to changelog files
 * @param bufferBytes memory of the write buffer
 * @param spillBytes disk space for spilling; 0: not at all
 * @param mergeRunsMax runs merged at once
 */
record LsmOptions(
        int levels,
        int trigger,
        int stopTrigger,
        long smallFileBytes,
        PickerOptions picker,
        boolean forceUpLevel0,
        boolean forceRewriteAll,
        boolean writeOnly,
        boolean changelogInput,
        long bufferBytes,
        long spillBytes,
        int mergeRunsMax) {

    /** One buffer is not larger: its byte strings lie in one array a column. */
    private static final long BUFFER_MAX = 1L << 30;

    /**
     * @param targetSizeBytes size at which a file is full
     */
    static LsmOptions of(Options options, long targetSizeBytes) {
        checkSupported(options);
        int trigger = atLeast(options, CompactionOptions.TRIGGER, 1);
        int levels = options.get(CompactionOptions.NUM_LEVELS);
        int stop = options.get(CompactionOptions.STOP_TRIGGER);
        int stopTrigger = stop == 0 ? plus(trigger, 3) : Math.max(stop, trigger);
        int threshold = options.get(BufferOptions.SORT_SPILL_THRESHOLD);
        int mergeRuns = threshold == 0 ? plus(stopTrigger, 1) : Math.max(2, threshold);
        int fanIn = atLeast(options, BufferOptions.SORT_FAN_IN, 2);
        return new LsmOptions(
                levels == 0 ? plus(trigger, 1) : Math.max(2, levels),
                trigger,
                stopTrigger,
                (long) (targetSizeBytes * options.get(CompactionOptions.SMALL_FILE_RATIO)),
                PickerOptions.of(options, trigger),
                options.get(CompactionOptions.FORCE_UP_LEVEL_0),
                options.get(CompactionOptions.FORCE_REWRITE_ALL),
                options.get(WriteOptions.WRITE_ONLY),
                options.get(MergeOptions.CHANGELOG_PRODUCER) == ChangelogProducer.INPUT,
                Math.max(1 << 16, Math.min(BUFFER_MAX, options.get(WriteOptions.BUFFER_SIZE))),
                options.get(BufferOptions.SPILLABLE)
                        ? options.get(BufferOptions.SPILL_DISK_SIZE)
                        : 0,
                Math.max(2, Math.min(mergeRuns, fanIn)));
    }

    private static void checkSupported(Options options) {
        if (options.get(MergeOptions.ENGINE) != MergeOptions.Engine.DEDUPLICATE) {
            throw new InvalidRequestException(
                    "merge-engine '"
                            + options.find("merge-engine").orElse("")
                            + "' is not supported; supported: deduplicate");
        }
        ChangelogProducer producer = options.get(MergeOptions.CHANGELOG_PRODUCER);
        if (producer == ChangelogProducer.LOOKUP || producer == ChangelogProducer.FULL_COMPACTION) {
            throw new InvalidRequestException(
                    "changelog-producer '"
                            + options.find("changelog-producer").orElse("")
                            + "' is not supported for writing; supported: none, input");
        }
    }

    private static int atLeast(Options options, Option<Integer> option, int least) {
        int value = options.get(option);
        if (value < least) {
            throw new InvalidRequestException(
                    "option '" + option.key() + "' = " + value + " is less than " + least);
        }
        return value;
    }

    private static int plus(int value, int more) {
        return value > Integer.MAX_VALUE - more ? Integer.MAX_VALUE : value + more;
    }
}
