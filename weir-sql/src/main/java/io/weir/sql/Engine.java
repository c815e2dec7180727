package io.weir.sql;

import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB instance in memory. It installs and loads nothing from elsewhere, and reads files only
 * if the settings say so. One thread at a time, {@link #cancel} and {@link #progress} excepted.
 */
final class Engine implements AutoCloseable {

    private static final String CANCELLED = "the statement was cancelled";

    private final DuckDBConnection connection;
    private volatile @Nullable DuckDBPreparedStatement running;
    private final boolean filesAllowed;
    private volatile boolean cancelled;
    private @Nullable BufferAllocator allocator;

    private Engine(DuckDBConnection connection, boolean filesAllowed) {
        this.connection = connection;
        this.filesAllowed = filesAllowed;
    }

    static Engine open(Environment environment, SqlSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("temp_directory", spillDirectory(environment, settings));
        if (settings.threads() > 0) {
            properties.setProperty("threads", Integer.toString(settings.threads()));
        }
        if (settings.memoryBytes() > 0) {
            properties.setProperty("memory_limit", settings.memoryBytes() + "B");
        }
        try {
            DuckDBConnection connection =
                    DuckDBConnection.newConnection("jdbc:duckdb:", false, "", properties);
            Engine engine = new Engine(connection, settings.filesAllowed());
            // Without it the engine does not count what it has done.
            engine.run("SET enable_progress_bar_print = false");
            engine.run("SET enable_progress_bar = true");
            if (!settings.filesAllowed()) {
                engine.run("SET enable_external_access=false");
            }
            return engine;
        } catch (SQLException e) {
            throw new InvalidRequestException(
                    "the query engine did not start: " + EngineErrors.clean(e.getMessage()), e);
        }
    }

    private static String spillDirectory(Environment environment, SqlSettings settings) {
        String directory = settings.spillDirectory();
        return directory != null
                ? directory
                : environment.scratchDirectory().resolve("sql-spill").toString();
    }

    /** Whether it may read local files. */
    boolean filesAllowed() {
        return filesAllowed;
    }

    DuckDBConnection connection() {
        return connection;
    }

    /**
     * The allocator of the session's Arrow buffers; made on first use, since that takes a while.
     */
    BufferAllocator allocator() {
        BufferAllocator made = allocator;
        if (made == null) {
            made = new RootAllocator();
            allocator = made;
        }
        return made;
    }

    /** Executes a statement whose result is of no interest. */
    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw translate(e, null);
        }
    }

    /**
     * Starts a statement; its result, rows or not, must be closed.
     *
     * @param scanErrors what the scans it reads from met; translates errors that come later
     */
    EngineResult start(String sql, ScanErrors scanErrors) throws SQLException {
        DuckDBPreparedStatement statement = null;
        try {
            statement = connection.prepare(sql);
            running = statement;
            if (cancelled) {
                // The cancel came when there was nothing to end yet.
                throw new SQLException(CANCELLED);
            }
            boolean rows = statement.execute();
            return EngineResult.of(this, statement, rows, scanErrors);
        } catch (SQLException e) {
            running = null;
            closeQuietly(statement, e);
            throw e;
        }
    }

    /**
     * Runs a statement again whose error the driver lost, in the one way in which it tells errors
     * that come before the first row. Its rows are not used: that way loses errors that come later.
     */
    void failAgain(String sql) throws SQLException {
        try (DuckDBPreparedStatement statement = connection.prepare(sql);
                DuckDBChunkedResult result = running(statement).query()) {
            result.nextChunk();
        } finally {
            running = null;
        }
    }

    private DuckDBPreparedStatement running(DuckDBPreparedStatement statement) {
        running = statement;
        return statement;
    }

    /** The columns that a query gives, without running it. */
    List<SqlColumn> columns(String sql) {
        try (DuckDBPreparedStatement statement = connection.prepare(sql)) {
            return EngineResult.columns(statement.getMetaData());
        } catch (SQLException e) {
            throw translate(e, null);
        }
    }

    /** The only value of a query {@code SELECT expression}, as text. */
    String value(String expression) {
        String sql = "SELECT " + expression;
        try {
            return onlyText(sql, 1);
        } catch (SQLException e) {
            if (EngineErrors.isLost(e) && !cancelled) {
                try {
                    failAgain(sql);
                } catch (SQLException again) {
                    throw translate(again, null);
                }
            }
            throw translate(e, null);
        }
    }

    private String onlyText(String sql, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String text = rows.next() ? rows.getString(column) : null;
            if (text == null) {
                throw new InvalidRequestException("a value is missing: " + sql);
            }
            return text;
        }
    }

    /** The plan that a statement EXPLAIN gives, for people. */
    String plan(String explain) {
        try {
            return onlyText(explain, 2);
        } catch (SQLException e) {
            throw translate(e, null);
        }
    }

    /** The plan of a statement as JSON, with lists of values spelled out as conditions. */
    String explain(String sql) {
        try {
            run("SET disabled_optimizers = 'in_clause'");
            return onlyText("EXPLAIN (FORMAT json) " + sql, 2);
        } catch (SQLException e) {
            throw translate(e, null);
        } finally {
            run("RESET disabled_optimizers");
        }
    }

    private static void closeQuietly(
            @Nullable DuckDBPreparedStatement statement, SQLException error) {
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                error.addSuppressed(e);
            }
        }
    }

    void finished() {
        running = null;
    }

    /** Forgets an earlier cancel: a new statement begins. */
    void begin() {
        cancelled = false;
    }

    /** Whether the statement that runs now was cancelled. */
    boolean cancelled() {
        return cancelled;
    }

    /** Throws if the running statement was cancelled, which a stream of rows does not notice. */
    void checkRunning() {
        if (cancelled) {
            throw new InvalidRequestException(CANCELLED);
        }
    }

    /** The error to throw for one of the driver's; see {@link EngineErrors#translate}. */
    WeirException translate(Exception error, @Nullable Throwable ofScan) {
        return cancelled
                ? new InvalidRequestException(CANCELLED, error)
                : EngineErrors.translate(error, ofScan);
    }

    /** Ends the statement that runs now, if one does; from any thread. */
    void cancel() {
        cancelled = true;
        DuckDBPreparedStatement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It ended meanwhile.
                return;
            }
        }
    }

    /** Share of the running statement that is done, 0 to 1; -1 when unknown. From any thread. */
    double progress() {
        DuckDBPreparedStatement statement = running;
        if (statement == null) {
            return -1;
        }
        try {
            double percentage = statement.getQueryProgress().getPercentage();
            return percentage < 0 ? -1 : percentage / 100;
        } catch (SQLException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw translate(e, null);
        }
        if (allocator != null) {
            allocator.close();
        }
    }
}
