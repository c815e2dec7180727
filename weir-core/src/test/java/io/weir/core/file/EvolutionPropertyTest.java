package io.weir.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.meta.DataFile;
import io.weir.data.Row;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of older schemas, read in newer ones, against an evolution of single Java values. */
final class EvolutionPropertyTest {

    private static final Object NOTHING = new Object();

    @TempDir Path directory;

    @Test
    void oldFilesReadLikeEvolvedValuesInMemory() {
        run(FileFormats.of(new MemoryFormat()), "mem", 150);
    }

    @Test
    void oldParquetFilesReadLikeEvolvedValuesInMemory() {
        run(FileFormats.installed(), "parquet", 150);
    }

    private void run(FileFormats formats, String format, int rounds) {
        for (long seed = 0; seed < rounds; seed++) {
            Random random = new Random(seed);
            RandomTypes types = new RandomTypes(random);
            List<Field> fields = types.fields(1 + random.nextInt(6), 2);
            TestTable table =
                    new TestTable(
                            directory,
                            TestTable.schema(0, fields, List.of(), "file.format", format),
                            formats);
            Map<DataFile, List<Row>> written = new LinkedHashMap<>();
            for (int version = 0; version < 4; version++) {
                if (version > 0) {
                    fields = types.change(fields, 2);
                    table.evolve(
                            TestTable.schema(version, fields, List.of(), "file.format", format));
                }
                List<Row> rows = new ArrayList<>();
                for (int left = 1 + random.nextInt(30); left > 0; left--) {
                    rows.add(types.row(fields));
                }
                written.put(table.append(rows).get(0), rows);
            }
            RowType current = table.schema.rowType();
            check(table, written, current, "seed " + seed);
            check(table, written, RowType.of(types.project(fields)), "seed " + seed);
        }
    }

    private static void check(
            TestTable table, Map<DataFile, List<Row>> written, RowType wanted, String message) {
        written.forEach(
                (file, rows) -> {
                    RowType from = table.schemas.get(file.schemaId()).rowType();
                    List<Object> expected = new ArrayList<>();
                    for (Row row : rows) {
                        Object evolved = evolveRow(row, from, wanted);
                        expected.add(
                                evolved == NOTHING ? Row.of(new Object[wanted.size()]) : evolved);
                    }
                    List<Row> found = table.rows(file, wanted, null);
                    assertEquals(
                            expected.size(),
                            found.size(),
                            () -> message + " " + from + " > " + wanted);
                    for (int row = 0; row < found.size(); row++) {
                        assertEquals(
                                show(expected.get(row)),
                                show(found.get(row)),
                                () -> message + " " + from + " > " + wanted);
                    }
                });
    }

    private static String show(Object value) {
        if (value instanceof Row row) {
            return show(row.values());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(EvolutionPropertyTest::show).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            return show(new ArrayList<>(map.keySet())) + show(new ArrayList<>(map.values()));
        }
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }

    /**
     * The value in the new type; NOTHING when the old row type has none of the new one's fields.
     */
    private static Object evolve(Object value, DataType from, DataType to) {
        if (from instanceof RowType old && to instanceof RowType wanted) {
            return evolveRow((Row) value, old, wanted);
        }
        if (value == null) {
            return null;
        }
        if (from instanceof ArrayType old) {
            List<Object> list = new ArrayList<>();
            for (Object element : (List<?>) value) {
                list.add(orNull(evolve(element, old.element(), ((ArrayType) to).element())));
            }
            return list;
        }
        if (from instanceof MapType old) {
            Map<Object, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) value)
                    .forEach(
                            (key, entry) ->
                                    map.put(
                                            key,
                                            orNull(
                                                    evolve(
                                                            entry,
                                                            old.value(),
                                                            ((MapType) to).value()))));
            return map;
        }
        return to instanceof ScalarType scalar ? cast(value, scalar) : value;
    }

    private static Object orNull(Object value) {
        return value == NOTHING ? null : value;
    }

    private static Object evolveRow(Row value, RowType from, RowType to) {
        Object[] values = new Object[to.size()];
        boolean any = false;
        for (int column = 0; column < values.length; column++) {
            Field wanted = to.field(column);
            for (int old = 0; old < from.size(); old++) {
                if (from.field(old).id() == wanted.id()) {
                    Object inner = value == null ? null : value.get(old);
                    Object evolved = evolve(inner, from.type(old), wanted.type());
                    any |= evolved != NOTHING;
                    values[column] = orNull(evolved);
                }
            }
        }
        if (!any) {
            return NOTHING;
        }
        return value == null ? null : Row.of(values);
    }

    private static Object cast(Object value, ScalarType to) {
        return switch (to.kind()) {
            case INT -> ((Number) value).intValue();
            case BIGINT -> ((Number) value).longValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case VARCHAR -> {
                String text = value.toString();
                yield text.length() > to.length() ? text.substring(0, to.length()) : text;
            }
            case DECIMAL -> ((BigDecimal) value).setScale(to.scale(), RoundingMode.HALF_UP);
            case TIMESTAMP -> value instanceof LocalDate date ? date.atStartOfDay() : value;
            default -> value;
        };
    }
}
