package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.sql.arrow.ArrowBatches;
import io.weir.table.BatchReader;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/** Rows straight from DuckDB. */
final class EngineResult implements SqlResult {

    private static final long BATCH_ROWS = 65536;

    private final Engine engine;
    private final DuckDBPreparedStatement statement;
    private final @Nullable DuckDBResultSet rows;
    private final List<SqlColumn> columns;
    private final ScanErrors scanErrors;
    private final List<Runnable> closing = new ArrayList<>();
    private boolean closed;

    private EngineResult(
            Engine engine,
            DuckDBPreparedStatement statement,
            @Nullable DuckDBResultSet rows,
            List<SqlColumn> columns,
            ScanErrors scanErrors) {
        this.engine = engine;
        this.statement = statement;
        this.rows = rows;
        this.columns = columns;
        this.scanErrors = scanErrors;
    }

    static EngineResult of(
            Engine engine, DuckDBPreparedStatement statement, boolean rows, ScanErrors scanErrors)
            throws SQLException {
        if (!rows) {
            return new EngineResult(engine, statement, null, List.of(), scanErrors);
        }
        DuckDBResultSet results = (DuckDBResultSet) statement.getResultSet();
        List<SqlColumn> columns = columns(results.getMetaData());
        return new EngineResult(engine, statement, results, columns, scanErrors);
    }

    static List<SqlColumn> columns(ResultSetMetaData meta) throws SQLException {
        List<SqlColumn> columns = new ArrayList<>();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            String type = meta.getColumnTypeName(column);
            columns.add(
                    new SqlColumn(meta.getColumnLabel(column), EngineTypes.dataType(type), type));
        }
        return List.copyOf(columns);
    }

    /** Work to do when the result is closed. */
    void onClose(Runnable action) {
        closing.add(action);
    }

    @Override
    public List<SqlColumn> columns() {
        return columns;
    }

    @Override
    public String message() {
        return "";
    }

    @Override
    public long rowsChanged() {
        return -1;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        if (rows == null || closed) {
            return null;
        }
        try {
            if (!rows.next()) {
                return null;
            }
            List<@Nullable Object> values = new ArrayList<>(columns.size());
            for (int column = 0; column < columns.size(); column++) {
                values.add(Values.convert(rows.getObject(column + 1), columns.get(column).type()));
            }
            return Collections.unmodifiableList(values);
        } catch (SQLException e) {
            throw engine.translate(e, scanErrors.first());
        }
    }

    @Override
    public RowType rowType() {
        return rowType(columns);
    }

    @Override
    public BatchReader batches() {
        return batches(rowType());
    }

    /**
     * The rows in columns of the given types, which must be the result's up to the precision of
     * times.
     */
    BatchReader batches(RowType types) {
        DuckDBResultSet source = rows;
        if (source == null) {
            throw new InvalidRequestException("the statement gives no rows");
        }
        try {
            ArrowReader reader =
                    (ArrowReader) source.arrowExportStream(engine.allocator(), BATCH_ROWS);
            return new ArrowBatches(reader, types, e -> engine.translate(e, scanErrors.first()));
        } catch (SQLException e) {
            throw engine.translate(e, scanErrors.first());
        }
    }

    static RowType rowType(List<SqlColumn> columns) {
        Set<String> names = new HashSet<>();
        List<Field> fields = new ArrayList<>();
        for (SqlColumn column : columns) {
            String name = column.name();
            for (int number = 1; !names.add(name); number++) {
                name = column.name() + "_" + number;
            }
            DataType type = column.type();
            fields.add(Field.of(fields.size(), name, type));
        }
        return RowType.of(fields);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        engine.finished();
        try {
            if (rows != null) {
                rows.close();
            }
            statement.close();
        } catch (SQLException e) {
            throw engine.translate(e, scanErrors.first());
        } finally {
            closing.forEach(Runnable::run);
        }
    }
}
