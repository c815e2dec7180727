package io.weir.core.file;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.Selection;
import io.weir.data.VectorBuilder;
import io.weir.format.RowCursor;
import io.weir.predicate.Predicate;
import io.weir.predicate.RowFilter;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that satisfy a condition: one cursor decodes the tested columns, a second the
 * other wanted columns of the rows that passed. Rows are collected over some distance, so that
 * batches are not tiny when few pass.
 */
final class FilteredRows {

    private static final int ROWS_MIN = 1024;
    private static final int SPAN_MAX = 1 << 16;
    private static final int SAMPLE_ROWS = 1 << 14;

    private final RowType wanted;
    private final RowFilter filter;
    private final RowCursor testedColumns;
    private final RowCursor restColumns;
    // For each wanted column its place: among the tested columns, or else -1 - place among the
    // rest.
    private final int[] places;
    private long rowsSeen;
    private long rowsPassed;

    /**
     * @param group of the view that reads the tested columns; the next one reads the rest
     */
    FilteredRows(FileView view, int group, RowType wanted, RowType tested, RowFilter filter) {
        this.wanted = wanted;
        this.filter = filter;
        this.testedColumns = view.read(group);
        this.restColumns = view.read(group + 1);
        this.places = places(wanted, tested);
    }

    /** The columns a condition speaks of; in the wanted shape where they are wanted, too. */
    static RowType tested(Predicate filter, RowType table, RowType wanted) {
        List<Field> fields = new ArrayList<>();
        for (Field field : table.fields()) {
            if (speaksOf(filter, field.name())) {
                Field asWanted = Evolution.fieldOf(wanted, field.id());
                fields.add(asWanted == null ? field : asWanted.withName(field.name()));
            }
        }
        return RowType.of(fields);
    }

    private static boolean speaksOf(Predicate predicate, String column) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().anyMatch(part -> speaksOf(part, column));
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().anyMatch(part -> speaksOf(part, column));
        }
        return FilePredicates.columnOf(predicate).equals(column);
    }

    /** The columns of one type that another does not have. */
    static RowType rest(RowType columns, RowType others) {
        return RowType.of(
                columns.fields().stream()
                        .filter(field -> Evolution.fieldOf(others, field.id()) == null)
                        .toList());
    }

    private static int[] places(RowType wanted, RowType tested) {
        int[] places = new int[wanted.size()];
        int rest = 0;
        for (int column = 0; column < places.length; column++) {
            Field same = Evolution.fieldOf(tested, wanted.field(column).id());
            places[column] = same == null ? -1 - rest++ : tested.index(same.name());
        }
        return places;
    }

    /** Rows passed over so far, within the ranges of the file. */
    long position() {
        return testedColumns.position();
    }

    /** Whether so many rows satisfy the condition that testing them is not worth it. */
    boolean passesMost() {
        return rowsSeen >= SAMPLE_ROWS && rowsPassed > rowsSeen - rowsSeen / 4;
    }

    /**
     * The next rows that pass, not empty; null at the end, and when {@link #passesMost} turns true.
     */
    @Nullable Batch next() {
        while (!passesMost()) {
            Parts parts = new Parts();
            while (parts.count < ROWS_MIN && parts.span < SPAN_MAX) {
                Batch batch = testedColumns.next(RowsReader.BATCH_ROWS);
                if (batch == null) {
                    break;
                }
                parts.add(batch, filter.select(batch));
            }
            if (parts.span == 0) {
                return null;
            }
            rowsSeen += parts.span;
            rowsPassed += parts.count;
            Batch rest = restColumns.next(parts.span, parts.selected, parts.count);
            if (parts.count > 0) {
                return weave(parts, rest);
            }
        }
        return null;
    }

    private Batch weave(Parts parts, Batch rest) {
        ColumnVector[] columns = new ColumnVector[places.length];
        for (int column = 0; column < columns.length; column++) {
            int place = places[column];
            columns[column] =
                    place < 0 ? rest.column(-1 - place) : parts.column(place, wanted.field(column));
        }
        return new Batch(parts.count, columns);
    }

    /** Tested batches in a row, with the rows of each that passed. */
    private static final class Parts {

        private final List<Batch> batches = new ArrayList<>();
        private final List<Selection> selections = new ArrayList<>();
        private int[] selected = new int[RowsReader.BATCH_ROWS];
        private int span;
        private int count;

        void add(Batch batch, Selection passed) {
            if (!passed.isEmpty()) {
                batches.add(batch);
                selections.add(passed);
                if (count + passed.count() > selected.length) {
                    selected = Arrays.copyOf(selected, 2 * (count + passed.count()));
                }
                for (int row = 0; row < passed.count(); row++) {
                    selected[count++] = span + passed.rows()[row];
                }
            }
            span += batch.rowCount();
        }

        ColumnVector column(int position, Field field) {
            if (batches.size() == 1) {
                Selection rows = selections.get(0);
                ColumnVector only = batches.get(0).column(position);
                return rows.count() == only.length()
                        ? only
                        : Gather.rows(only, field.type(), rows.rows(), 0, rows.count());
            }
            VectorBuilder builder = VectorBuilder.of(field.type(), count);
            for (int part = 0; part < batches.size(); part++) {
                Selection rows = selections.get(part);
                builder.append(batches.get(part).column(position), rows.rows(), 0, rows.count());
            }
            return builder.build();
        }
    }

    void close() {
        testedColumns.close();
        restColumns.close();
    }
}
