package io.weir.cli;

import io.weir.error.WeirException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How errors are told: one sentence; the stack trace only when asked for. */
final class Errors {

    private Errors() {}

    /** Standard error in UTF-8. */
    static PrintWriter standard() {
        return new PrintWriter(
                new OutputStreamWriter(
                        new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
                true);
    }

    /** What is wrong with a call. */
    static String usage(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            Set<String> commands = error.getCommandLine().getSubcommands().keySet();
            return commands.isEmpty()
                    ? "'" + word + "' is one argument too many"
                    : "there is no command '"
                            + word
                            + "'; there are "
                            + String.join(", ", commands);
        }
        return String.valueOf(error.getMessage());
    }

    static void print(Throwable error, boolean verbose, PrintWriter out) {
        out.println("weir: " + sentence(error));
        if (verbose) {
            error.printStackTrace(out);
        } else if (!(error instanceof WeirException || error instanceof ScriptException)) {
            out.println("weir: run it again with --verbose to see where it happened");
        }
        out.flush();
    }

    static String sentence(Throwable error) {
        if (error instanceof OutOfMemoryError) {
            return "memory is used up ("
                    + error.getMessage()
                    + "); give Java more, for example with WEIR_JAVA_OPTS=-Xmx4g";
        }
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        return error instanceof WeirException
                        || error instanceof ScriptException
                        || error instanceof IllegalArgumentException
                ? message.strip()
                : error.getClass().getSimpleName() + ": " + message.strip();
    }
}
