package io.weir.sql;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.error.InvalidRequestException;
import io.weir.sql.arrow.ArrowBatches;
import io.weir.table.BatchReader;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.TypeKind;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
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

    private static final int BATCH_ROWS_MAX = 65536;

    /** As many as the query engine computes at once: fewer would save nothing. */
    private static final int BATCH_ROWS_MIN = 2048;

    private static final int BATCH_BYTES = 16 << 20;

    private final Engine engine;
    private final DuckDBPreparedStatement statement;
    private final @Nullable DuckDBResultSet rows;
    private final List<SqlColumn> columns;
    private final ScanErrors scanErrors;
    private final List<Runnable> closing = new ArrayList<>();
    private final boolean byBatches;
    private @Nullable BatchReader reader;
    private RowType batchType = RowType.of();
    private @Nullable Batch batch;
    private int rowInBatch;
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
        this.byBatches = needBatches(columns);
    }

    /**
     * Whether rows must be taken from batches: the driver gives timestamps inside of lists and
     * structs only as {@link java.sql.Timestamp}, which moves those that fall into an hour that the
     * JVM's time zone skips.
     */
    private static boolean needBatches(List<SqlColumn> columns) {
        return columns.stream().anyMatch(column -> hasInnerTimestamp(column.type()))
                && columns.stream().allMatch(column -> EngineTypes.isExact(column.displayType()));
    }

    private static boolean hasInnerTimestamp(DataType type) {
        return switch (type.kind()) {
            case ARRAY -> hasTimestamp(((ArrayType) type).element());
            case MAP ->
                    hasTimestamp(((MapType) type).key()) || hasTimestamp(((MapType) type).value());
            case ROW ->
                    ((RowType) type)
                            .fields().stream().anyMatch(field -> hasTimestamp(field.type()));
            default -> false;
        };
    }

    private static boolean hasTimestamp(DataType type) {
        return type.kind() == TypeKind.TIMESTAMP || hasInnerTimestamp(type);
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
        engine.checkRunning();
        return byBatches ? nextOfBatch() : nextOf(rows);
    }

    /** Throws if the statement was cancelled, also after its last row. */
    void checkRunning() {
        engine.checkRunning();
    }

    private @Nullable List<@Nullable Object> nextOf(DuckDBResultSet source) {
        try {
            if (!source.next()) {
                return null;
            }
            List<@Nullable Object> values = new ArrayList<>(columns.size());
            for (int column = 0; column < columns.size(); column++) {
                DataType type = columns.get(column).type();
                // As an object it would be a java.sql.Timestamp; see needBatches.
                Object value =
                        type.kind() == TypeKind.TIMESTAMP
                                ? source.getObject(column + 1, LocalDateTime.class)
                                : source.getObject(column + 1);
                values.add(Values.convert(value, type));
            }
            return Collections.unmodifiableList(values);
        } catch (SQLException e) {
            throw engine.translate(e, scanErrors.first());
        }
    }

    private @Nullable List<@Nullable Object> nextOfBatch() {
        BatchReader open = reader;
        if (open == null) {
            batchType = rowType(columns);
            open = batches(batchType);
            reader = open;
        }
        Batch current = batch;
        while (current == null || rowInBatch == current.rowCount()) {
            current = open.next();
            if (current == null) {
                return null;
            }
            batch = current;
            rowInBatch = 0;
        }
        return Cells.row(current, batchType, rowInBatch++).values();
    }

    @Override
    public RowType rowType() {
        return rowType(columns);
    }

    @Override
    public BatchReader batches() {
        return batches(rowType(columns));
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
                    (ArrowReader) source.arrowExportStream(engine.allocator(), batchRows(types));
            return cancellable(
                    new ArrowBatches(reader, types, e -> engine.translate(e, scanErrors.first())));
        } catch (SQLException e) {
            throw engine.translate(e, scanErrors.first());
        }
    }

    /** Rows that are gathered outside of the heap, however long their texts are. */
    private static long batchRows(RowType types) {
        long width = 0;
        for (Field field : types.fields()) {
            switch (field.type().kind()) {
                case CHAR, VARCHAR, BINARY, VARBINARY, ARRAY, MAP, MULTISET, ROW -> {
                    return BATCH_ROWS_MIN;
                }
                default -> width += Long.BYTES;
            }
        }
        return Math.max(BATCH_ROWS_MIN, Math.min(BATCH_ROWS_MAX, BATCH_BYTES / Math.max(1, width)));
    }

    private BatchReader cancellable(BatchReader batches) {
        return new BatchReader() {
            @Override
            public @Nullable Batch next() {
                engine.checkRunning();
                return batches.next();
            }

            @Override
            public void close() {
                batches.close();
            }
        };
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
            if (reader != null) {
                reader.close();
            }
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
