package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import java.util.List;

/**
 * Files in key order that do not overlap: one file of level 0, or all files of another level.
 *
 * @param level of all its files
 * @param files not empty
 */
record SortedRun(int level, List<DataFile> files) {

    SortedRun {
        files = List.copyOf(files);
    }

    long sizeBytes() {
        long size = 0;
        for (DataFile file : files) {
            size += file.sizeBytes();
        }
        return size;
    }
}
