package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.format.FormatReader;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.predicate.Predicate.Comparison;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MatchingPropertyTest {

    @Test
    void noMatchingRowIsLeftOut() {
        long pruned = 0;
        for (long seed = 0; seed < 40; seed++) {
            RandomColumns random = new RandomColumns(seed);
            SplittableRandom dice = new SplittableRandom(seed);
            List<Field> fields = new ArrayList<>();
            List<DataType> types = RandomColumns.scalars();
            for (int column = 0; column < 6; column++) {
                fields.add(Field.of(column, "c" + column, types.get(dice.nextInt(types.size()))));
            }
            RowType type = RowType.of(fields);
            List<Batch> batches = new ArrayList<>();
            for (int batch = 0; batch < 3; batch++) {
                batches.add(random.batch(type, 1 + dice.nextInt(1500)));
            }
            byte[] file =
                    Files.write(
                            type,
                            batches,
                            Files.options("none", 20_000, Map.of("parquet.page.size", "500")));
            List<List<Object>> rows = RandomPredicates.literals(type, batches);
            try (FormatReader reader = Files.open(file, type)) {
                for (int round = 0; round < 60; round++) {
                    Predicate predicate = RandomPredicates.predicate(type, rows, dice, 2);
                    RowRanges ranges = reader.matching(predicate);
                    pruned += rows.size() - ranges.rowCount();
                    for (int row = 0; row < rows.size(); row++) {
                        if (RandomPredicates.satisfies(predicate, type, rows.get(row))) {
                            int at = row;
                            assertTrue(
                                    RandomPredicates.inside(ranges, row),
                                    () -> "row " + at + " of " + predicate + " in " + ranges);
                        }
                    }
                }
            }
        }
        assertTrue(pruned > 100_000, "pruned " + pruned);
    }

    @Test
    void pagesOutsideTheBoundsAreLeftOut() {
        int rows = 100_000;
        long[] values = new long[rows];
        Arrays.setAll(values, row -> row);
        RowType type = RowType.of(Field.of(0, "a", DataType.bigint()));
        Batch batch =
                new Batch(rows, new ColumnVector[] {new LongVector(values, rows, Validity.ALL)});
        byte[] file = Files.write(type, List.of(batch), Files.ZSTD);
        try (FormatReader reader = Files.open(file, type)) {
            RowRanges ranges = reader.matching(Predicate.equal("a", 55_555L));
            assertEquals(1, ranges.size());
            assertTrue(RandomPredicates.inside(ranges, 55_555));
            assertTrue(ranges.rowCount() <= ChunkWriter.PAGE_ROWS_MAX);
            assertEquals(0, reader.matching(Predicate.equal("a", -1L)).rowCount());
            assertEquals(0, reader.matching(new Predicate.IsNull("a")).rowCount());
        }
    }

    @Test
    void notANumberIsNeverLeftOut() {
        RowType type = RowType.of(Field.of(0, "a", DataType.doubling()));
        double[] values = {1, 2, Double.NaN, 3};
        Batch batch = new Batch(4, new ColumnVector[] {new DoubleVector(values, 4, Validity.ALL)});
        Files.Written file = Files.written(type, List.of(batch), Files.ZSTD);
        assertEquals(null, file.file().statistics().get(0).bounds());
        try (FormatReader reader = Files.open(file.bytes(), type)) {
            for (Comparison comparison : Comparison.values()) {
                if (comparison != Comparison.STARTS_WITH) {
                    Predicate predicate = new Predicate.Compare("a", comparison, 100.0);
                    assertEquals(4, reader.matching(predicate).rowCount(), predicate.toString());
                }
            }
        }
    }
}
