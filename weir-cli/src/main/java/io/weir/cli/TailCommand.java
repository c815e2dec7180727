package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code weir tail}: a table's changelog as it grows. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Print the changelog of a table: op (+I -U +U -D) and the columns.")
final class TailCommand implements Callable<Integer> {

    @Mixin private Warehouse warehouse = new Warehouse();

    @Parameters(paramLabel = "DB.TABLE", description = "The table.", converter = TableName.class)
    private Identifier table = Identifier.of("default.t");

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            converter = TailStart.Converter.class,
            description =
                    "earliest, latest, a snapshot id or a time (default: latest, or earliest with"
                            + " --until latest).")
    private @Nullable TailStart from;

    @Option(
            names = "--until",
            paramLabel = "latest",
            description = "Stop at the snapshot that is the latest at the start.")
    private @Nullable Until until;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "Stop when that time is over, such as 10s, once what is there already is"
                            + " printed.")
    private @Nullable Duration time;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv, json or jsonl (default: ${DEFAULT-VALUE}).",
            defaultValue = "table")
    private RowPrinter.Format format = RowPrinter.Format.TABLE;

    @Override
    public Integer call() {
        Environment environment = Environment.real();
        PrintWriter out = Output.standard();
        try (Catalog catalog = warehouse.open()) {
            Table found = catalog.table(table);
            long latest = found.latestSnapshot().map(Snapshot::id).orElse(0L);
            long lastSnapshot = until == null ? Long.MAX_VALUE : latest;
            long forMillis = time == null ? Long.MAX_VALUE : time.toMillis();
            TailStart start = start();
            checkStart(found, start.snapshot());
            new Changelog(found.withOptions(start.options()), environment, printer(out))
                    .follow(latest, lastSnapshot, forMillis);
        }
        return Main.DONE;
    }

    /**
     * A stream has no last row to wait for before the widths are known: lines instead of a grid.
     */
    private RowPrinter printer(PrintWriter out) {
        return format == RowPrinter.Format.TABLE
                ? new LinePrinter(out)
                : RowPrinter.of(format, out, UserTerminal.width());
    }

    private TailStart start() {
        if (from != null) {
            return from;
        }
        return until == null ? TailStart.LATEST : TailStart.EARLIEST;
    }

    /**
     * A snapshot asked for by number should be there, or be the next one. Says so when it has
     * expired: the changes up to the first that is left are lost to this reader.
     */
    private static void checkStart(Table table, long asked) {
        long latest = table.latestSnapshot().map(Snapshot::id).orElse(0L);
        if (asked > latest + 1) {
            throw new InvalidRequestException(
                    "snapshot " + asked + " does not exist; the latest is " + latest);
        }
        if (asked > 0 && asked <= latest && table.snapshot(asked).isEmpty()) {
            Errors.standard()
                    .println(
                            "weir: snapshot " + asked + " has expired; starting at the first left");
        }
    }

    /** Where {@code --until} may stop. */
    enum Until {
        LATEST
    }

    /** Reads {@code database.table} from the command line. */
    static final class TableName implements ITypeConverter<Identifier> {
        @Override
        public Identifier convert(String value) {
            try {
                return Identifier.of(value);
            } catch (InvalidRequestException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
