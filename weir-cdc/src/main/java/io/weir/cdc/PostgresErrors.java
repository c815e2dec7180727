package io.weir.cdc;

import io.weir.error.StorageFailureException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;

/** What an error of the source means for the job. */
final class PostgresErrors {

    private static final String NO_SUCH_TABLE = "42P01";
    private static final String NO_SUCH_SCHEMA = "3F000";
    static final String LOCK_TIMEOUT = "55P03";
    private static final String NO_RIGHT = "42501";
    private static final String SLOTS_IN_USE = "53400";

    // Connection lost or refused, shutting down, starting up, too many connections.
    private static final Set<String> PASSING =
            Set.of("57P01", "57P02", "57P03", "53300", "55006", "40001", "25P03");

    private PostgresErrors() {}

    static StorageFailureException of(PostgresSettings settings, SQLException error) {
        return new StorageFailureException(
                settings.jdbcUrl(), message(settings, error), passes(error), error);
    }

    /** What happened, and what to do about it. */
    private static String message(PostgresSettings settings, SQLException error) {
        String said = String.valueOf(error.getMessage());
        String state = String.valueOf(error.getSQLState());
        if (error.getCause() instanceof UnknownHostException) {
            return "host " + settings.host() + " is not known; check the --url";
        }
        if (error.getCause() instanceof ConnectException) {
            return "no server answers at "
                    + settings.host()
                    + ":"
                    + settings.port()
                    + "; check the --url, and that the server runs and listens there";
        }
        return switch (state) {
            case "28P01" ->
                    said + "; give the right password by PGPASSWORD, --password or in the --url";
            case "28000" -> said + "; check --user, and the server's pg_hba.conf";
            case "3D000" -> said + "; name one that exists in the --url";
            case SLOTS_IN_USE ->
                    said
                            + "; drop a slot that nobody needs (SELECT slot_name, active FROM"
                            + " pg_replication_slots), or raise max_replication_slots and restart the"
                            + " server";
            default -> said;
        };
    }

    /** What ended the engine, and what to do about it. */
    static String engineMessage(Throwable error) {
        String said = message(error);
        if (said.contains("24:00:00")) {
            return said
                    + "; a column of type timetz has the value 24:00:00, which the engine cannot"
                    + " take from the log: change the value, and read everything anew with another"
                    + " --slot and --database";
        }
        if (said.contains("max_wal_senders")) {
            return said + "; raise max_wal_senders and restart the server";
        }
        return said;
    }

    /** Whether a table is not there. */
    static boolean isGone(SQLException error) {
        return NO_SUCH_TABLE.equals(error.getSQLState())
                || NO_SUCH_SCHEMA.equals(error.getSQLState());
    }

    /** Whether another transaction held a table for too long. */
    static boolean isLocked(StorageFailureException error) {
        return error.getCause() instanceof SQLException sql
                && LOCK_TIMEOUT.equals(sql.getSQLState());
    }

    /** Whether the job's user may not do what it tried. */
    static boolean isForbidden(StorageFailureException error) {
        return error.getCause() instanceof SQLException sql && NO_RIGHT.equals(sql.getSQLState());
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
