package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import io.weir.sql.SqlResult;
import io.weir.sql.SqlScript;
import io.weir.sql.SqlSession;
import io.weir.sql.SqlSettings;
import java.io.IOException;
import java.io.PrintWriter;
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
            description = "File of statements, run after those of -e; - for standard input.")
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
        List<Script> work = scripts();
        PrintWriter out = Output.standard();
        try (Catalog catalog = warehouse.open();
                SqlSession session =
                        SqlSession.open(
                                catalog,
                                Environment.real(),
                                SqlSettings.forShell().withDatabase(database))) {
            checkDatabase(catalog);
            if (work.isEmpty() && UserTerminal.isInteractive()) {
                new Shell(session, format).run();
                return Main.DONE;
            }
            if (work.isEmpty()) {
                work = List.of(Script.ofStandardInput());
            }
            // An unfinished statement is taken back before the process ends.
            try (StopSignal stop =
                    StopSignal.on(session::cancel, "the statement did not end in 20 s")) {
                for (Script script : work) {
                    run(script, session, out, stop);
                }
            }
        }
        return Main.DONE;
    }

    /** The first database comes into being with its first table; every other one must be there. */
    private void checkDatabase(Catalog catalog) {
        boolean known = catalog.databases().stream().anyMatch(database::equalsIgnoreCase);
        if (!known && !database.equals("default")) {
            throw ExistenceException.notFound("database", database);
        }
    }

    private void run(Script script, SqlSession session, PrintWriter out, StopSignal stop) {
        for (SqlScript.Part part : SqlScript.parts(script.text())) {
            if (stop.given()) {
                throw new InvalidRequestException("the statements that were left are not run");
            }
            try {
                print(session.execute(part.statement()), out);
            } catch (WeirException e) {
                out.flush();
                throw script.name().isEmpty() ? e : new ScriptException(script.place(part), e);
            }
        }
    }

    private List<Script> scripts() throws IOException {
        List<Script> scripts = new ArrayList<>();
        statements.forEach(statement -> scripts.add(new Script("", statement)));
        if (file != null) {
            scripts.add(Script.ofFile(file));
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
            RowPrinter printer = RowPrinter.of(format, out, UserTerminal.width());
            printer.begin(result.rowType());
            for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
                printer.row(row);
            }
            printer.end();
        }
    }
}
