package io.weir.core.merge;

import io.weir.core.file.Run;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.VectorBuilder;
import io.weir.data.VectorKind;
import io.weir.format.RowCursor;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A run over rows in memory, in batches of uneven size; text comes with and without dictionaries.
 */
public final class MemoryRun implements Run {

    /** One row: merge columns (key, sequence columns, number, kind) and values. */
    public record MemoryRow(@Nullable Object[] merge, @Nullable Object[] values) {}

    private final RowType mergeType;
    private final RowType valueType;
    private final int[] valueFromKey;
    private final List<MemoryRow> rows;
    private final SplittableRandom random;

    public MemoryRun(MergeSpec spec, List<MemoryRow> rows, SplittableRandom random) {
        this.mergeType = MergeColumns.mergeType(spec);
        this.valueType = spec.values();
        this.valueFromKey = MergeColumns.valueFromKey(spec);
        this.rows = rows;
        this.random = random;
    }

    @Override
    public RowCursor keys() {
        List<@Nullable Object[]> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(row.merge()));
        int[] all = new int[mergeType.size()];
        for (int column = 0; column < all.length; column++) {
            all[column] = column;
        }
        return new Cursor(mergeType, all, cells);
    }

    @Override
    public RowCursor values() {
        List<@Nullable Object[]> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(row.values()));
        List<Integer> own = new ArrayList<>();
        for (int column = 0; column < valueFromKey.length; column++) {
            if (valueFromKey[column] < 0) {
                own.add(column);
            }
        }
        return new Cursor(valueType, own.stream().mapToInt(Integer::intValue).toArray(), cells);
    }

    @Override
    public int[] valueFromKey() {
        return valueFromKey;
    }

    @Override
    public long rowCount() {
        return rows.size();
    }

    @Override
    public void close() {}

    private final class Cursor implements RowCursor {
        private final RowType type;
        private final int[] columns;
        private final List<@Nullable Object[]> cells;
        private final boolean coded = random.nextInt(4) > 0;
        private int position;

        Cursor(RowType type, int[] columns, List<@Nullable Object[]> cells) {
            this.type = type;
            this.columns = columns;
            this.cells = cells;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long rowCount() {
            return cells.size();
        }

        @Override
        public @Nullable Batch next(int rowsMax) {
            int left = cells.size() - position;
            if (left == 0) {
                return null;
            }
            int count = Math.min(left, 1 + random.nextInt(Math.min(rowsMax, 300)));
            int[] all = new int[count];
            for (int row = 0; row < count; row++) {
                all[row] = row;
            }
            return next(count, all, count);
        }

        @Override
        public Batch next(int span, int[] selected, int count) {
            ColumnVector[] vectors = new ColumnVector[columns.length];
            for (int column = 0; column < columns.length; column++) {
                VectorBuilder builder = VectorBuilder.of(type.type(columns[column]), count);
                for (int index = 0; index < count; index++) {
                    builder.appendValue(cells.get(position + selected[index])[columns[column]]);
                }
                vectors[column] = dress(builder.build());
            }
            position += span;
            return new Batch(count, vectors);
        }

        private ColumnVector dress(ColumnVector vector) {
            if (vector.kind() != VectorKind.BYTES || !coded) {
                return vector;
            }
            TextTable table = new TextTable();
            io.weir.data.BytesVector plain = (io.weir.data.BytesVector) vector;
            int[] codes = new int[plain.length()];
            for (int row = 0; row < codes.length; row++) {
                codes[row] =
                        plain.isNull(row)
                                ? 0
                                : table.code(
                                        plain.data(),
                                        plain.offsets()[row],
                                        plain.offsets()[row + 1]);
            }
            return new DictionaryVector(table.toVector(), codes, codes.length, vector.validity());
        }

        @Override
        public long filePosition() {
            return position;
        }

        @Override
        public void close() {}
    }
}
