package io.weir.core.file;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import org.jspecify.annotations.Nullable;

/** Rows without columns: knows how many there are without opening the file. */
final class CountCursor implements RowCursor {

    private static final ColumnVector[] NO_COLUMNS = {};

    private final RowRanges ranges;
    private final long rowCount;
    private long position;

    CountCursor(RowRanges ranges) {
        this.ranges = ranges;
        this.rowCount = ranges.rowCount();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public @Nullable Batch next(int rowsMax) {
        int count = (int) Math.min(rowsMax, rowCount - position);
        position += count;
        return count == 0 ? null : new Batch(count, NO_COLUMNS);
    }

    @Override
    public Batch next(int span, int[] selected, int count) {
        if (span > rowCount - position) {
            throw new IllegalArgumentException(
                    span + " rows asked for, " + (rowCount - position) + " are left");
        }
        position += span;
        return new Batch(count, NO_COLUMNS);
    }

    @Override
    public long filePosition() {
        long passed = position;
        for (int range = 0; range < ranges.size(); range++) {
            long rows = ranges.end(range) - ranges.start(range);
            if (passed < rows) {
                return ranges.start(range) + passed;
            }
            passed -= rows;
        }
        return 0;
    }

    @Override
    public void close() {}
}
