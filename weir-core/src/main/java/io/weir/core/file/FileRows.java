package io.weir.core.file;

import io.weir.format.RowGroup;
import io.weir.format.RowRanges;
import io.weir.storage.Location;
import java.util.List;

/**
 * What a read looks at in a data file.
 *
 * @param location of the file
 * @param rowGroups all its row groups, in row order
 * @param ranges the rows that are looked at
 */
public record FileRows(Location location, List<RowGroup> rowGroups, RowRanges ranges) {

    public FileRows {
        rowGroups = List.copyOf(rowGroups);
    }

    /** What two reads of one file look at together. */
    public FileRows union(FileRows other) {
        return new FileRows(location, rowGroups, ranges.union(other.ranges));
    }

    public long rowCount() {
        return rowGroups.stream().mapToLong(RowGroup::rowCount).sum();
    }

    /** Row groups that have a row in the ranges. */
    public long rowGroupsRead() {
        return rowGroups.stream().filter(this::touches).count();
    }

    private boolean touches(RowGroup group) {
        long end = group.firstRow() + group.rowCount();
        for (int range = 0; range < ranges.size(); range++) {
            if (ranges.start(range) < end && ranges.end(range) > group.firstRow()) {
                return true;
            }
        }
        return false;
    }
}
