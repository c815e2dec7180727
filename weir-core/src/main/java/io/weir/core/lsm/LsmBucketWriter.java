package io.weir.core.lsm;

import io.weir.core.file.BucketPlace;
import io.weir.core.file.BucketWriter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.WriterSpecs;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.data.ColumnVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one bucket of a primary-key table: buffer, level 0, compaction.
 *
 * <p>Options are those of the schema of {@code specs}. One thread at a time; compactions run on the
 * environment's workers.
 */
public final class LsmBucketWriter implements BucketWriter {

    private final BucketPlace place;
    private final int totalBuckets;
    private final WriterSpecs specs;
    private final DataFiles reader;
    private final List<DataFile> existing;

    /**
     * @param totalBuckets number of buckets of the table, -1 when dynamic
     * @param specs for the files it writes
     * @param reader for compactions; its schema is the one of {@code specs}
     * @param existing live files of the bucket, all of them; none for a writer that overwrites
     */
    public LsmBucketWriter(
            BucketPlace place,
            int totalBuckets,
            WriterSpecs specs,
            DataFiles reader,
            List<DataFile> existing) {
        this.place = place;
        this.totalBuckets = totalBuckets;
        this.specs = specs;
        this.reader = reader;
        this.existing = existing;
    }

    @Override
    public void write(
            ColumnVector[] columns, byte @Nullable [] rowKinds, int[] rows, int from, int count) {
        throw new IllegalStateException("not written yet: " + specs + reader + existing);
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public void flush() {
        throw new IllegalStateException("not written yet: " + place + totalBuckets);
    }

    @Override
    public void compact(boolean full) {
        throw new IllegalStateException("not written yet: " + place + totalBuckets);
    }

    @Override
    public BucketChanges prepare(boolean waitCompaction) {
        throw new IllegalStateException("not written yet: " + place + totalBuckets);
    }

    @Override
    public boolean isIdle() {
        return true;
    }

    @Override
    public void close() {}
}
