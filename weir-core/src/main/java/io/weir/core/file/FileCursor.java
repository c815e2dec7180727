package io.weir.core.file;

import io.weir.data.Batch;
import io.weir.format.RowCursor;
import org.jspecify.annotations.Nullable;

/** Wanted columns of one file, in the wanted types. */
final class FileCursor implements RowCursor {

    private final RowCursor columns;
    private final ColumnPlan plan;

    FileCursor(RowCursor columns, ColumnPlan plan) {
        this.columns = columns;
        this.plan = plan;
    }

    @Override
    public long position() {
        return columns.position();
    }

    @Override
    public long rowCount() {
        return columns.rowCount();
    }

    @Override
    public @Nullable Batch next(int rowsMax) {
        Batch read = columns.next(rowsMax);
        return read == null ? null : plan.apply(read);
    }

    @Override
    public Batch next(int span, int[] selected, int count) {
        return plan.apply(columns.next(span, selected, count));
    }

    @Override
    public long filePosition() {
        return columns.filePosition();
    }

    @Override
    public void close() {
        columns.close();
    }
}
