package io.weir.interop;

import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.index.BucketAssigner;
import org.apache.paimon.index.HashBucketAssigner;
import org.apache.paimon.index.SimpleHashBucketAssigner;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.RowPartitionKeyExtractor;

/** The buckets of new rows of a dynamic-bucket table, as Paimon's sinks choose them. */
final class BucketChoice {

    private final RowPartitionKeyExtractor keys;
    private final BucketAssigner assigner;

    private BucketChoice(FileStoreTable table, BucketAssigner assigner) {
        this.keys = new RowPartitionKeyExtractor(table.schema());
        this.assigner = assigner;
    }

    /** For rows that are added to what there is. */
    static BucketChoice of(FileStoreTable table, String commitUser) {
        return new BucketChoice(
                table,
                new HashBucketAssigner(
                        table.snapshotManager(),
                        commitUser,
                        table.store().newIndexFileHandler(),
                        1,
                        1,
                        0,
                        table.coreOptions().dynamicBucketTargetRowNum(),
                        table.coreOptions().dynamicBucketMaxBuckets()));
    }

    /** For rows that replace what there is. */
    static BucketChoice ofNothing(FileStoreTable table) {
        return new BucketChoice(
                table,
                new SimpleHashBucketAssigner(
                        1,
                        0,
                        table.coreOptions().dynamicBucketTargetRowNum(),
                        table.coreOptions().dynamicBucketMaxBuckets()));
    }

    int of(InternalRow row) {
        BinaryRow partition = keys.partition(row);
        return assigner.assign(partition, keys.trimmedPrimaryKey(row).hashCode());
    }
}
