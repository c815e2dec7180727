package io.weir.core.write;

import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.KnownOptions;
import io.weir.table.TableSchema;

/**
 * Which tables can be written. Writing a table whose options ask for what is not built yet would
 * break it, so it is refused.
 */
final class WriteSupport {

    private WriteSupport() {}

    /**
     * @throws InvalidRequestException the table cannot be written
     */
    static void check(TableSchema schema) {
        KnownOptions.checkWritable(schema.options());
        checkBuckets(schema, schema.tableOptions().get(BucketOptions.BUCKET));
    }

    private static void checkBuckets(TableSchema schema, int bucket) {
        boolean crossPartition = !schema.primaryKeys().containsAll(schema.partitionKeys());
        if (bucket == -1 && schema.hasPrimaryKey() && crossPartition) {
            throw new InvalidRequestException(
                    "writing a table with dynamic buckets whose primary key lacks the partition"
                            + " column is not supported: primary key "
                            + schema.primaryKeys()
                            + ", partitioned by "
                            + schema.partitionKeys());
        }
    }
}
