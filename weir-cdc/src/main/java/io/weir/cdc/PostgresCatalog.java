package io.weir.cdc;

import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The job's session at the source: asks about tables, places in the log and the slot. As long as it
 * is open, no other job of the same slot can open one. One thread at a time.
 */
final class PostgresCatalog implements AutoCloseable {

    private static final String SLOT =
            """
            select active, (confirmed_flush_lsn - '0/0')::bigint, wal_status, plugin, database
            from pg_replication_slots where slot_name = ?
            """;

    private static final int VERSION_MIN = 140_000;
    // After a crash the server needs a moment to see that the old job is gone.
    private static final int CLAIMS = 100;
    private static final long CLAIM_WAIT_MILLIS = 200;

    private final PostgresSettings settings;
    private final Connection connection;

    private PostgresCatalog(PostgresSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    /**
     * The job's replication slot.
     *
     * @param active whether somebody reads from it
     * @param confirmed up to where the log was taken, so that it may be gone
     * @param lost why it cannot be used any more, null when it can
     */
    record Slot(boolean active, long confirmed, @Nullable String lost) {}

    /**
     * Opens a session for the job of this slot.
     *
     * @throws InvalidRequestException another job of this slot runs, or the server is not set up
     * @throws io.weir.error.StorageFailureException the server could not be reached
     */
    static PostgresCatalog open(PostgresSettings settings, Environment environment) {
        PostgresCatalog catalog;
        try {
            catalog = new PostgresCatalog(settings, connect(settings));
        } catch (SQLException e) {
            throw PostgresErrors.of(settings, e);
        }
        try {
            catalog.checkReady();
            catalog.claim(environment);
            return catalog;
        } catch (RuntimeException e) {
            catalog.close();
            throw e;
        }
    }

    /** A session beside that of the job, for another thread. */
    static PostgresCatalog connected(PostgresSettings settings) {
        try {
            return new PostgresCatalog(settings, connect(settings));
        } catch (SQLException e) {
            throw PostgresErrors.of(settings, e);
        }
    }

    /** A connection that spells values the same whatever the server's defaults are. */
    static Connection connect(PostgresSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "weir sync " + settings.slot());
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", "-c intervalstyle=postgres -c bytea_output=hex");
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    /** Something done with the session. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * @throws io.weir.error.StorageFailureException it failed
     */
    <T> T with(Work<T> work) {
        try {
            return work.run(connection);
        } catch (SQLException e) {
            throw PostgresErrors.of(settings, e);
        }
    }

    private void checkReady() {
        int version = (int) number("select current_setting('server_version_num')::bigint");
        if (version < VERSION_MIN) {
            throw new InvalidRequestException(
                    "the server at " + where() + " is older than PostgreSQL 14");
        }
        String level = with(session -> text(session, "show wal_level"));
        if (!"logical".equals(level)) {
            throw new InvalidRequestException(
                    "the server at "
                            + where()
                            + " has wal_level = "
                            + level
                            + "; set wal_level = logical and restart it");
        }
        String domains =
                "select string_agg(oid::regtype::text, ', ') from pg_type"
                        + " where typtype = 'd' and typcategory = 'E'";
        String domain = with(session -> text(session, domains));
        if (!domain.equals("null")) {
            throw new InvalidRequestException(
                    "the engine that reads the log fails in a database that has a domain of an"
                            + " enum: "
                            + domain
                            + "; use the enum itself and drop the domain");
        }
        String may =
                "select (rolreplication or rolsuper)::int from pg_roles where rolname = current_user";
        if (number(may) == 0) {
            throw new InvalidRequestException(
                    "user "
                            + settings.user()
                            + " may not replicate; run ALTER ROLE "
                            + SourceName.quote(settings.user())
                            + " REPLICATION");
        }
    }

    private String where() {
        return settings.host() + ":" + settings.port();
    }

    private void claim(Environment environment) {
        for (int claim = 0; !tryClaim(); claim++) {
            if (claim == CLAIMS) {
                throw inUse();
            }
            environment.sleep(CLAIM_WAIT_MILLIS);
        }
        for (int claim = 0; isActive(); claim++) {
            if (claim == CLAIMS) {
                throw inUse();
            }
            environment.sleep(CLAIM_WAIT_MILLIS);
        }
    }

    private boolean tryClaim() {
        return number(
                        "select pg_try_advisory_lock(hashtext('weir sync'), hashtext('"
                                + settings.slot()
                                + "'))::int")
                == 1;
    }

    private boolean isActive() {
        Slot slot = slot();
        return slot != null && slot.active();
    }

    private InvalidRequestException inUse() {
        return new InvalidRequestException(
                "replication slot "
                        + settings.slot()
                        + " is in use by another job; stop that one, or name another --slot and"
                        + " --database");
    }

    /** The wanted tables there are, those that cannot be read too. */
    List<PostgresTables.Found> find() {
        return with(
                session ->
                        PostgresTables.find(
                                session, name -> settings.wants(name.schema(), name.table())));
    }

    /** See {@link PostgresTables#sums}. */
    Map<Long, String> sums(List<PostgresTables.Found> tables) {
        return with(session -> PostgresTables.sums(session, tables, settings.publication()));
    }

    /** What a table is now; null when it is gone. */
    @Nullable SourceTable describe(SourceName name) {
        Optional<SourceTable> found =
                with(
                        session -> {
                            try {
                                return Optional.of(
                                        PostgresTables.describe(
                                                session, name, settings.publication()));
                            } catch (SQLException e) {
                                if (PostgresErrors.isGone(e)) {
                                    return Optional.empty();
                                }
                                throw e;
                            }
                        });
        return found.orElse(null);
    }

    /** The job's slot, null when there is none. */
    @Nullable Slot slot() {
        Optional<Slot> found =
                with(
                        session -> {
                            try (PreparedStatement statement = session.prepareStatement(SLOT)) {
                                statement.setString(1, settings.slot());
                                try (ResultSet row = statement.executeQuery()) {
                                    return row.next() ? Optional.of(slot(row)) : Optional.empty();
                                }
                            }
                        });
        return found.orElse(null);
    }

    private Slot slot(ResultSet row) throws SQLException {
        String lost = null;
        if ("lost".equals(row.getString(3))) {
            lost = "was given up by the server, which has removed log it needs";
        } else if (!"pgoutput".equals(row.getString(4))) {
            lost = "is of plugin " + row.getString(4) + ", not pgoutput";
        } else if (!settings.database().equals(row.getString(5))) {
            lost = "is of database " + row.getString(5);
        }
        return new Slot(row.getBoolean(1), row.getLong(2), lost);
    }

    /** Makes the job's slot and tells the place where it begins. */
    long createSlot() {
        return number(
                "select (lsn - '0/0')::bigint from pg_create_logical_replication_slot('"
                        + settings.slot()
                        + "', 'pgoutput')");
    }

    /** Drops the job's slot if it is there. */
    void dropSlot() {
        run(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                        + " where slot_name = '"
                        + settings.slot()
                        + "'");
    }

    /** Whether amounts of money are spelled in a way that the engine reads right. */
    boolean spellsMoneyPlainly() {
        return with(session -> text(session, "select 1234.56::numeric::money::text"))
                .endsWith("1,234.56");
    }

    /** The transactions that a reader sees now. */
    XidSnapshot seenNow() {
        return XidSnapshot.of(
                with(session -> text(session, "select txid_current_snapshot()::text")));
    }

    /** How far the log goes now. */
    long logEnd() {
        return number("select (pg_current_wal_insert_lsn() - '0/0')::bigint");
    }

    /** Puts a transaction into the log that changes nothing, for a cut behind it. */
    void mark() {
        run("select pg_logical_emit_message(true, 'weir', '')");
    }

    void run(String sql) {
        with(
                session -> {
                    try (Statement statement = session.createStatement()) {
                        return statement.execute(sql);
                    }
                });
    }

    private long number(String sql) {
        return with(session -> Long.parseLong(text(session, sql)));
    }

    private static String text(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server ends the session when the connection is gone.
            return;
        }
    }
}
