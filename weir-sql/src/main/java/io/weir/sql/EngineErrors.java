package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What DuckDB says went wrong, as one sentence of ours. */
final class EngineErrors {

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
        return new InvalidRequestException(clean(error.getMessage()), error);
    }

    /** Whether the driver only says that something went wrong. */
    static boolean isLost(SQLException error) {
        return String.valueOf(error.getMessage()).contains("Invalid result set");
    }

    /** Whether the plan read an Arrow stream a second time. */
    static boolean isStreamUsedTwice(SQLException error) {
        return String.valueOf(error.getMessage()).contains("has been released");
    }

    /** The first paragraph, without the error's class and the picture of the statement. */
    static String clean(@Nullable String message) {
        String text = message == null || message.isBlank() ? "the query failed" : message.strip();
        int wrapped = text.indexOf("CDataJniException");
        if (wrapped >= 0) {
            text =
                    text.substring(
                            text.indexOf("message=") + "message=".length(), text.lastIndexOf('}'));
        }
        int picture = text.indexOf("\n\nLINE ");
        if (picture >= 0) {
            text = text.substring(0, picture);
        }
        int colon = text.indexOf(" Error: ");
        if (colon > 0 && colon < 40 && text.indexOf('\n') != 0) {
            text = text.substring(colon + " Error: ".length());
        }
        if (text.startsWith("Interrupted") || text.contains("INTERRUPT")) {
            return "the statement was cancelled";
        }
        return text.strip();
    }
}
