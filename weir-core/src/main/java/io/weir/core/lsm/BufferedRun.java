package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.format.RowCursor;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in memory seen in key order. Cursors may be asked for many times. */
final class BufferedRun implements Run {

    private final RowType mergeType;
    private final ColumnVector[] merge;
    private final RowType ownType;
    private final ColumnVector[] own;
    private final int[] valueFromKey;
    private final int[] sorted;

    /**
     * @param merge the merge columns
     * @param values all value columns
     * @param sorted row numbers in key order
     */
    BufferedRun(
            RowType mergeType,
            ColumnVector[] merge,
            RowType valueType,
            ColumnVector[] values,
            int[] valueFromKey,
            int[] sorted) {
        this.mergeType = mergeType;
        this.merge = merge;
        this.valueFromKey = valueFromKey;
        this.sorted = sorted;
        List<Field> fields = new ArrayList<>();
        List<ColumnVector> vectors = new ArrayList<>();
        for (int column = 0; column < values.length; column++) {
            if (valueFromKey[column] < 0) {
                fields.add(valueType.field(column));
                vectors.add(values[column]);
            }
        }
        this.ownType = RowType.of(fields);
        this.own = vectors.toArray(new ColumnVector[0]);
    }

    @Override
    public RowCursor keys() {
        return new Cursor(mergeType, merge);
    }

    @Override
    public RowCursor values() {
        return new Cursor(ownType, own);
    }

    @Override
    public int[] valueFromKey() {
        return valueFromKey;
    }

    @Override
    public long rowCount() {
        return sorted.length;
    }

    @Override
    public void close() {}

    private final class Cursor implements RowCursor {
        private final RowType type;
        private final ColumnVector[] columns;
        private int position;

        Cursor(RowType type, ColumnVector[] columns) {
            this.type = type;
            this.columns = columns;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long rowCount() {
            return sorted.length;
        }

        @Override
        public @Nullable Batch next(int rowsMax) {
            int count = Math.min(rowsMax, sorted.length - position);
            if (count == 0) {
                return null;
            }
            int[] rows = Arrays.copyOfRange(sorted, position, position + count);
            position += count;
            return gather(rows, count);
        }

        @Override
        public Batch next(int span, int[] selected, int count) {
            int[] rows = new int[count];
            for (int index = 0; index < count; index++) {
                rows[index] = sorted[position + selected[index]];
            }
            position += span;
            return gather(rows, count);
        }

        private Batch gather(int[] rows, int count) {
            ColumnVector[] gathered = new ColumnVector[columns.length];
            for (int column = 0; column < gathered.length; column++) {
                gathered[column] = Gather.of(type.type(column), columns[column], rows, count);
            }
            return new Batch(count, gathered);
        }

        @Override
        public long filePosition() {
            return position;
        }

        @Override
        public void close() {}
    }
}
