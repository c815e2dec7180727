package io.weir.table;

import java.util.List;

/** A read that can tell beforehand what it will leave out inside of the files. */
public interface ExplainedRead extends TableRead {

    /**
     * Decides, as opening the splits would, which row groups and pages of their files are read.
     * Opens every file of the splits, but reads footers and page indexes only.
     *
     * @param splits of a plan of the same scan
     */
    RowGroupPruning rowGroups(List<Split> splits);
}
