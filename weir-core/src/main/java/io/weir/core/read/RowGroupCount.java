package io.weir.core.read;

import io.weir.core.file.FileRows;
import io.weir.storage.Location;
import io.weir.table.RowGroupPruning;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums up what splits read of their files. */
final class RowGroupCount {

    private final Map<Location, FileRows> files = new LinkedHashMap<>();

    void add(FileRows rows) {
        files.merge(rows.location(), rows, FileRows::union);
    }

    RowGroupPruning sum() {
        long rowGroups = 0;
        long rowGroupsRead = 0;
        long rows = 0;
        long rowsRead = 0;
        for (FileRows file : files.values()) {
            rowGroups += file.rowGroups().size();
            rowGroupsRead += file.rowGroupsRead();
            rows += file.rowCount();
            rowsRead += file.ranges().rowCount();
        }
        return new RowGroupPruning(rowGroups, rowGroupsRead, rows, rowsRead);
    }
}
