package io.weir.cdc;

import io.weir.error.StorageFailureException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** What an error of the source means for the job. */
final class PostgresErrors {

    private static final String NO_SUCH_TABLE = "42P01";
    private static final String NO_SUCH_SCHEMA = "3F000";
    static final String LOCK_TIMEOUT = "55P03";
    static final String NO_RIGHT = "42501";

    // Connection lost or refused, shutting down, starting up, too many connections.
    private static final Set<String> PASSING =
            Set.of("57P01", "57P02", "57P03", "53300", "55006", "40001", "25P03");

    private PostgresErrors() {}

    static StorageFailureException of(PostgresSettings settings, SQLException error) {
        return new StorageFailureException(
                settings.jdbcUrl(), String.valueOf(error.getMessage()), passes(error), error);
    }

    /** Whether a table is not there. */
    static boolean isGone(SQLException error) {
        return NO_SUCH_TABLE.equals(error.getSQLState())
                || NO_SUCH_SCHEMA.equals(error.getSQLState());
    }

    /** Whether trying again later may help. */
    static boolean passes(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                return state.isEmpty() || state.startsWith("08") || PASSING.contains(state);
            }
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    static String message(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
