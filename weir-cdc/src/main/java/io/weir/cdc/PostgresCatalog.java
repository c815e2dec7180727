package io.weir.cdc;

import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.type.DataType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a PostgreSQL server about its tables, and sets up what replication needs. Each call is a
 * connection of its own.
 */
final class PostgresCatalog {

    private static final String TABLES =
            """
            select n.nspname, c.relname, c.relreplident = 'f',
                   array(select a.attname::text from pg_index i
                         join unnest(i.indkey::int[]) with ordinality k(num, ord) on true
                         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
                         where i.indrelid = c.oid and i.indisprimary order by k.ord)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and not c.relispartition and c.relpersistence = 'p'
              and n.nspname not in ('pg_catalog', 'information_schema')
            order by 1, 2
            """;
    // A domain stands for its base type; an array for its element's.
    private static final String COLUMNS =
            """
            select a.attname, a.attstorage <> 'p',
                   coalesce(e.typname, b.typname),
                   case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,
                   e.oid is not null
            from pg_attribute a
            join pg_type t on t.oid = a.atttypid
            join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
            left join pg_type e on e.oid = b.typelem and b.typcategory = 'A'
            where a.attrelid = format('%I.%I', ?::text, ?::text)::regclass
              and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            order by a.attnum
            """;

    private static final int DROP_WAITS = 50;
    private static final long DROP_WAIT_MILLIS = 200;

    private final PostgresSettings settings;

    PostgresCatalog(PostgresSettings settings) {
        this.settings = settings;
    }

    /** The wanted tables with their columns. */
    List<SourceTable> tables() {
        return with(
                connection -> {
                    List<SourceTable> found = new ArrayList<>();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(TABLES)) {
                        while (rows.next()) {
                            if (settings.wants(rows.getString(1), rows.getString(2))) {
                                found.add(describe(connection, rows));
                            }
                        }
                    }
                    return found;
                });
    }

    /** Types of the columns a table has now. */
    Map<String, DataType> columnTypes(String schema, String table) {
        return with(
                connection -> {
                    Map<String, DataType> types = new LinkedHashMap<>();
                    for (ColumnRow column : columns(connection, schema, table)) {
                        types.put(column.name(), column.type());
                    }
                    return types;
                });
    }

    private static SourceTable describe(Connection connection, ResultSet row) throws SQLException {
        String schema = row.getString(1);
        String name = row.getString(2);
        List<String> key = texts(row.getArray(4));
        List<SourceTable.Column> columns = new ArrayList<>();
        boolean toastable = false;
        for (ColumnRow column : columns(connection, schema, name)) {
            DataType type = column.type().withNullable(!key.contains(column.name()));
            columns.add(new SourceTable.Column(column.name(), type));
            toastable |= column.toastable();
        }
        return new SourceTable(schema, name, columns, key, toastable, row.getBoolean(3));
    }

    private static List<ColumnRow> columns(Connection connection, String schema, String table)
            throws SQLException {
        List<ColumnRow> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    DataType type =
                            PostgresTypes.of(rows.getString(3), rows.getInt(4), rows.getBoolean(5));
                    found.add(new ColumnRow(rows.getString(1), rows.getBoolean(2), type));
                }
            }
        }
        return found;
    }

    private record ColumnRow(String name, boolean toastable, DataType type) {}

    private static List<String> texts(Array array) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object value : (Object[]) array.getArray()) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }

    /** Fails unless the server logs what logical decoding needs. */
    void checkReady() {
        String level =
                with(
                        connection -> {
                            try (Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery("show wal_level")) {
                                rows.next();
                                return rows.getString(1);
                            }
                        });
        if (!level.equals("logical")) {
            throw new InvalidRequestException(
                    "the server at "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + " has wal_level = "
                            + level
                            + "; set wal_level = logical and restart it");
        }
    }

    /** Makes a table log whole old rows, so that every update carries every value. */
    void logWholeRows(SourceTable table) {
        String name = quote(table.schema()) + "." + quote(table.name());
        with(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("alter table " + name + " replica identity full");
                    }
                });
    }

    /**
     * Drops the job's replication slot if it is there, so that the initial rows are read anew.
     * Waits for a reader that is just going away.
     */
    void dropSlot(Environment environment) {
        for (int wait = 0; wait < DROP_WAITS && isSlotActive(); wait++) {
            environment.sleep(DROP_WAIT_MILLIS);
        }
        if (isSlotActive()) {
            throw new InvalidRequestException(
                    "replication slot "
                            + settings.slot()
                            + " is in use by another job; stop that one, or name another --slot");
        }
        onSlot(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                        + " where slot_name = ?");
    }

    private boolean isSlotActive() {
        return onSlot("select 1 from pg_replication_slots where slot_name = ? and active");
    }

    boolean hasSlot() {
        return onSlot("select 1 from pg_replication_slots where slot_name = ?");
    }

    private boolean onSlot(String sql) {
        return with(
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        statement.setString(1, settings.slot());
                        try (ResultSet rows = statement.executeQuery()) {
                            return rows.next();
                        }
                    }
                });
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private <T> T with(Work<T> work) {
        try (Connection connection =
                DriverManager.getConnection(
                        settings.jdbcUrl(), settings.user(), settings.password())) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new StorageFailureException(
                    settings.jdbcUrl(), String.valueOf(e.getMessage()), false, e);
        }
    }

    /** Something done with a connection. */
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
