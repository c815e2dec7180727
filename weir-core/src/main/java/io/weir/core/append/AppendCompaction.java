package io.weir.core.append;

import io.weir.core.meta.DataFile;
import java.util.List;

/** Which small files of an append table are worth joining. */
public final class AppendCompaction {

    private AppendCompaction() {}

    /**
     * Groups of files of a partition without buckets, each to be joined into one or a few files.
     */
    public static List<List<DataFile>> pack(
            List<DataFile> files, long targetSizeBytes, boolean full) {
        return List.of();
    }
}
