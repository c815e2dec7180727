package io.weir.sql;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.table.BatchReader;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result that is known from the start: a message, or a few rows. */
final class FixedResult implements SqlResult {

    private final String message;
    private final long rowsChanged;
    private final List<SqlColumn> columns;
    private final ArrayDeque<List<@Nullable Object>> rows = new ArrayDeque<>();

    private FixedResult(String message, long rowsChanged, List<SqlColumn> columns) {
        this.message = message;
        this.rowsChanged = rowsChanged;
        this.columns = columns;
    }

    static FixedResult done(String message) {
        return new FixedResult(message, -1, List.of());
    }

    /** {@code rowsChanged("inserted", 3)} says "3 rows inserted". */
    static FixedResult rowsChanged(String verb, long count) {
        return new FixedResult(count + (count == 1 ? " row " : " rows ") + verb, count, List.of());
    }

    /** A result of text columns, to be filled by {@link #add}. */
    static FixedResult ofTexts(String... names) {
        List<SqlColumn> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new SqlColumn(name, DataType.string(), "VARCHAR"));
        }
        return new FixedResult("", -1, List.copyOf(columns));
    }

    FixedResult add(@Nullable Object... values) {
        rows.add(Collections.unmodifiableList(Arrays.asList(values)));
        return this;
    }

    @Override
    public List<SqlColumn> columns() {
        return columns;
    }

    @Override
    public String message() {
        return message;
    }

    @Override
    public long rowsChanged() {
        return rowsChanged;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        return rows.poll();
    }

    @Override
    public RowType rowType() {
        return EngineResult.rowType(columns);
    }

    @Override
    public BatchReader batches() {
        return new BatchReader() {
            @Override
            public @Nullable Batch next() {
                return rows.isEmpty() ? null : allRows();
            }

            @Override
            public void close() {
                rows.clear();
            }
        };
    }

    private Batch allRows() {
        int count = rows.size();
        ColumnVector[] vectors = new ColumnVector[columns.size()];
        for (int column = 0; column < vectors.length; column++) {
            VectorBuilder builder = VectorBuilder.of(columns.get(column).type(), count);
            for (List<@Nullable Object> row : rows) {
                builder.appendValue(row.get(column));
            }
            vectors[column] = builder.build();
        }
        rows.clear();
        return new Batch(count, vectors);
    }

    @Override
    public void close() {
        rows.clear();
    }
}
