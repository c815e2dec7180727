package io.weir.interop;

import io.weir.data.Row;
import io.weir.testkit.RandomRows;
import io.weir.testkit.RandomTypes;
import io.weir.testkit.RowText;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws tables of every kind from a seed. */
final class TableSpecs {

    /** What a table is made for. */
    enum Kind {
        PK_FIXED(true, Map.of("bucket", "2")),
        PK_FIXED_INPUT(true, Map.of("bucket", "2", "changelog-producer", "input")),
        PK_DYNAMIC(true, Map.of("bucket", "-1", "dynamic-bucket.target-row-num", "15")),
        PK_THIN(true, Map.of("bucket", "1", "data-file.thin-mode", "true")),
        APPEND(false, Map.of("bucket", "-1")),
        APPEND_BUCKETED(false, Map.of("bucket", "3"));

        final boolean keyed;
        final Map<String, String> options;

        Kind(boolean keyed, Map<String, String> options) {
            this.keyed = keyed;
            this.options = options;
        }
    }

    private TableSpecs() {}

    /** A table of the kind with random columns, key and partition. */
    static TableSpec random(Kind kind, long seed) {
        Random random = new Random(seed);
        RandomTypes types = new RandomTypes(seed);
        List<Field> fields = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> partitions = new ArrayList<>();
        int keyCount = 1 + random.nextInt(3);
        for (int key = 0; key < keyCount; key++) {
            fields.add(Field.of(key, "k" + key, types.key()));
            keys.add("k" + key);
        }
        if (random.nextBoolean()) {
            fields.add(Field.of(keyCount, "p", DataType.integer().notNull()));
            partitions.add("p");
        }
        RowType values = types.row(1 + random.nextInt(8), 2);
        for (Field value : values.fields()) {
            fields.add(value.withId(value.id() + 100).withType(readable(value.type())));
        }
        return spec(kind, "t" + seed, fields, keys, partitions);
    }

    /**
     * The type with multisets of text only. Paimon cannot read what it wrote itself when the
     * elements of a multiset are decimals or timestamps: it takes the counts for such, too.
     */
    static DataType readable(DataType type) {
        if (type instanceof MultisetType multiset) {
            return new MultisetType(DataType.string().notNull(), multiset.nullable());
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(readable(array.element()), array.nullable());
        }
        if (type instanceof MapType map) {
            return new MapType(map.key(), readable(map.value()), map.nullable());
        }
        if (type instanceof RowType row) {
            return new RowType(
                    row.fields().stream()
                            .map(field -> field.withType(readable(field.type())))
                            .toList(),
                    row.nullable());
        }
        return type;
    }

    /** A table of the kind: keys, the partition, and values. */
    static TableSpec spec(
            Kind kind,
            String name,
            List<Field> fields,
            List<String> keys,
            List<String> partitions) {
        Map<String, String> options = new HashMap<>(kind.options);
        if (kind == Kind.APPEND_BUCKETED) {
            options.put("bucket-key", String.join(",", keys));
        }
        List<String> primaryKeys = new ArrayList<>();
        if (kind.keyed) {
            primaryKeys.addAll(partitions);
            primaryKeys.addAll(keys);
        }
        return new TableSpec(
                kind.name().toLowerCase(java.util.Locale.ROOT) + "_" + name,
                RowType.of(fields),
                partitions,
                primaryKeys,
                options);
    }

    /** The same rows in at most three partitions; none is NaN, which we refuse. */
    static List<Row> fewPartitions(TableSpec spec, List<Row> rows) {
        List<Row> pool = new RandomRows(spec.name().hashCode(), 0.25).rows(spec.type(), 3);
        return rows.stream().map(row -> fewPartitions(spec, row, pool)).toList();
    }

    private static Row fewPartitions(TableSpec spec, Row row, List<Row> pool) {
        Object[] values = row.values().toArray();
        for (String name : spec.partitionKeys()) {
            int column = spec.type().index(name);
            int choice = Math.floorMod(RowText.text(values[column]).hashCode(), pool.size());
            Object value = pool.get(choice).get(column);
            values[column] = "NaN".equals(String.valueOf(value)) ? null : value;
        }
        return Row.of(row.kind(), values);
    }
}
