package io.weir.core.read;

import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where files of several runs stand in the order of sequence numbers. */
final class SequenceRanges {

    /** A file and the number of its run. */
    private record Placed(DataFile file, int run) {}

    private SequenceRanges() {}

    /**
     * Whether no two files of different runs overlap in their sequence numbers, so that of two
     * versions of a key the file alone tells which is the newer.
     */
    static boolean areApart(List<List<DataFile>> runs) {
        List<Placed> files = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            for (DataFile file : runs.get(run)) {
                files.add(new Placed(file, run));
            }
        }
        files.sort(Comparator.comparingLong(placed -> placed.file().minSequence()));
        // The greatest number so far, and the greatest in other runs than that one's.
        long greatest = Long.MIN_VALUE;
        int greatestRun = -1;
        long greatestElsewhere = Long.MIN_VALUE;
        for (Placed placed : files) {
            DataFile file = placed.file();
            boolean same = placed.run() == greatestRun;
            if (greatestRun >= 0 && file.minSequence() <= (same ? greatestElsewhere : greatest)) {
                return false;
            }
            if (!same) {
                greatestElsewhere = greatest;
                greatestRun = placed.run();
            }
            greatest = Math.max(greatest, file.maxSequence());
        }
        return true;
    }
}
