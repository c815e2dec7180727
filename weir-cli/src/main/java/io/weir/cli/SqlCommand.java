package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.sql.SqlResult;
import io.weir.sql.SqlScript;
import io.weir.sql.SqlSession;
import io.weir.sql.SqlSettings;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir sql}: statements from the call, from a file, from standard input, or typed. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Run SQL on the tables of a warehouse; without -e and -f, interactively.")
final class SqlCommand implements Callable<Integer> {

    @Mixin private Warehouse warehouse = new Warehouse();

    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            description = "Statements to run; may be repeated.")
    private List<String> statements = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "File of statements, - for standard input.")
    private @Nullable String file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv, json or jsonl (default: ${DEFAULT-VALUE}).",
            defaultValue = "table")
    private RowPrinter.Format format = RowPrinter.Format.TABLE;

    @Option(
            names = {"-d", "--database"},
            paramLabel = "NAME",
            description = "The current database at the start (default: ${DEFAULT-VALUE}).",
            defaultValue = "default")
    private String database = "default";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = standardOutput();
        try (Catalog catalog = warehouse.open();
                SqlSession session =
                        SqlSession.open(
                                catalog,
                                Environment.real(),
                                SqlSettings.forShell().withDatabase(database))) {
            List<String> work = scripts();
            if (work.isEmpty() && UserTerminal.isInteractive()) {
                new Shell(session, format).run();
                return Main.DONE;
            }
            if (work.isEmpty()) {
                work = List.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            }
            for (String script : work) {
                for (String statement : SqlScript.split(script)) {
                    print(session.execute(statement), out);
                }
            }
        } finally {
            out.flush();
        }
        return Main.DONE;
    }

    private List<String> scripts() throws IOException {
        List<String> scripts = new ArrayList<>(statements);
        if (file != null) {
            if (file.equals("-")) {
                scripts.add(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            } else if (Files.isReadable(Path.of(file))) {
                scripts.add(Files.readString(Path.of(file)));
            } else {
                throw new InvalidRequestException("file " + file + " cannot be read");
            }
        }
        return scripts;
    }

    private void print(SqlResult result, PrintWriter out) {
        try (result) {
            if (!result.hasRows()) {
                // Words would disturb a program that reads the other formats.
                if (format == RowPrinter.Format.TABLE && !result.message().isEmpty()) {
                    out.println(result.message());
                }
                out.flush();
                return;
            }
            RowPrinter printer = RowPrinter.of(format, out);
            printer.begin(result.rowType());
            for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
                printer.row(row);
            }
            printer.end();
        }
    }

    /** Standard output in UTF-8 with a large buffer. */
    static PrintWriter standardOutput() {
        return new PrintWriter(
                new BufferedWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
                        1 << 16));
    }
}
