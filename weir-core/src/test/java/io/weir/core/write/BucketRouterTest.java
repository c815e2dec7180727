package io.weir.core.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BucketRouterTest {

    private static TableSchema schema(Map<String, String> options) {
        return new TableSchema(
                0,
                List.of(
                        Field.of(0, "p", DataType.string()),
                        Field.of(1, "k", DataType.integer().notNull()),
                        Field.of(2, "s", DataType.string().notNull()),
                        Field.of(3, "d", DataType.decimal(10, 2).notNull())),
                3,
                List.of("p"),
                List.of("p", "k"),
                options,
                null,
                0);
    }

    private static int bucket(Map<String, String> options, Row row) {
        int[] buckets = new int[1];
        TableSchema schema = schema(options);
        new BucketFunction(schema).buckets(Cells.batch(schema.rowType(), List.of(row)), buckets);
        return buckets[0];
    }

    // Vectors of the format page, sections 6.2 and 14.1.
    @Test
    void bucketsAreThoseOfTheFormat() {
        Row row = Row.of("x", 1, "abc", new java.math.BigDecimal("12.34"));
        Map<String, String> all = new HashMap<>(Map.of("bucket-key", "k,s,d"));
        assertEquals(2, bucket(with(all, "3", "default"), row));
        assertEquals(3, bucket(with(all, "4", "hive"), row));
        assertEquals(0, bucket(with(all, "7", "hive"), row));
        assertEquals(15, bucket(with(all, "16", "hive"), row));
        Map<String, String> key = new HashMap<>(Map.of("bucket-key", "k"));
        Row minusThree = Row.of("x", -3, "abc", new java.math.BigDecimal("12.34"));
        assertEquals(2, bucket(with(key, "5", "mod"), minusThree));
        assertEquals(14, bucket(with(key, "16", "default"), row));
    }

    private static Map<String, String> with(
            Map<String, String> options, String buckets, String function) {
        Map<String, String> joined = new HashMap<>(options);
        joined.put("bucket", buckets);
        joined.put("bucket-function.type", function);
        return joined;
    }

    @Test
    void everyRowGoesToItsPartitionAndBucketInOrder() {
        TableSchema schema = schema(Map.of("bucket", "3"));
        SplittableRandom random = new SplittableRandom(9);
        PartitionIndex partitions = new PartitionIndex(schema.partitionType());
        BucketRouter router =
                new BucketRouter(
                        schema,
                        partitions,
                        number -> {
                            throw new AssertionError("no dynamic buckets here: " + number);
                        });
        RowRules rules = new RowRules(schema);
        for (int round = 0; round < 20; round++) {
            List<Row> rows = new ArrayList<>();
            int partitionCount = 1 + random.nextInt(40);
            for (int row = 0; row < 200; row++) {
                int partition = random.nextInt(partitionCount);
                rows.add(
                        Row.of(
                                partition == 0 ? null : "p".repeat(partition % 9) + partition,
                                random.nextInt(1000),
                                "s",
                                new java.math.BigDecimal("1.00")));
            }
            Batch batch = Cells.batch(schema.rowType(), rows);
            BucketRouter.Routed routed = router.route(batch, rules.accept(batch));
            int from = 0;
            int seen = 0;
            for (int index = 0; index < routed.slots().length; index++) {
                BucketRouter.Slot slot = router.slot(routed.slots()[index]);
                int last = -1;
                for (int at = from; at < routed.ends()[index]; at++) {
                    int number = routed.rows()[at];
                    Row row = rows.get(number);
                    assertTrue(number > last, "rows of a bucket keep their order");
                    assertEquals(bucket(Map.of("bucket", "3"), row), slot.bucket());
                    byte[] partition =
                            BinaryRowWriter.serialize(schema.partitionType(), row.get(0));
                    assertEquals(partitions.number(partition), slot.partition());
                    last = number;
                    seen++;
                }
                from = routed.ends()[index];
            }
            assertEquals(rows.size(), seen);
        }
    }
}
