package io.weir.core.append;

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
 * Writes one bucket of an append table: rows go straight into files, small files are joined behind.
 *
 * <p>Retracts are refused by the caller. One thread at a time.
 */
public final class AppendBucketWriter implements BucketWriter {

    private final BucketPlace place;
    private final int totalBuckets;
    private final WriterSpecs specs;
    private final DataFiles reader;
    private final List<DataFile> existing;

    /**
     * @param totalBuckets number of buckets of the table, -1 when unaware
     * @param specs for the files it writes
     * @param reader for compactions
     * @param existing live files of the bucket; for tables without buckets they may be empty
     */
    public AppendBucketWriter(
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
    public void flush() {}

    @Override
    public void compact(boolean full) {}

    @Override
    public BucketChanges prepare(boolean waitCompaction) {
        return new BucketChanges(
                place.partition(),
                place.bucket(),
                totalBuckets,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public boolean isIdle() {
        return true;
    }

    @Override
    public void close() {}
}
