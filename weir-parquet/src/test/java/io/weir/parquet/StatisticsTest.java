package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import io.weir.format.ColumnStatistics;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void boundsAndNullCountsAreExact() {
        for (long seed = 0; seed < 20; seed++) {
            RandomColumns random = new RandomColumns(seed);
            List<Field> fields = new ArrayList<>();
            for (DataType type : RandomColumns.scalars()) {
                fields.add(Field.of(fields.size(), "c" + fields.size(), type));
            }
            RowType type = RowType.of(fields);
            List<Batch> batches = List.of(random.batch(type, 900), random.batch(type, 2000));
            Files.Written file =
                    Files.written(
                            type,
                            batches,
                            Files.options("none", 40_000, Map.of("parquet.page.size", "900")));
            List<List<Object>> rows = Cells.rows(batches);
            for (int column = 0; column < type.size(); column++) {
                check(
                        file.file().statistics().get(column),
                        rows,
                        column,
                        "seed " + seed + " column " + type.field(column));
            }
        }
    }

    private static void check(
            ColumnStatistics statistics, List<List<Object>> rows, int column, String name) {
        Object min = null;
        Object max = null;
        long nulls = 0;
        for (List<Object> row : rows) {
            Object value = row.get(column);
            if (value == null) {
                nulls++;
                continue;
            }
            min = min == null || order(value, min, name) < 0 ? value : min;
            max = max == null || order(value, max, name) > 0 ? value : max;
        }
        assertEquals(nulls, statistics.nullCount(), name);
        ColumnVector bounds = statistics.bounds();
        if (min == null) {
            assertNull(bounds, name);
            return;
        }
        assertEquals(0, order(min, Cells.of(bounds, 0), name), name + " min " + min);
        assertEquals(0, order(max, Cells.of(bounds, 1), name), name + " max " + max);
    }

    private static int order(Object left, Object right, String name) {
        if (left instanceof ByteBuffer bytes) {
            return java.util.Arrays.compareUnsigned(bytes.array(), ((ByteBuffer) right).array());
        }
        if (left instanceof BigInteger wide) {
            return wide.compareTo((BigInteger) right);
        }
        if (left instanceof Integer bits) {
            float one = Float.intBitsToFloat(bits);
            float other = Float.intBitsToFloat((Integer) right);
            return one < other ? -1 : one > other ? 1 : 0;
        }
        if (name.contains("type=DOUBLE")) {
            double one = Double.longBitsToDouble((Long) left);
            double other = Double.longBitsToDouble((Long) right);
            return one < other ? -1 : one > other ? 1 : 0;
        }
        return Long.compare((Long) left, (Long) right);
    }

    @Test
    void wordsNobodyUsesDoNotCount() {
        RowType type = RowType.of(Field.of(0, "a", DataType.string()));
        BytesVector words = BenchmarkRows.strings("aaa", "m", "zzz");
        ColumnVector column = new DictionaryVector(words, new int[] {1, 1}, 2, Validity.ALL);
        Files.Written file =
                Files.written(type, List.of(new Batch(2, new ColumnVector[] {column})), Files.ZSTD);
        ColumnVector bounds = file.file().statistics().get(0).bounds();
        assertEquals("m", ((BytesVector) bounds).text(0));
        assertEquals("m", ((BytesVector) bounds).text(1));
    }
}
