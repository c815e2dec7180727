package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What DuckDB says went wrong, as one sentence of ours. */
final class EngineErrors {

    private static final Pattern NO_TABLE = Pattern.compile("Table with name (.+) does not exist!");

    private EngineErrors() {}

    /**
     * The error to throw for one of the driver's. An error of a scan that DuckDB only passed on is
     * thrown as it was.
     *
     * @param ofScan the first error a scan of the statement met
     */
    static WeirException translate(Exception error, @Nullable Throwable ofScan) {
        if (ofScan instanceof WeirException ours) {
            return ours;
        }
        String message = clean(error.getMessage());
        Matcher noTable = NO_TABLE.matcher(message);
        if (message.startsWith("DEFAULT is not allowed here")) {
            return new InvalidRequestException(
                    "DEFAULT cannot stand for a value; leave the column out of the list of columns,"
                            + " or give NULL, and it gets its default",
                    error);
        }
        return noTable.lookingAt()
                ? ExistenceException.notFound("table", noTable.group(1))
                : new InvalidRequestException(message, error);
    }

    /** Whether the driver only says that something went wrong. */
    static boolean isLost(SQLException error) {
        return String.valueOf(error.getMessage()).contains("Invalid result set");
    }

    /** Whether the plan read an Arrow stream a second time. */
    static boolean isStreamUsedTwice(SQLException error) {
        return String.valueOf(error.getMessage()).contains("has been released");
    }

    /**
     * The message in one line, without the error's class, the picture of the statement, guesses at
     * other names and what follows of Java.
     */
    static String clean(@Nullable String message) {
        String text = message == null || message.isBlank() ? "the query failed" : message.strip();
        int wrapped = text.indexOf("CDataJniException{");
        int inside = text.indexOf("message=");
        if (wrapped >= 0 && inside > wrapped) {
            text = text.substring(inside + "message=".length()).strip();
        }
        text = before(text, "\n\nLINE ");
        text = before(text, "\n\tat ");
        text = before(text, "\nDid you mean ");
        if (wrapped >= 0 && text.endsWith("}")) {
            text = text.substring(0, text.length() - 1);
        }
        int colon = text.indexOf(" Error: ");
        if (colon > 0 && colon < 40) {
            text = text.substring(colon + " Error: ".length());
        }
        if (text.contains("Interrupted") || text.contains("INTERRUPT")) {
            return "the statement was cancelled";
        }
        return text.strip().replaceAll("\\s*\n\\s*", " ");
    }

    private static String before(String text, String mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }
}
