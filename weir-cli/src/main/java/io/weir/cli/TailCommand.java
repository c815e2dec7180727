package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.option.OptionValues;
import io.weir.table.Identifier;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir tail}: a table's changelog as it grows. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Print the changelog of a table: op (+I -U +U -D) and the columns.")
final class TailCommand implements Callable<Integer> {

    @Mixin private Warehouse warehouse = new Warehouse();

    @Parameters(paramLabel = "DB.TABLE", description = "The table.")
    private String table = "";

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "earliest, latest, a snapshot id or a timestamp (default: latest, or earliest with"
                            + " --until latest).")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "latest",
            description = "Stop at the snapshot that is the latest at the start.")
    private @Nullable String until;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "Stop after that time, such as 10s.")
    private @Nullable String time;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv, json or jsonl (default: ${DEFAULT-VALUE}).",
            defaultValue = "table")
    private RowPrinter.Format format = RowPrinter.Format.TABLE;

    @Override
    public Integer call() {
        if (until != null && !until.equals("latest")) {
            throw new InvalidRequestException("--until takes latest, not " + until);
        }
        Environment environment = Environment.real();
        PrintWriter out = SqlCommand.standardOutput();
        try (Catalog catalog = warehouse.open()) {
            Table found = catalog.table(Identifier.of(table));
            long lastSnapshot =
                    until == null
                            ? Long.MAX_VALUE
                            : found.latestSnapshot().map(Snapshot::id).orElse(0L);
            Duration span = time == null ? null : OptionValues.duration("--for", time);
            long end =
                    span == null ? Long.MAX_VALUE : environment.currentMillis() + span.toMillis();
            Changelog changelog =
                    new Changelog(found.withOptions(start()), environment, printer(out));
            changelog.follow(lastSnapshot, end);
        } finally {
            out.flush();
        }
        return Main.DONE;
    }

    /**
     * A stream has no last row to wait for before the widths are known: lines instead of a grid.
     */
    private RowPrinter printer(PrintWriter out) {
        return format == RowPrinter.Format.TABLE
                ? new LinePrinter(out)
                : RowPrinter.of(format, out);
    }

    private Map<String, String> start() {
        String where = from != null ? from : until != null ? "earliest" : "latest";
        Map<String, String> options = new HashMap<>();
        if (where.equals("latest")) {
            options.put("scan.mode", "latest");
        } else if (where.equals("earliest")) {
            options.put("scan.mode", "from-snapshot");
            options.put("scan.snapshot-id", "1");
        } else if (where.matches("\\d+")) {
            options.put("scan.mode", "from-snapshot");
            options.put("scan.snapshot-id", where);
        } else {
            options.put("scan.mode", "from-timestamp");
            options.put("scan.timestamp", where.replace('T', ' '));
        }
        return options;
    }
}
