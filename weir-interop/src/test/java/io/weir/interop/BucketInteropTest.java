package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.codec.BucketFunction;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.option.BucketOptions;
import io.weir.testkit.RandomRows;
import io.weir.testkit.RandomTypes;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.FixedBucketRowKeyExtractor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same key goes to the same bucket. */
class BucketInteropTest {

    private static final long SEED = 20261124;

    @TempDir private Path warehouse;

    static Stream<ScalarType> keyTypes() {
        return RandomTypes.scalars().stream();
    }

    @ParameterizedTest
    @MethodSource("keyTypes")
    void tenThousandKeysOfOneColumn(ScalarType type) {
        compare("one", List.of(type), 10_000, 17, Map.of());
    }

    @Test
    void tenThousandKeysOfSeveralColumns() {
        Random random = new Random(SEED);
        List<ScalarType> types = RandomTypes.scalars();
        for (int table = 0; table < 25; table++) {
            List<DataType> key = new ArrayList<>();
            for (int column = random.nextInt(6) + 2; column > 0; column--) {
                key.add(types.get(random.nextInt(types.size())));
            }
            compare("many" + table, key, 400, 1 + random.nextInt(1000), Map.of());
        }
    }

    @Test
    void keysOfBucketFunctionMod() {
        Map<String, String> mod = Map.of("bucket-function.type", "mod");
        compare("mod_int", List.of(DataType.integer().notNull()), 1000, 7, mod);
        compare("mod_bigint", List.of(DataType.bigint().notNull()), 1000, 7, mod);
    }

    private void compare(
            String name,
            List<? extends DataType> key,
            int rowCount,
            int buckets,
            Map<String, String> more) {
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < key.size(); column++) {
            fields.add(Field.of(column, "k" + column, key.get(column)));
        }
        RowType type = RowType.of(fields);
        Map<String, String> options = new java.util.HashMap<>(more);
        options.put("bucket", "" + buckets);
        options.put("bucket-key", String.join(",", type.names()));
        TableSpec spec = new TableSpec(name, type, List.of(), List.of(), options);
        List<Row> rows = new RandomRows(SEED, 0.02).rows(type, rowCount);
        Batch batch = Cells.batch(type, rows);
        int[] ours = new int[rowCount];
        BucketOptions.Function function =
                more.isEmpty() ? BucketOptions.Function.DEFAULT : BucketOptions.Function.MOD;
        new BucketFunction(function, type).buckets(batch.columns(), rowCount, buckets, ours);
        try (PaimonSide paimon = new PaimonSide(warehouse)) {
            paimon.create(spec);
            FileStoreTable table = paimon.table(spec);
            FixedBucketRowKeyExtractor extractor = new FixedBucketRowKeyExtractor(table.schema());
            for (int row = 0; row < rowCount; row++) {
                extractor.setRecord(PaimonValues.toPaimon(rows.get(row), type));
                assertEquals(extractor.bucket(), ours[row], "seed " + SEED + " " + rows.get(row));
            }
        }
    }
}
