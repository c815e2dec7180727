package io.weir.interop;

import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.index.HashBucketAssigner;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.RowPartitionKeyExtractor;

/** The buckets of new rows of a dynamic-bucket table, as Paimon's sinks choose them. */
final class BucketChoice {

    private final RowPartitionKeyExtractor keys;
    private final HashBucketAssigner assigner;

    BucketChoice(FileStoreTable table, String commitUser) {
        keys = new RowPartitionKeyExtractor(table.schema());
        assigner =
                new HashBucketAssigner(
                        table.snapshotManager(),
                        commitUser,
                        table.store().newIndexFileHandler(),
                        1,
                        1,
                        0,
                        table.coreOptions().dynamicBucketTargetRowNum(),
                        table.coreOptions().dynamicBucketMaxBuckets());
    }

    int of(InternalRow row) {
        BinaryRow partition = keys.partition(row);
        return assigner.assign(partition, keys.trimmedPrimaryKey(row).hashCode());
    }
}
