package io.weir.cli;

import io.weir.env.Environment;
import io.weir.error.WeirException;
import io.weir.sql.SqlResult;
import io.weir.sql.SqlScript;
import io.weir.sql.SqlSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The interactive shell: history, completion, statements over several lines, times, a progress bar.
 */
final class Shell {

    private static final String HELP =
            """
            Statements end with ; and may go over several lines.
            Tab completes, Ctrl-C cancels, Ctrl-D on an empty line leaves.
              SHOW DATABASES;  USE name;  SHOW TABLES;  DESCRIBE table;  SELECT ... ;
              SELECT * FROM t FOR VERSION AS OF 3;  SELECT * FROM t$snapshots;
              .format table|csv|json|jsonl   .timing on|off   .help   .quit
            """;

    private final SqlSession session;
    private RowPrinter.Format format;
    private boolean timing = true;

    Shell(SqlSession session, RowPrinter.Format format) {
        this.session = session;
        this.format = format;
    }

    void run() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().name("weir").build()) {
            LineReader reader =
                    LineReaderBuilder.builder()
                            .terminal(terminal)
                            .appName("weir")
                            .parser(new StatementParser())
                            .completer(
                                    (line, typed, candidates) -> {
                                        String text = typed.line().substring(0, typed.cursor());
                                        for (String word : session.completions(text)) {
                                            candidates.add(new Candidate(word));
                                        }
                                    })
                            .variable(LineReader.HISTORY_FILE, historyFile())
                            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "   ... ")
                            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                            .build();
            PrintWriter out = terminal.writer();
            out.println("Weir SQL. .help helps, .quit leaves.");
            loop(reader, terminal, out);
        }
    }

    /** Columns of the screen; terminals that do not know say 0. */
    private static int width(Terminal terminal) {
        return terminal.getWidth() > 0 ? terminal.getWidth() : 80;
    }

    private static Path historyFile() {
        return Path.of(System.getProperty("user.home"), ".weir_history");
    }

    private void loop(LineReader reader, Terminal terminal, PrintWriter out) {
        while (true) {
            String text;
            try {
                text = reader.readLine(session.currentDatabase() + "> ").strip();
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return;
            }
            if (text.startsWith(".")) {
                if (!setting(text, out)) {
                    return;
                }
                continue;
            }
            for (String statement : SqlScript.split(text)) {
                if (!execute(statement, terminal, out)) {
                    break;
                }
            }
        }
    }

    /**
     * @return whether the shell goes on
     */
    private boolean setting(String text, PrintWriter out) {
        String[] words = text.split("\\s+", 2);
        String value = words.length == 1 ? "" : words[1].strip().toLowerCase(Locale.ROOT);
        switch (words[0]) {
            case ".quit", ".exit" -> {
                return false;
            }
            case ".timing" -> timing = !value.equals("off");
            case ".format" -> {
                try {
                    format = RowPrinter.Format.valueOf(value.toUpperCase(Locale.ROOT));
                } catch (IllegalArgumentException e) {
                    out.println("formats are table, csv, json, jsonl");
                }
            }
            case ".help" -> out.print(HELP);
            default -> out.println("there is no " + words[0] + "; .help tells what there is");
        }
        out.flush();
        return true;
    }

    /**
     * @return whether it succeeded
     */
    private boolean execute(String statement, Terminal terminal, PrintWriter out) {
        Environment environment = Environment.real();
        long began = environment.nanoTime();
        Terminal.SignalHandler before =
                terminal.handle(Terminal.Signal.INT, signal -> session.cancel());
        try (ProgressBar bar = new ProgressBar(session, environment, out);
                SqlResult result = session.execute(statement)) {
            long rows = print(result, bar, width(terminal), out);
            if (timing) {
                out.printf(
                        Locale.ROOT,
                        "%s%.3f s%n",
                        result.hasRows() ? rows + (rows == 1 ? " row, " : " rows, ") : "",
                        (environment.nanoTime() - began) / 1e9);
            }
            return true;
        } catch (WeirException | OutOfMemoryError e) {
            out.println("error: " + Errors.sentence(e));
            return false;
        } catch (RuntimeException e) {
            // A fault of ours; the session and what was typed in it should outlive it.
            out.println("error: " + Errors.sentence(e) + " (a fault of Weir, the shell goes on)");
            return false;
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            out.flush();
        }
    }

    private long print(SqlResult result, ProgressBar bar, int terminalWidth, PrintWriter out) {
        if (!result.hasRows()) {
            bar.close();
            if (!result.message().isEmpty()) {
                out.println(result.message());
            }
            return 0;
        }
        List<@Nullable Object> row = result.next();
        bar.close();
        RowPrinter printer = RowPrinter.of(format, out, terminalWidth);
        printer.begin(result.rowType());
        for (; row != null; row = result.next()) {
            printer.row(row);
        }
        printer.end();
        return printer.rowCount();
    }

    /** A line that shows how far a statement is, once it takes longer than a moment. */
    private static final class ProgressBar implements AutoCloseable {
        private static final long FIRST_MILLIS = 700;
        private final PrintWriter out;
        private final Future<Boolean> running;
        private boolean closed;
        private boolean shown;

        ProgressBar(SqlSession session, Environment environment, PrintWriter out) {
            this.out = out;
            this.running =
                    environment.submitBackground(
                            "weir-progress",
                            () -> {
                                environment.sleep(FIRST_MILLIS);
                                while (show(session.progress())) {
                                    environment.sleep(100);
                                }
                                return true;
                            });
        }

        private synchronized boolean show(double share) {
            if (closed) {
                return false;
            }
            if (share >= 0) {
                int filled = (int) Math.round(share * 40);
                out.print(
                        "\r["
                                + "#".repeat(filled)
                                + " ".repeat(40 - filled)
                                + "] "
                                + Math.round(share * 100)
                                + "%");
                out.flush();
                shown = true;
            }
            return true;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                running.cancel(true);
                if (shown) {
                    out.print("\r\u001b[K");
                }
            }
        }
    }

    /** Takes lines until a statement is complete. */
    private static final class StatementParser implements Parser {
        private final DefaultParser words = new DefaultParser();

        StatementParser() {
            words.setQuoteChars(new char[0]);
            words.setEscapeChars(new char[0]);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !isComplete(line)) {
                throw new EOFError(-1, cursor, "statement goes on");
            }
            return words.parse(line, cursor, ParseContext.COMPLETE);
        }

        private static boolean isComplete(String line) {
            String text = line.strip();
            return text.isEmpty() || text.startsWith(".") || SqlScript.isComplete(text);
        }
    }
}
