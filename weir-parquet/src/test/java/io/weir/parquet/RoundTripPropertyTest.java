package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.data.Batch;
import io.weir.format.FormatOptions;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundTripPropertyTest {

    private static final String[] CODECS = {"zstd", "snappy", "lz4", "gzip", "none"};

    @Test
    void everyScalarTypeComesBack() {
        for (long seed = 0; seed < 8; seed++) {
            RandomColumns random = new RandomColumns(seed);
            List<Field> fields = new ArrayList<>();
            for (DataType type : RandomColumns.scalars()) {
                int id = fields.size();
                fields.add(Field.of(id, "c" + id, seed % 2 == 0 ? type : type.notNull()));
            }
            checkRoundTrip(RowType.of(fields), random, seed, 3000);
        }
    }

    @Test
    void nestedTypesComeBack() {
        for (long seed = 100; seed < 160; seed++) {
            RandomColumns random = new RandomColumns(seed);
            checkRoundTrip(random.rowType(4, 3), random, seed, 700);
        }
    }

    private static void checkRoundTrip(RowType type, RandomColumns random, long seed, int most) {
        SplittableRandom sizes = new SplittableRandom(seed);
        List<Batch> batches = new ArrayList<>();
        for (int batch = sizes.nextInt(4); batch >= 0; batch--) {
            batches.add(random.batch(type, sizes.nextInt(most)));
        }
        FormatOptions options =
                Files.options(
                        CODECS[(int) (seed % CODECS.length)],
                        sizes.nextInt(3) == 0 ? 20_000 : 0,
                        sizes.nextInt(3) == 0
                                ? Map.of("parquet.page.size", "2000")
                                : Map.of(
                                        "parquet.enable.dictionary",
                                        Boolean.toString(sizes.nextBoolean())));
        byte[] file = Files.write(type, batches, options);
        assertRows(Cells.rows(batches), Cells.rows(Files.read(file, type)), type, seed);
    }

    static void assertRows(
            List<List<Object>> expected, List<List<Object>> found, RowType type, long seed) {
        assertEquals(expected.size(), found.size(), "rows, seed " + seed);
        for (int row = 0; row < expected.size(); row++) {
            for (int column = 0; column < type.size(); column++) {
                assertEquals(
                        expected.get(row).get(column),
                        found.get(row).get(column),
                        "seed "
                                + seed
                                + ", row "
                                + row
                                + ", column "
                                + column
                                + " of type "
                                + type.type(column));
            }
        }
    }
}
