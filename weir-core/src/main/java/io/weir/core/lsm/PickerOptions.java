package io.weir.core.lsm;

import io.weir.option.CompactionOptions;
import io.weir.option.Options;

/**
 * The numbers a {@link CompactionPicker} goes by. 0 stands for "not set" in the last three.
 *
 * @param trigger sorted runs that start a compaction
 * @param sizeRatioPercent tolerance when sizes are compared
 * @param maxSizeAmplificationPercent size of the younger runs, in percent of the oldest, that
 *     starts a full compaction
 * @param offPeakStart first off-peak hour, -1 none
 * @param offPeakEnd end of off-peak hours, -1 none
 * @param offPeakRatioPercent added to the size ratio in those hours
 * @param optimizationIntervalMillis full compaction when the last is so long ago
 * @param totalSizeThreshold smaller buckets are compacted fully
 * @param incrementalSizeThreshold more bytes outside the top level start a full compaction
 */
record PickerOptions(
        int trigger,
        int sizeRatioPercent,
        int maxSizeAmplificationPercent,
        int offPeakStart,
        int offPeakEnd,
        int offPeakRatioPercent,
        long optimizationIntervalMillis,
        long totalSizeThreshold,
        long incrementalSizeThreshold) {

    static PickerOptions of(Options options, int trigger) {
        return new PickerOptions(
                trigger,
                options.get(CompactionOptions.SIZE_RATIO),
                options.get(CompactionOptions.MAX_SIZE_AMPLIFICATION),
                options.get(CompactionOptions.OFF_PEAK_START),
                options.get(CompactionOptions.OFF_PEAK_END),
                options.get(CompactionOptions.OFF_PEAK_RATIO),
                options.get(CompactionOptions.OPTIMIZATION_INTERVAL).toMillis(),
                options.get(CompactionOptions.TOTAL_SIZE_THRESHOLD),
                options.get(CompactionOptions.INCREMENTAL_SIZE_THRESHOLD));
    }

    /** The size ratio at an hour of the day, 0 to 23. */
    int sizeRatioPercentAt(int hour) {
        return isOffPeak(hour) ? sizeRatioPercent + offPeakRatioPercent : sizeRatioPercent;
    }

    private boolean isOffPeak(int hour) {
        if (offPeakStart < 0 || offPeakEnd < 0 || offPeakStart == offPeakEnd) {
            return false;
        }
        return offPeakStart < offPeakEnd
                ? hour >= offPeakStart && hour < offPeakEnd
                : hour >= offPeakStart || hour < offPeakEnd;
    }
}
