package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What to compact.
 *
 * @param outputLevel where the result goes
 * @param files of the picked runs
 * @param full whether these are all runs there are
 */
record CompactionUnit(int outputLevel, List<DataFile> files, boolean full) {

    static CompactionUnit of(int outputLevel, List<SortedRun> runs, boolean full) {
        List<DataFile> files = new ArrayList<>();
        for (SortedRun run : runs) {
            files.addAll(run.files());
        }
        return new CompactionUnit(outputLevel, files, full);
    }

    /** Whether it would change nothing: one file that is where it belongs. */
    boolean isIdle() {
        return files.isEmpty() || (files.size() == 1 && files.get(0).level() == outputLevel);
    }
}
