package io.weir.core.scan;

import io.weir.core.codec.BucketFunction;
import io.weir.core.read.Conjuncts;
import io.weir.data.Cells;
import io.weir.data.ColumnVector;
import io.weir.data.Row;
import io.weir.option.BucketOptions;
import io.weir.option.Options;
import io.weir.predicate.Predicate;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The buckets in which keys of interest can be, when a filter names values for all columns of the
 * bucket key. Safe for many threads.
 *
 * <p>The number of buckets is that of each entry, not the table's option: partitions keep the count
 * they were written with. Entries without a count (dynamic, unaware) have any bucket.
 */
final class BucketSelection {

    /** Combinations of values past which hashing them is not worth it. */
    private static final int COMBINATIONS_MAX = 1000;

    private static final BucketSelection ALL = new BucketSelection(null, new ColumnVector[0], 0);

    private final @Nullable BucketFunction function;
    private final ColumnVector[] keys;
    private final int keyCount;
    private final Map<Integer, BitSet> byTotal = new ConcurrentHashMap<>();

    private BucketSelection(@Nullable BucketFunction function, ColumnVector[] keys, int keyCount) {
        this.function = function;
        this.keys = keys;
        this.keyCount = keyCount;
    }

    static BucketSelection of(TableSchema schema, Conjuncts conjuncts) {
        List<String> bucketKey = bucketKey(schema);
        if (bucketKey.isEmpty() || conjuncts.parts().isEmpty()) {
            return ALL;
        }
        RowType keyType = schema.rowType().project(bucketKey);
        List<List<Object>> candidates = new ArrayList<>();
        long combinations = 1;
        for (Field column : keyType.fields()) {
            List<Object> found = candidates(column.name(), column.type(), conjuncts);
            if (found == null) {
                return ALL;
            }
            candidates.add(found);
            combinations *= found.size();
            if (combinations > COMBINATIONS_MAX) {
                return ALL;
            }
        }
        List<Row> rows = rows(candidates, (int) combinations);
        BucketOptions.Function function = schema.tableOptions().get(BucketOptions.FUNCTION);
        return new BucketSelection(
                new BucketFunction(function, keyType),
                Cells.batch(keyType, rows).columns(),
                rows.size());
    }

    private static List<String> bucketKey(TableSchema schema) {
        Options options = schema.tableOptions();
        String names = options.get(BucketOptions.BUCKET_KEY);
        return names.isBlank()
                ? schema.trimmedPrimaryKeys()
                : Arrays.stream(names.split(",")).map(String::trim).toList();
    }

    /**
     * The values a column may have, null when the filter does not name them or they cannot be
     * hashed.
     */
    private static @Nullable List<Object> candidates(
            String column, DataType type, Conjuncts conjuncts) {
        for (Predicate part : conjuncts.parts()) {
            List<Object> values = null;
            if (part instanceof Predicate.Compare compare
                    && compare.comparison() == Predicate.Comparison.EQUAL
                    && compare.column().equals(column)) {
                values = List.of(compare.literal());
            } else if (part instanceof Predicate.In in && in.column().equals(column)) {
                values = in.literals();
            }
            if (values != null && values.stream().allMatch(value -> isExact(value, type))) {
                return values;
            }
        }
        return null;
    }

    /**
     * Whether a literal has one binary form in the type. Not so for floating point, where 0.0 and
     * -0.0 are equal and hash apart, and for literals with more digits than the type holds.
     */
    private static boolean isExact(Object value, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> value instanceof Boolean;
            case TINYINT -> value instanceof Byte;
            case SMALLINT -> value instanceof Short;
            case INT -> value instanceof Integer;
            case BIGINT -> value instanceof Long;
            case DATE -> value instanceof java.time.LocalDate;
            case CHAR, VARCHAR -> value instanceof String;
            case BINARY, VARBINARY -> value instanceof byte[];
            case DECIMAL ->
                    value instanceof BigDecimal decimal
                            && decimal.scale() == ((ScalarType) type).scale()
                            && decimal.precision() <= ((ScalarType) type).precision();
            case TIMESTAMP ->
                    value instanceof LocalDateTime wall
                            && fits(wall.getNano(), ((ScalarType) type).precision());
            case TIMESTAMP_LTZ ->
                    value instanceof Instant instant
                            && fits(instant.getNano(), ((ScalarType) type).precision());
            case TIME, FLOAT, DOUBLE, ARRAY, MAP, MULTISET, ROW -> false;
        };
    }

    private static boolean fits(int nanos, int precision) {
        int unit = 1;
        for (int digit = precision; digit < 9; digit++) {
            unit *= 10;
        }
        return nanos % unit == 0;
    }

    private static List<Row> rows(List<List<Object>> candidates, int combinations) {
        List<Row> rows = new ArrayList<>(combinations);
        for (int combination = 0; combination < combinations; combination++) {
            Object[] row = new Object[candidates.size()];
            int rest = combination;
            for (int column = 0; column < row.length; column++) {
                List<Object> values = candidates.get(column);
                row[column] = values.get(rest % values.size());
                rest /= values.size();
            }
            rows.add(Row.of(row));
        }
        return rows;
    }

    /** Whether an entry of this bucket may hold a key of interest. */
    boolean has(int bucket, int totalBuckets) {
        BucketFunction known = function;
        return known == null
                || totalBuckets <= 0
                || byTotal.computeIfAbsent(totalBuckets, total -> choose(known, total)).get(bucket);
    }

    private BitSet choose(BucketFunction known, int totalBuckets) {
        int[] buckets = new int[keyCount];
        known.buckets(keys, keyCount, totalBuckets, buckets);
        BitSet chosen = new BitSet(totalBuckets);
        for (int bucket : buckets) {
            chosen.set(bucket);
        }
        return chosen;
    }
}
