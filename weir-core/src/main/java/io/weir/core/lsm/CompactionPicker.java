package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Chooses which sorted runs are compacted: universal compaction, as RocksDB has it and the
 * reference's options shape it.
 *
 * <p>Runs are looked at from the newest to the oldest. In this order of preference: everything,
 * when an option asks for it; everything, when the younger runs have grown large against the
 * oldest; the longest row of young runs in which the next is never much larger than all before it;
 * as many young runs as there are too many.
 */
final class CompactionPicker {

    private final PickerOptions options;
    private final boolean forceUpLevel0;
    private final Environment environment;
    private long lastFullMillis;

    /**
     * @param topLevelFiles at the start; their age tells when the last full compaction was
     */
    CompactionPicker(
            PickerOptions options,
            boolean forceUpLevel0,
            Environment environment,
            List<DataFile> topLevelFiles) {
        this.options = options;
        this.forceUpLevel0 = forceUpLevel0;
        this.environment = environment;
        this.lastFullMillis = lastFull(topLevelFiles, environment);
    }

    /** Creation times are local wall clocks told as though they were UTC. */
    private static long lastFull(List<DataFile> topLevelFiles, Environment environment) {
        long last = 0;
        for (DataFile file : topLevelFiles) {
            Long local = file.creationMillis();
            if (local != null) {
                Instant asUtc = Instant.ofEpochMilli(local);
                long millis =
                        local
                                - 1000L
                                        * environment
                                                .zone()
                                                .getRules()
                                                .getOffset(asUtc)
                                                .getTotalSeconds();
                last = Math.max(last, millis);
            }
        }
        return last;
    }

    /**
     * The next compaction, if one is due.
     *
     * @param runs newest first
     */
    Optional<CompactionUnit> pick(int levelCount, List<SortedRun> runs) {
        Optional<CompactionUnit> unit = pickUniversal(levelCount - 1, runs);
        if (unit.isEmpty() && forceUpLevel0) {
            unit = pickLevel0(levelCount - 1, runs);
        }
        return unit.filter(found -> !found.isIdle());
    }

    /**
     * Everything into the top level.
     *
     * @param rewriteAll whether also when everything is there already
     */
    Optional<CompactionUnit> pickFull(int levelCount, List<SortedRun> runs, boolean rewriteAll) {
        int top = levelCount - 1;
        if (runs.isEmpty() || (runs.size() == 1 && runs.get(0).level() == top && !rewriteAll)) {
            return Optional.empty();
        }
        return Optional.of(everything(top, runs));
    }

    private Optional<CompactionUnit> pickUniversal(int top, List<SortedRun> runs) {
        if (wantsEarlyFull(top, runs)) {
            return Optional.of(everything(top, runs));
        }
        if (runs.size() >= options.trigger()) {
            if (isAmplified(runs)) {
                return Optional.of(everything(top, runs));
            }
            int count = extend(runs, 1);
            if (count > 1) {
                return Optional.of(youngest(count, top, runs));
            }
        }
        if (runs.size() > options.trigger()) {
            return Optional.of(
                    youngest(extend(runs, runs.size() - options.trigger() + 1), top, runs));
        }
        return Optional.empty();
    }

    private Optional<CompactionUnit> pickLevel0(int top, List<SortedRun> runs) {
        int count = 0;
        while (count < runs.size() && runs.get(count).level() == 0) {
            count++;
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(youngest(extend(runs, count), top, runs));
    }

    private boolean wantsEarlyFull(int top, List<SortedRun> runs) {
        if (runs.size() <= 1) {
            return false;
        }
        long interval = options.optimizationIntervalMillis();
        if (interval > 0 && environment.currentMillis() - lastFullMillis > interval) {
            return true;
        }
        long total = 0;
        long belowTop = 0;
        for (SortedRun run : runs) {
            total += run.sizeBytes();
            belowTop += run.level() == top ? 0 : run.sizeBytes();
        }
        return total < options.totalSizeThreshold()
                || (options.incrementalSizeThreshold() > 0
                        && belowTop > options.incrementalSizeThreshold());
    }

    private boolean isAmplified(List<SortedRun> runs) {
        long younger = 0;
        for (int run = 0; run < runs.size() - 1; run++) {
            younger += runs.get(run).sizeBytes();
        }
        long oldest = runs.get(runs.size() - 1).sizeBytes();
        return younger * 100 > options.maxSizeAmplificationPercent() * oldest;
    }

    /** How many of the youngest runs to take when the first {@code taken} are. */
    private int extend(List<SortedRun> runs, int taken) {
        int hour =
                Instant.ofEpochMilli(environment.currentMillis())
                        .atZone(environment.zone())
                        .getHour();
        double factor = (100.0 + options.sizeRatioPercentAt(hour)) / 100.0;
        long size = 0;
        for (SortedRun run : runs.subList(0, taken)) {
            size += run.sizeBytes();
        }
        int count = taken;
        while (count < runs.size()) {
            SortedRun next = runs.get(count);
            boolean isNearBottom = count > 1 && next.level() <= 1;
            if (size * factor < next.sizeBytes() && !isNearBottom) {
                break;
            }
            size += next.sizeBytes();
            count++;
        }
        return count;
    }

    private CompactionUnit youngest(int taken, int top, List<SortedRun> runs) {
        int count = taken;
        int outputLevel = count == runs.size() ? top : Math.max(0, runs.get(count).level() - 1);
        while (outputLevel == 0 && count < runs.size()) {
            // Nothing is ever compacted into level 0: take runs until one has a level of its own.
            outputLevel = runs.get(count).level();
            count++;
        }
        return count == runs.size()
                ? everything(top, runs)
                : CompactionUnit.of(outputLevel, runs.subList(0, count), false);
    }

    private CompactionUnit everything(int top, List<SortedRun> runs) {
        lastFullMillis = environment.currentMillis();
        return CompactionUnit.of(top, runs, true);
    }
}
