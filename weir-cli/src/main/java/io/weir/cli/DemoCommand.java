package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.cdc.PostgresSettings;
import io.weir.cdc.PostgresSync;
import io.weir.cdc.SyncSettings;
import io.weir.cdc.SyncStatus;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.sql.SqlSession;
import io.weir.sql.SqlSettings;
import io.weir.table.Identifier;
import io.weir.table.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code weir demo}: the whole road in a minute. A real PostgreSQL with a shop at work, synced into
 * a local warehouse, watched live, and at the end compared row by row.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Sync a real, busy PostgreSQL into a local lake and watch it for a minute.")
final class DemoCommand implements Callable<Integer> {

    private static final String DEFAULT_PLACE = "./warehouse-demo";
    static final String DATABASE = "shop";
    static final List<String> TABLES = List.of("customers", "order_lines", "orders", "products");
    private static final long CATCH_UP_MILLIS = 60_000;

    @Option(
            names = {"-w", "--warehouse"},
            defaultValue = DEFAULT_PLACE,
            paramLabel = "WAREHOUSE",
            description =
                    "Where the lake is made; an earlier demo's is replaced (default:"
                            + " ${DEFAULT-VALUE}).")
    private String place = DEFAULT_PLACE;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            defaultValue = "60s",
            description = "How long the shop works (default: ${DEFAULT-VALUE}).")
    private Duration time = Duration.ofSeconds(60);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rate",
            paramLabel = "ROWS",
            defaultValue = "2000",
            description = "Row changes a second in the source (default: ${DEFAULT-VALUE}).")
    private long rate = 2000;

    @Override
    public Integer call() throws IOException, SQLException {
        if (rate < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rate must be at least 1, not " + rate);
        }
        String warehouse = Warehouse.absolute(place);
        try (Catalog catalog = io.weir.Weir.open(Map.of("warehouse", warehouse))) {
            clear(catalog);
            return run(catalog);
        }
    }

    /** Drops what an earlier demo left, and nothing else. */
    private void clear(Catalog catalog) {
        if (!catalog.hasDatabase(DATABASE)) {
            return;
        }
        List<String> there = catalog.tables(DATABASE);
        boolean ofDemo =
                place.equals(DEFAULT_PLACE)
                        ? TABLES.containsAll(there)
                        : there.isEmpty() || Set.copyOf(there).equals(Set.copyOf(TABLES));
        if (!ofDemo) {
            throw new InvalidRequestException(
                    "database "
                            + DATABASE
                            + " of warehouse "
                            + place
                            + " is not an earlier demo's: it holds "
                            + String.join(", ", there)
                            + "; name another warehouse with -w");
        }
        catalog.dropDatabase(DATABASE, true);
    }

    private int run(Catalog catalog) throws IOException, SQLException {
        say("starting PostgreSQL ...");
        try (DemoDatabase source = DemoDatabase.start()) {
            say("PostgreSQL runs at " + source.url());
            catalog.createDatabase(DATABASE);
            boolean equal = show(source, catalog, time);
            tellNext();
            return equal ? Main.DONE : Main.FAILED;
        }
    }

    private boolean show(DemoDatabase source, Catalog catalog, Duration span) throws SQLException {
        Environment environment = Environment.real();
        PostgresSync sync =
                new PostgresSync(
                        catalog,
                        environment,
                        PostgresSettings.of(
                                source.url(),
                                DemoDatabase.USER,
                                DemoDatabase.PASSWORD,
                                List.of(),
                                "weir_demo",
                                PostgresSettings.Keyless.REFUSE),
                        new SyncSettings(
                                DATABASE,
                                Duration.ofSeconds(1),
                                Map.of("bucket", "1", "changelog-producer", "input")),
                        DemoCommand::say);
        DemoWorkload workload = new DemoWorkload(environment, rate);
        Future<Boolean> syncing =
                environment.submitBackground(
                        "weir-demo-sync",
                        () -> {
                            sync.run();
                            return true;
                        });
        say("reading the initial rows ...");
        waitForStream(sync, syncing, environment);
        Future<Boolean> working =
                environment.submitBackground("weir-demo-shop", () -> workload.run(source));
        try (SqlSession session =
                SqlSession.open(
                        catalog, environment, SqlSettings.forShell().withDatabase(DATABASE))) {
            DemoView view = new DemoView(catalog, session, sync, workload, environment);
            view.watch(span, List.of(syncing, working));
        }
        workload.stop();
        await(working);
        boolean equal = verify(source, catalog, environment, syncing);
        sync.stop();
        await(syncing);
        return equal;
    }

    private static void waitForStream(
            PostgresSync sync, Future<Boolean> syncing, Environment environment) {
        while (sync.status().phase() != SyncStatus.Phase.STREAMING) {
            if (syncing.isDone()) {
                await(syncing);
            }
            environment.sleep(50);
        }
    }

    static void await(Future<Boolean> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new StorageFailureException(
                            "demo", String.valueOf(e.getCause()), false, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailureException("demo", "interrupted", false, e);
        }
    }

    /** Waits until the lake has caught up, then compares every table. */
    private static boolean verify(
            DemoDatabase source, Catalog catalog, Environment environment, Future<Boolean> syncing)
            throws SQLException {
        say("");
        say("the shop has closed; comparing every table with its source:");
        long began = environment.currentMillis();
        boolean allEqual = true;
        try (Connection connection = source.connect()) {
            connection.setAutoCommit(false);
            for (String name : TABLES) {
                Table table = catalog.table(new Identifier(DATABASE, name));
                TableFingerprint there =
                        TableFingerprint.ofSource(connection, name, table.rowType());
                TableFingerprint here = TableFingerprint.ofLake(table);
                while (!here.equals(there)
                        && !syncing.isDone()
                        && environment.currentMillis() - began < CATCH_UP_MILLIS) {
                    environment.sleep(200);
                    here = TableFingerprint.ofLake(table);
                }
                boolean equal = here.equals(there);
                allEqual &= equal;
                say(
                        String.format(
                                java.util.Locale.ROOT,
                                "  %-12s source %s   lake %s   %s",
                                name,
                                there,
                                here,
                                equal ? "equal" : "DIFFERENT"));
            }
        }
        say(allEqual ? "every lake table equals its source table" : "MISMATCH: see above");
        return allEqual;
    }

    private void tellNext() {
        say("");
        say("the warehouse is " + Warehouse.absolute(place));
        say("try next:");
        say(
                "  ./weir sql -w "
                        + place
                        + " -d shop -e 'SELECT city, count(*) AS orders, sum(amount) AS revenue"
                        + " FROM orders JOIN customers c ON c.id = customer_id GROUP BY city ORDER"
                        + " BY city'");
        say("  ./weir tail -w " + place + " shop.orders --until latest | tail");
        say(
                "  ./weir sql -w "
                        + place
                        + " -d shop -e 'SELECT snapshot_id, commit_kind, commit_time,"
                        + " delta_record_count FROM orders$snapshots'");
    }

    static void say(String line) {
        System.out.println(line);
    }
}
