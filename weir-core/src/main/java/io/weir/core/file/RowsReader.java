package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file without merging: those that satisfy a filter and, unless kinds are
 * handed out, are no retracts.
 *
 * <p>The columns the filter speaks of are decoded first and the others only for rows that pass. If
 * most rows pass, that costs more than it saves; then the rest of the file is decoded whole.
 */
final class RowsReader implements BatchReader {

    static final int BATCH_ROWS = 8192;

    private static final int WHOLE = 0;
    private static final int TESTED = 1;

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
    private final @Nullable RowFilter filter;
    private @Nullable FilteredRows filtered;
    private @Nullable RowCursor cursor;

    private RowsReader(
            FileView view,
            RowType wanted,
            Kinds kinds,
            @Nullable RowFilter filter,
            @Nullable FilteredRows filtered) {
        this.view = view;
        this.wanted = wanted;
        this.kinds = kinds;
        this.filter = filter;
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
        if (filter == null) {
            RowType columns = columns(wanted, RowType.of(), kinds);
            FileView view = new FileView(sources, place, file, List.of(columns), null, Map.of());
            return new RowsReader(view, wanted, kinds, null, null);
        }
        RowType tested = FilteredRows.tested(filter, sources.schema().rowType(), wanted);
        RowType columns = columns(wanted, tested, kinds);
        RowType rest = FilteredRows.rest(wanted, tested);
        FileView view =
                new FileView(
                        sources, place, file, List.of(columns, tested, rest), filter, Map.of());
        FilteredRows rows =
                kinds == Kinds.IGNORED
                        ? new FilteredRows(
                                view, TESTED, wanted, tested, RowFilter.of(filter, tested))
                        : null;
        return new RowsReader(view, wanted, kinds, RowFilter.of(filter, columns), rows);
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

    /** The wanted columns, then those only the filter needs, then the row kind. */
    private static RowType columns(RowType wanted, RowType tested, Kinds kinds) {
        List<Field> fields = new ArrayList<>(wanted.fields());
        fields.addAll(FilteredRows.rest(tested, wanted).fields());
        if (kinds != Kinds.IGNORED) {
            fields.add(FileColumns.KIND_FIELD);
        }
        return fields.size() == wanted.size() ? wanted : RowType.of(fields);
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
            if (read == null || (filter == null && kinds == Kinds.IGNORED)) {
                return read;
            }
            Batch batch = chosen(read);
            if (batch.rowCount() > 0) {
                return batch;
            }
        }
    }

    /** The rows of a whole batch to hand out, in the wanted columns. */
    private Batch chosen(Batch read) {
        byte[] codes = kinds == Kinds.IGNORED ? null : kindCodes(read);
        Selection rows = filter == null ? null : filter.select(read);
        if (kinds == Kinds.DROPPED && codes != null) {
            rows = withoutRetracts(codes, rows == null ? Selection.all(read.rowCount()) : rows);
        }
        byte[] kept = kinds == Kinds.KEPT ? codes : null;
        ColumnVector[] columns = new ColumnVector[wanted.size()];
        if (rows == null || rows.count() == read.rowCount()) {
            System.arraycopy(read.columns(), 0, columns, 0, columns.length);
            return new Batch(read.rowCount(), columns, kept);
        }
        for (int column = 0; column < columns.length; column++) {
            columns[column] =
                    Gather.rows(
                            read.column(column), wanted.type(column), rows.rows(), 0, rows.count());
        }
        return new Batch(rows.count(), columns, kept == null ? null : gather(kept, rows));
    }

    private static byte[] gather(byte[] codes, Selection rows) {
        byte[] chosen = new byte[rows.count()];
        for (int row = 0; row < chosen.length; row++) {
            chosen[row] = codes[rows.rows()[row]];
        }
        return chosen;
    }

    private static Selection withoutRetracts(byte[] codes, Selection rows) {
        int[] kept = new int[rows.count()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            kept[count] = rows.rows()[row];
            count += RowKind.isRetract(codes[rows.rows()[row]]) ? 0 : 1;
        }
        return new Selection(kept, count);
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
