package io.weir.core.file;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.SimpleStats;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.format.ColumnStatistics;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a format says about the columns of a file into the statistics of its manifest entry
 * (format section 4.5).
 */
final class FileStatistics {

    private static final int MIN = 0;
    private static final int MAX = 1;

    private FileStatistics() {}

    /**
     * Statistics of some columns.
     *
     * @param stats in the form of the manifest
     * @param columns names of the columns covered; null means all
     */
    record Noted(SimpleStats stats, @Nullable List<String> columns) {}

    /** Of the value columns; those without any statistics are left out if the modes say so. */
    static Noted ofValues(RowType type, List<ColumnStatistics> found, StatisticsModes modes) {
        List<Field> fields = new ArrayList<>(type.size());
        List<ColumnStatistics> kept = new ArrayList<>(type.size());
        for (int column = 0; column < type.size(); column++) {
            Field field = type.field(column);
            ColumnStatistics noted =
                    noted(field.type(), found.get(column), modes.columns().get(column));
            if (!modes.dense() || noted.bounds() != null || noted.nullCount() >= 0) {
                fields.add(field);
                kept.add(noted);
            }
        }
        List<String> names =
                fields.size() == type.size() ? null : fields.stream().map(Field::name).toList();
        return new Noted(stats(fields, kept), names);
    }

    /** Of key columns: never left out, bounds always noted. */
    static SimpleStats ofKeys(RowType type, List<ColumnStatistics> found, int textLength) {
        StatisticsModes.Mode mode = new StatisticsModes.Mode(true, textLength);
        List<ColumnStatistics> kept = new ArrayList<>(type.size());
        for (int column = 0; column < type.size(); column++) {
            kept.add(noted(type.type(column), found.get(column), mode));
        }
        return stats(type.fields(), kept);
    }

    /** What a mode lets through. */
    private static ColumnStatistics noted(
            DataType type, ColumnStatistics found, StatisticsModes.Mode mode) {
        TypeKind kind = type.kind();
        if (kind.isNested() || !mode.nullCount()) {
            return ColumnStatistics.UNKNOWN;
        }
        boolean bounded =
                mode.textLength() > 0 && kind != TypeKind.BINARY && kind != TypeKind.VARBINARY;
        ColumnVector bounds = bounded ? found.bounds() : null;
        if (bounds != null && kind.isText()) {
            bounds = cut(bounds, mode.textLength());
        }
        return new ColumnStatistics(bounds, found.nullCount());
    }

    private static @Nullable ColumnVector cut(ColumnVector bounds, int codePoints) {
        BytesVector plain =
                bounds instanceof DictionaryVector coded ? coded.flatten() : (BytesVector) bounds;
        byte[] min = TextBounds.cutMin(value(plain, MIN), codePoints);
        byte[] max = TextBounds.cutMax(value(plain, MAX), codePoints);
        if (max == null) {
            return null;
        }
        byte[] data = Arrays.copyOf(min, min.length + max.length);
        System.arraycopy(max, 0, data, min.length, max.length);
        return new BytesVector(data, new int[] {0, min.length, data.length}, 2, Validity.ALL);
    }

    private static byte[] value(BytesVector vector, int row) {
        return Arrays.copyOfRange(vector.data(), vector.offsets()[row], vector.offsets()[row + 1]);
    }

    private static SimpleStats stats(List<Field> fields, List<ColumnStatistics> kept) {
        List<Field> nullable = new ArrayList<>(fields.size());
        ColumnVector[] bounds = new ColumnVector[fields.size()];
        long[] nullCounts = new long[fields.size()];
        for (int column = 0; column < bounds.length; column++) {
            Field field = fields.get(column).withType(fields.get(column).type().withNullable(true));
            ColumnVector known = kept.get(column).bounds();
            nullable.add(field);
            bounds[column] = known != null ? known : VectorBuilder.nulls(field.type(), 2);
            nullCounts[column] = kept.get(column).nullCount();
        }
        RowType type = RowType.of(nullable);
        return new SimpleStats(
                BinaryRowWriter.serialize(type, bounds, MIN),
                BinaryRowWriter.serialize(type, bounds, MAX),
                nullCounts);
    }
}
