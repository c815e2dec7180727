package io.weir.core.file;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.format.RowCursor;
import io.weir.type.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cursors of several files as one. A file is opened when it is reached. */
final class ChainedCursor implements RowCursor {

    /** One file of the chain. */
    interface Link {

        long rowCount();

        RowCursor open();

        /** The cursor is closed and is not opened again. */
        void done();
    }

    private final List<? extends Link> links;
    private final RowType type;
    private @Nullable RowCursor current;
    private int linkNumber;
    private long position;
    private long left;

    ChainedCursor(List<? extends Link> links, RowType type) {
        this.links = links;
        this.type = type;
        this.left = links.isEmpty() ? 0 : links.get(0).rowCount();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long rowCount() {
        long rows = 0;
        for (Link link : links) {
            rows += link.rowCount();
        }
        return rows;
    }

    /** Goes to the first file with rows left; false at the end. */
    private boolean advance() {
        while (left == 0) {
            if (linkNumber == links.size()) {
                return false;
            }
            finishLink();
            linkNumber++;
            left = linkNumber < links.size() ? links.get(linkNumber).rowCount() : 0;
        }
        return true;
    }

    private void finishLink() {
        if (current != null) {
            current.close();
            current = null;
        }
        links.get(linkNumber).done();
    }

    private RowCursor open() {
        RowCursor cursor = current;
        if (cursor == null) {
            cursor = links.get(linkNumber).open();
            current = cursor;
        }
        return cursor;
    }

    private void passed(long rows) {
        position += rows;
        left -= rows;
    }

    @Override
    public @Nullable Batch next(int rowsMax) {
        if (!advance()) {
            return null;
        }
        Batch batch = open().next((int) Math.min(rowsMax, left));
        if (batch == null) {
            throw new IllegalStateException("a file ended " + left + " rows early");
        }
        passed(batch.rowCount());
        return batch;
    }

    @Override
    public Batch next(int span, int[] selected, int count) {
        if (span > 0 && !advance()) {
            throw new IllegalArgumentException("no " + span + " rows are left");
        }
        if (span == 0) {
            return empty();
        }
        if (span <= left) {
            Batch batch = open().next(span, selected, count);
            passed(span);
            return batch;
        }
        return nextAcross(span, selected, count);
    }

    private Batch empty() {
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = VectorBuilder.of(type.type(column), 0).build();
        }
        return new Batch(0, columns);
    }

    private Batch nextAcross(int span, int[] selected, int count) {
        VectorBuilder[] builders = new VectorBuilder[type.size()];
        for (int column = 0; column < builders.length; column++) {
            builders[column] = VectorBuilder.of(type.type(column), count);
        }
        int start = 0;
        int taken = 0;
        while (start < span) {
            if (!advance()) {
                throw new IllegalArgumentException("no " + (span - start) + " rows are left");
            }
            int part = (int) Math.min(span - start, left);
            int first = taken;
            while (taken < count && selected[taken] < start + part) {
                taken++;
            }
            int[] own = new int[taken - first];
            for (int row = 0; row < own.length; row++) {
                own[row] = selected[first + row] - start;
            }
            Batch batch = open().next(part, own, own.length);
            for (int column = 0; column < builders.length; column++) {
                builders[column].appendRange(batch.column(column), 0, own.length);
            }
            passed(part);
            start += part;
        }
        ColumnVector[] columns = new ColumnVector[builders.length];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = builders[column].build();
        }
        return new Batch(count, columns);
    }

    /** Position in the file that is being read; files are not told apart. */
    @Override
    public long filePosition() {
        return advance() ? open().filePosition() : 0;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
