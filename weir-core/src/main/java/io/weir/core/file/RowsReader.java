package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.RowKind;
import io.weir.data.Selection;
import io.weir.error.CorruptFileException;
import io.weir.format.RowCursor;
import io.weir.predicate.Predicate;
import io.weir.predicate.RowFilter;
import io.weir.table.BatchReader;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file without merging: all that are no retracts, or all with their kinds.
 *
 * <p>With a filter, the columns it speaks of are decoded first and the others only for rows that
 * pass. If most rows pass, that costs more than it saves; then the rest of the file is read plainly
 * and not filtered at all.
 */
final class RowsReader implements BatchReader {

    static final int BATCH_ROWS = 8192;

    private static final int WHOLE = 0;
    private static final int FILTERED = 1;

    /** What is done with the row kinds of the file. */
    private enum Kinds {
        /** The file has none, or no row is a retract. */
        IGNORED,
        /** Retracts are left out. */
        DROPPED,
        /** They are handed out. */
        KEPT
    }

    private final FileView view;
    private final RowType wanted;
    private final Kinds kinds;
    private @Nullable FilteredRows filtered;
    private @Nullable RowCursor cursor;

    private RowsReader(
            FileView view, RowType wanted, Kinds kinds, @Nullable FilteredRows filtered) {
        this.view = view;
        this.wanted = wanted;
        this.kinds = kinds;
        this.filtered = filtered;
    }

    /**
     * @param changes whether row kinds are handed out; otherwise retracts are left out
     */
    static RowsReader open(
            ReadSources sources,
            BucketPlace place,
            DataFile file,
            RowType wanted,
            @Nullable Predicate filter,
            boolean changes) {
        Kinds kinds = kinds(sources, file, changes);
        RowType columns = kinds == Kinds.IGNORED ? wanted : withKind(wanted);
        RowType tested =
                filter == null
                        ? RowType.of()
                        : FilteredRows.tested(filter, sources.schema().rowType(), wanted);
        boolean nested = tested.fields().stream().anyMatch(field -> field.type().kind().isNested());
        if (filter == null || nested || kinds != Kinds.IGNORED) {
            FileView view = new FileView(sources, place, file, List.of(columns), filter);
            return new RowsReader(view, wanted, kinds, null);
        }
        RowType rest = FilteredRows.rest(wanted, tested);
        FileView view = new FileView(sources, place, file, List.of(columns, tested, rest), filter);
        FilteredRows rows =
                new FilteredRows(view, FILTERED, wanted, tested, RowFilter.of(filter, tested));
        return new RowsReader(view, wanted, kinds, rows);
    }

    private static Kinds kinds(ReadSources sources, DataFile file, boolean changes) {
        if (!sources.schemas().apply(file.schemaId()).hasPrimaryKey()) {
            return Kinds.IGNORED;
        }
        if (changes) {
            return Kinds.KEPT;
        }
        Long retracts = file.deleteRowCount();
        return retracts != null && retracts == 0 ? Kinds.IGNORED : Kinds.DROPPED;
    }

    /** The wanted columns, then the row kind. */
    private static RowType withKind(RowType wanted) {
        List<Field> fields = new ArrayList<>(wanted.fields());
        fields.add(FileColumns.KIND_FIELD);
        return RowType.of(fields);
    }

    @Override
    public @Nullable Batch next() {
        FilteredRows rows = filtered;
        if (rows != null) {
            Batch batch = rows.next();
            if (batch != null || !rows.passesMost()) {
                return batch;
            }
            filtered = null;
            rows.close();
            long all = view.ranges().rowCount();
            cursor = view.read(WHOLE, KeyRange.slice(view.ranges(), rows.position(), all));
        }
        return nextWhole();
    }

    private @Nullable Batch nextWhole() {
        RowCursor open = cursor;
        if (open == null) {
            open = view.read(WHOLE);
            cursor = open;
        }
        while (true) {
            Batch read = open.next(BATCH_ROWS);
            if (read == null || kinds == Kinds.IGNORED) {
                return read;
            }
            Batch batch = kinds == Kinds.KEPT ? keepKinds(read) : dropRetracts(read);
            if (batch.rowCount() > 0) {
                return batch;
            }
        }
    }

    private Batch keepKinds(Batch read) {
        byte[] codes = kindCodes(read);
        return new Batch(read.rowCount(), withoutLast(read).columns(), codes);
    }

    private byte[] kindCodes(Batch read) {
        byte[] codes = ((ByteVector) read.column(read.columnCount() - 1)).values();
        for (int row = 0; row < read.rowCount(); row++) {
            if ((codes[row] & ~3) != 0) {
                throw new CorruptFileException(
                        view.location().toString(), "row kind " + codes[row] + " is not 0 to 3");
            }
        }
        return codes;
    }

    private Batch dropRetracts(Batch read) {
        byte[] codes = kindCodes(read);
        int[] rows = new int[read.rowCount()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            rows[count] = row;
            count += RowKind.isRetract(codes[row]) ? 0 : 1;
        }
        Batch values = withoutLast(read);
        return count == rows.length
                ? values
                : Gather.rows(values, wanted, new Selection(rows, count));
    }

    private static Batch withoutLast(Batch read) {
        int[] positions = new int[read.columnCount() - 1];
        for (int column = 0; column < positions.length; column++) {
            positions[column] = column;
        }
        return read.project(positions);
    }

    @Override
    public void close() {
        if (filtered != null) {
            filtered.close();
        }
        if (cursor != null) {
            cursor.close();
        }
        view.close();
    }
}
