package io.weir.core.system;

import io.weir.core.codec.BinaryRow;
import io.weir.core.file.ValueCast;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.SimpleStats;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The value statistics of a file as text: {@code {a=1, b=null}}, by the names the columns have now.
 *
 * @param nullCounts null counts
 * @param minValues least values
 * @param maxValues greatest values
 */
record StatsText(String nullCounts, String minValues, String maxValues) {

    /**
     * @param written schema of the file
     * @param schema of the table, whose types the values are cast to
     * @param zone of instants when they are told as wall clocks
     */
    static StatsText of(DataFile file, TableSchema written, TableSchema schema, ZoneId zone) {
        SimpleStats stats = file.valueStats();
        List<String> given = file.valueStatsColumns();
        List<String> covered = given != null ? given : written.rowType().names();
        BinaryRow min = BinaryRow.ofSerialized(stats.minValues());
        BinaryRow max = BinaryRow.ofSerialized(stats.maxValues());
        long[] counts = stats.nullCounts();
        Map<String, @Nullable Object> nulls = new TreeMap<>();
        Map<String, @Nullable Object> least = new TreeMap<>();
        Map<String, @Nullable Object> greatest = new TreeMap<>();
        for (Field field : schema.fields()) {
            Field before = byId(written, field.id());
            int slot = before == null ? -1 : covered.indexOf(before.name());
            boolean known = slot >= 0;
            nulls.put(
                    field.name(),
                    before == null
                            ? Long.valueOf(file.rowCount())
                            : known && counts != null && slot < counts.length && counts[slot] >= 0
                                    ? Long.valueOf(counts[slot])
                                    : null);
            if (known && before != null) {
                least.put(field.name(), value(min, slot, before.type(), field.type(), zone));
                greatest.put(field.name(), value(max, slot, before.type(), field.type(), zone));
            } else {
                least.put(field.name(), null);
                greatest.put(field.name(), null);
            }
        }
        return new StatsText(nulls.toString(), SystemText.map(least), SystemText.map(greatest));
    }

    private static @Nullable Object value(
            BinaryRow row, int slot, DataType before, DataType now, ZoneId zone) {
        return slot < row.arity() && !before.kind().isNested()
                ? ValueCast.of(row.value(before, slot), before, now, zone)
                : null;
    }

    private static @Nullable Field byId(TableSchema written, int id) {
        for (Field field : written.fields()) {
            if (field.id() == id) {
                return field;
            }
        }
        return null;
    }
}
