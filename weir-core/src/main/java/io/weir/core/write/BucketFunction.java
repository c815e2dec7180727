package io.weir.core.write;

import io.weir.core.codec.KeyHash;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import io.weir.type.TypeKind;
import java.util.Arrays;
import java.util.List;

/**
 * The bucket of a row in a table with a fixed number of buckets (format section 6.2). A pure
 * function of the bucket key.
 */
public final class BucketFunction {

    private final BucketOptions.Function function;
    private final RowType keyType;
    private final int[] keyColumns;
    private final int bucketCount;

    /**
     * @param schema of a table with {@code bucket} &gt; 0
     */
    public BucketFunction(TableSchema schema) {
        Options options = schema.tableOptions();
        List<String> key = bucketKey(schema);
        function = options.get(BucketOptions.FUNCTION);
        bucketCount = options.get(BucketOptions.BUCKET);
        keyType = schema.rowType().project(key);
        keyColumns = key.stream().mapToInt(schema.rowType()::index).toArray();
        if (function == BucketOptions.Function.MOD && !isSingleInteger()) {
            throw new InvalidRequestException(
                    "bucket-function.type mod needs one bucket key column of type INT or BIGINT,"
                            + " not "
                            + keyType);
        }
    }

    /** Columns whose values decide the bucket. */
    public static List<String> bucketKey(TableSchema schema) {
        String given = schema.tableOptions().get(BucketOptions.BUCKET_KEY);
        List<String> key =
                given.isBlank()
                        ? schema.trimmedPrimaryKeys()
                        : Arrays.stream(given.split(",")).map(String::trim).toList();
        if (key.isEmpty()) {
            throw new InvalidRequestException(
                    "a table without a primary key and with buckets needs the option bucket-key");
        }
        return key;
    }

    private boolean isSingleInteger() {
        return keyColumns.length == 1
                && (keyType.type(0).kind() == TypeKind.INT
                        || keyType.type(0).kind() == TypeKind.BIGINT);
    }

    public int bucketCount() {
        return bucketCount;
    }

    /** Writes the bucket of each row of a batch of the table's row type. */
    public void buckets(Batch batch, int[] buckets) {
        if (bucketCount == 1) {
            Arrays.fill(buckets, 0, batch.rowCount(), 0);
            return;
        }
        ColumnVector[] keys = batch.project(keyColumns).columns();
        int rowCount = batch.rowCount();
        switch (function) {
            case DEFAULT -> {
                KeyHash.hash(keyType, keys, rowCount, buckets);
                toBuckets(buckets, rowCount, bucketCount);
            }
            case MOD -> modulo(keys[0], rowCount, bucketCount, buckets);
            case HIVE -> {
                HiveHash.hash(keyType, keys, rowCount, buckets);
                toHiveBuckets(buckets, rowCount, bucketCount);
            }
        }
    }

    private static void toBuckets(int[] hashes, int rowCount, int bucketCount) {
        for (int row = 0; row < rowCount; row++) {
            hashes[row] = Math.abs(hashes[row] % bucketCount);
        }
    }

    private static void toHiveBuckets(int[] hashes, int rowCount, int bucketCount) {
        for (int row = 0; row < rowCount; row++) {
            hashes[row] = (hashes[row] & Integer.MAX_VALUE) % bucketCount;
        }
    }

    // The bucket of a null key is that of 0, whose place a null has in the key's binary row.
    private static void modulo(ColumnVector key, int rowCount, int bucketCount, int[] buckets) {
        for (int row = 0; row < rowCount; row++) {
            if (key.isNull(row)) {
                buckets[row] = 0;
            } else if (key instanceof IntVector ints) {
                buckets[row] = Math.floorMod(ints.values()[row], bucketCount);
            } else {
                buckets[row] = Math.floorMod(((LongVector) key).values()[row], bucketCount);
            }
        }
    }
}
