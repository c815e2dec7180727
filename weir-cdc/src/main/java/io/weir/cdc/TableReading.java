package io.weir.cdc;

import io.weir.error.StorageFailureException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/**
 * Reads all rows of a source table as they were at one moment, with the transactions that were done
 * by then: what the log tells of other transactions comes on top, exactly.
 */
final class TableReading implements AutoCloseable {

    private static final String LOCK_WAIT = "2s";

    private final PostgresSettings settings;
    private final Connection connection;
    private final SourceTable table;
    private final Position.Reading moment;

    private TableReading(
            PostgresSettings settings,
            Connection connection,
            SourceTable table,
            Position.Reading moment) {
        this.settings = settings;
        this.connection = connection;
        this.table = table;
        this.moment = moment;
    }

    /**
     * Begins to read; the table cannot be altered until it is closed.
     *
     * @return null when the table is gone
     * @throws StorageFailureException the source could not be read
     */
    static @Nullable TableReading begin(PostgresSettings settings, SourceName name) {
        Connection connection = null;
        try {
            connection = PostgresCatalog.connect(settings);
            TableReading reading = begin(settings, connection, name);
            connection = null;
            return reading;
        } catch (SQLException e) {
            if (PostgresErrors.isGone(e)) {
                return null;
            }
            throw PostgresErrors.of(settings, e);
        } finally {
            if (connection != null) {
                close(connection);
            }
        }
    }

    private static TableReading begin(
            PostgresSettings settings, Connection connection, SourceName name) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            // Rows hidden by a policy would be missing: an error says so instead.
            statement.execute("set local row_security = off");
            statement.execute("set local statement_timeout = 0");
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute("set local lock_timeout = '" + LOCK_WAIT + "'");
            // Locked before the first query, which sets the moment: what is described is read.
            statement.execute("lock table " + name.quoted() + " in access share mode");
            XidSnapshot seen =
                    XidSnapshot.of(one(statement, "select txid_current_snapshot()::text"));
            String end = "select (pg_current_wal_insert_lsn() - '0/0')::bigint";
            Position.Reading moment =
                    new Position.Reading(seen, Long.parseLong(one(statement, end)));
            SourceTable table = PostgresTables.describe(connection, name, settings.publication());
            return new TableReading(settings, connection, table, moment);
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The table as it is while it is read. */
    SourceTable table() {
        return table;
    }

    Position.Reading moment() {
        return moment;
    }

    /**
     * Hands over row after row: a text or null for each of the table's columns. The array is used
     * again.
     *
     * @throws StorageFailureException the source could not be read
     */
    void rows(Consumer<@Nullable Object[]> taker) {
        String columns =
                table.columns().stream()
                        .map(TableReading::expression)
                        .collect(Collectors.joining(", "));
        String sql = "copy (select " + columns + " from " + Publication.only(table) + ") to stdout";
        try {
            CopyOut rows = new CopyManager(connection.unwrap(BaseConnection.class)).copyOut(sql);
            @Nullable Object[] values = new Object[table.columns().size()];
            try {
                for (byte[] row = rows.readFromCopy(); row != null; row = rows.readFromCopy()) {
                    split(row, values);
                    taker.accept(values);
                }
            } finally {
                if (rows.isActive()) {
                    rows.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw PostgresErrors.of(settings, e);
        }
    }

    /** Spelled as the engine spells a streamed value. */
    private static String expression(SourceTable.Column column) {
        String name = SourceName.quote(column.name());
        return switch (column.kind()) {
            case "timetz" -> name + " at time zone 'UTC'";
            case "money" -> name + "::numeric";
            default -> name;
        };
    }

    private void split(byte[] row, @Nullable Object[] values) {
        int end = row.length > 0 && row[row.length - 1] == '\n' ? row.length - 1 : row.length;
        int start = 0;
        for (int column = 0; column < values.length; column++) {
            int stop = start;
            boolean escaped = false;
            while (stop < end && row[stop] != '\t') {
                escaped |= row[stop] == '\\';
                stop++;
            }
            String value = escaped ? unescape(row, start, stop) : text(row, start, stop);
            values[column] =
                    value == null
                            ? null
                            : RawValues.respelled(table.columns().get(column).kind(), value);
            start = stop + 1;
        }
    }

    private static String text(byte[] row, int start, int stop) {
        return new String(row, start, stop - start, StandardCharsets.UTF_8);
    }

    private static @Nullable String unescape(byte[] row, int start, int stop) {
        if (stop - start == 2 && row[start] == '\\' && row[start + 1] == 'N') {
            return null;
        }
        byte[] plain = new byte[stop - start];
        int length = 0;
        for (int at = start; at < stop; at++) {
            byte b = row[at];
            if (b == '\\') {
                b =
                        switch (row[++at]) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case 'v' -> 0x0b;
                            default -> row[at];
                        };
            }
            plain[length++] = b;
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** Ends a reading in the middle; may be called by any thread. */
    void cancel() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is closed already.
            return;
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was written; the server ends the session by itself.
            return;
        }
    }
}
