package io.weir.core.write;

import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which tables can be written. Writing a table whose options ask for what is not built yet would
 * break it, so it is refused.
 */
final class WriteSupport {

    // Values that are written as asked for; any other value of these keys is refused.
    private static final Map<String, Set<String>> SUPPORTED =
            Map.of(
                    "merge-engine", Set.of("deduplicate"),
                    "changelog-producer", Set.of("none", "input"),
                    "deletion-vectors.enabled", Set.of("false"),
                    "row-tracking.enabled", Set.of("false"),
                    "data-evolution.enabled", Set.of("false"),
                    "pk-clustering-override", Set.of("false"),
                    "sequence.snapshot-ordering", Set.of("false"),
                    "type", Set.of("table"));

    private WriteSupport() {}

    /**
     * @throws InvalidRequestException the table cannot be written
     */
    static void check(TableSchema schema) {
        Options options = schema.tableOptions();
        SUPPORTED.forEach(
                (key, values) -> {
                    String value = options.find(key).orElse(values.iterator().next());
                    if (!values.contains(value.trim().toLowerCase(Locale.ROOT))) {
                        throw new InvalidRequestException(
                                "writing a table with '"
                                        + key
                                        + "' = '"
                                        + value
                                        + "' is not supported; supported: "
                                        + String.join(", ", values));
                    }
                });
        checkBuckets(schema, options.get(BucketOptions.BUCKET));
    }

    private static void checkBuckets(TableSchema schema, int bucket) {
        if (bucket == 0 || bucket < -2) {
            throw new InvalidRequestException(
                    "option 'bucket' = " + bucket + " must be -1, -2 or at least 1");
        }
        if (bucket == -2) {
            throw new InvalidRequestException(
                    "writing a table with 'bucket' = -2 (postponed buckets) is not supported");
        }
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
