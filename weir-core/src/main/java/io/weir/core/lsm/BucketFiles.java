package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.core.file.RunSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.core.meta.DataFile;
import java.util.List;

/** The data files of one bucket, as an LSM tree needs them. Safe for many threads. */
interface BucketFiles {

    /** Files in the making. One thread at a time. */
    interface Sink {

        /** Adds rows in key order, with sequence numbers and kinds. */
        void write(MergedBatch batch);

        /** Completes the files; call once. */
        List<DataFile> finish();

        /** Deletes what was made, also after {@link #finish}. */
        void abort();
    }

    /** New data files. */
    Sink create(int level, int fileSource);

    /** New changelog files beside data files of level 0. */
    Sink createChangelog();

    /**
     * Opens files for a merge.
     *
     * @param files in key order, not overlapping
     */
    Run open(List<DataFile> files, RunSpec spec);

    /** Deletes a file that no snapshot has. */
    void delete(DataFile file);
}
