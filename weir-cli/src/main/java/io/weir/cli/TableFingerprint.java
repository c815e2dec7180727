package io.weir.cli;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.table.BatchReader;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableRead;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A count and a hash of all rows of a table that do not depend on their order, made the same way
 * from the lake and from the source.
 *
 * @param rows how many
 * @param hash sum over the rows of a hash of their values' text
 */
record TableFingerprint(long rows, long hash) {

    /** Of a lake table's latest snapshot. */
    static TableFingerprint ofLake(Table table) {
        Scan scan = table.newScan();
        RowType type = scan.rowType();
        TableRead read = scan.read();
        long rows = 0;
        long hash = 0;
        @Nullable Object[] values = new Object[type.size()];
        for (Split split : scan.plan().splits()) {
            try (BatchReader reader = read.open(split)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    for (int row = 0; row < batch.rowCount(); row++) {
                        for (int column = 0; column < values.length; column++) {
                            values[column] =
                                    Cells.value(batch.column(column), type.type(column), row);
                        }
                        hash += hash(values, type);
                        rows++;
                    }
                }
            }
        }
        return new TableFingerprint(rows, hash);
    }

    /**
     * Of a source table.
     *
     * @param name as SQL names it
     * @param type columns to read, with the types of the lake
     */
    static TableFingerprint ofSource(Connection connection, String name, RowType type)
            throws SQLException {
        String columns =
                type.names().stream()
                        .map(column -> '"' + column + '"')
                        .collect(Collectors.joining(", "));
        long rows = 0;
        long hash = 0;
        @Nullable Object[] values = new Object[type.size()];
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet result = statement.executeQuery("select " + columns + " from " + name)) {
                while (result.next()) {
                    for (int column = 0; column < values.length; column++) {
                        values[column] = value(result, column + 1, type.type(column));
                    }
                    hash += hash(values, type);
                    rows++;
                }
            }
        }
        return new TableFingerprint(rows, hash);
    }

    private static @Nullable Object value(ResultSet row, int column, DataType type)
            throws SQLException {
        return switch (type.kind()) {
            case TIMESTAMP_LTZ -> instant(row.getObject(column, OffsetDateTime.class));
            case TIMESTAMP -> row.getObject(column, LocalDateTime.class);
            case DATE -> row.getObject(column, LocalDate.class);
            case DECIMAL -> row.getObject(column, BigDecimal.class);
            case BINARY, VARBINARY -> row.getBytes(column);
            case CHAR, VARCHAR -> row.getString(column);
            default -> row.getObject(column);
        };
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static long hash(@Nullable Object[] values, RowType type) {
        long hash = 1;
        for (int column = 0; column < values.length; column++) {
            Object value = values[column];
            long part = value == null ? 7 : text(CellText.plain(value, type.type(column)));
            hash = Long.rotateLeft(hash * 0x9E3779B97F4A7C15L, 27) ^ part;
        }
        hash ^= hash >>> 32;
        hash *= 0xD6E8FEB86659FD93L;
        return hash ^ (hash >>> 29);
    }

    private static long text(String value) {
        long hash = 0xCBF29CE484222325L;
        for (int position = 0; position < value.length(); position++) {
            hash = (hash ^ value.charAt(position)) * 0x100000001B3L;
        }
        return hash;
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%,d rows, hash %016x", rows, hash);
    }
}
