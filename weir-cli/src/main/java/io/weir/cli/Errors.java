package io.weir.cli;

import io.weir.error.WeirException;
import java.io.PrintWriter;

/** How errors are told: one sentence; the stack trace only when asked for. */
final class Errors {

    private Errors() {}

    static void print(Throwable error, boolean verbose, PrintWriter out) {
        out.println("weir: " + sentence(error));
        if (verbose) {
            error.printStackTrace(out);
        } else if (!(error instanceof WeirException)) {
            out.println("weir: run it again with --verbose to see where it happened");
        }
        out.flush();
    }

    static String sentence(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        return error instanceof WeirException || error instanceof IllegalArgumentException
                ? message.strip()
                : error.getClass().getSimpleName() + ": " + message.strip();
    }
}
