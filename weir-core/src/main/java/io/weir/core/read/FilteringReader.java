package io.weir.core.read;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Selection;
import io.weir.data.VectorBuilder;
import io.weir.predicate.Predicate;
import io.weir.predicate.RowFilter;
import io.weir.table.BatchReader;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out rows that do not satisfy a predicate, then the columns behind the wanted ones. One
 * thread at a time.
 */
final class FilteringReader implements BatchReader {

    private final BatchReader reader;
    private final RowType type;
    private final @Nullable RowFilter filter;
    private final int wantedColumns;

    /**
     * @param type of the reader's batches
     * @param predicate over columns of {@code type}, null for none
     * @param wantedColumns how many of the first columns are kept
     */
    FilteringReader(
            BatchReader reader, RowType type, @Nullable Predicate predicate, int wantedColumns) {
        this.reader = reader;
        this.type = type;
        this.filter = predicate == null ? null : RowFilter.of(predicate, type);
        this.wantedColumns = wantedColumns;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            Batch batch = reader.next();
            if (batch == null) {
                return null;
            }
            RowFilter test = filter;
            if (test == null) {
                return narrowed(batch);
            }
            Selection rows = test.select(batch);
            if (rows.count() == batch.rowCount()) {
                return narrowed(batch);
            }
            if (!rows.isEmpty()) {
                return gathered(batch, rows);
            }
        }
    }

    private Batch narrowed(Batch batch) {
        if (batch.columnCount() == wantedColumns) {
            return batch;
        }
        ColumnVector[] columns = new ColumnVector[wantedColumns];
        System.arraycopy(batch.columns(), 0, columns, 0, wantedColumns);
        return new Batch(batch.rowCount(), columns, batch.rowKinds());
    }

    private Batch gathered(Batch batch, Selection rows) {
        ColumnVector[] columns = new ColumnVector[wantedColumns];
        for (int column = 0; column < wantedColumns; column++) {
            columns[column] = gather(batch.column(column), column, rows);
        }
        byte[] kinds = batch.rowKinds();
        if (kinds != null) {
            byte[] chosen = new byte[rows.count()];
            for (int row = 0; row < chosen.length; row++) {
                chosen[row] = kinds[rows.rows()[row]];
            }
            kinds = chosen;
        }
        return new Batch(rows.count(), columns, kinds);
    }

    private ColumnVector gather(ColumnVector source, int column, Selection rows) {
        if (source instanceof DictionaryVector dictionary && source.validity().allValid()) {
            int[] codes = new int[rows.count()];
            for (int row = 0; row < codes.length; row++) {
                codes[row] = dictionary.codes()[rows.rows()[row]];
            }
            return new DictionaryVector(
                    dictionary.dictionary(), codes, codes.length, source.validity());
        }
        VectorBuilder builder = VectorBuilder.of(type.type(column), rows.count());
        builder.append(source, rows.rows(), 0, rows.count());
        return builder.build();
    }

    @Override
    public void close() {
        reader.close();
    }
}
