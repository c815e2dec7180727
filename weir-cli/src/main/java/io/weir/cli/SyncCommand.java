package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.cdc.PostgresSettings;
import io.weir.cdc.PostgresSync;
import io.weir.cdc.SyncSettings;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir sync}: keeps lake tables equal to a database. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Keep lake tables equal to the tables of a database.",
        subcommands = SyncCommand.Postgres.class)
final class SyncCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a source is missing: postgres");
    }

    /** {@code weir sync postgres}. */
    @Command(
            name = "postgres",
            mixinStandardHelpOptions = true,
            description = {
                "Read a PostgreSQL database and follow its changes until stopped.",
                "Started again, it goes on exactly where it was."
            })
    static final class Postgres implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Warehouse warehouse = new Warehouse();

        @Option(
                names = "--url",
                required = true,
                paramLabel = "URL",
                description = "postgresql://[user[:password]@]host[:port]/database")
        private String url = "";

        @Option(names = "--user", paramLabel = "NAME", description = "Unless the URL names one.")
        private String user = System.getProperty("user.name");

        @Option(
                names = "--password",
                paramLabel = "TEXT",
                interactive = true,
                arity = "0..1",
                description =
                        "Unless the URL or PGPASSWORD has it; without a value it is asked for.")
        private @Nullable String password;

        @Option(
                names = "--tables",
                paramLabel = "NAME",
                split = ",",
                description =
                        "Regular expressions on schema.table, or on the table of schema public"
                                + " (default: all of schema public).")
        private List<String> tables = new ArrayList<>();

        @Option(
                names = "--database",
                paramLabel = "NAME",
                description = "Lake database to write to (default: the source's name).")
        private @Nullable String database;

        @Option(
                names = "--interval",
                paramLabel = "TIME",
                converter = TimeSpan.class,
                defaultValue = "1s",
                description = "Time between commits (default: ${DEFAULT-VALUE}).")
        private Duration interval = Duration.ofSeconds(1);

        @Option(
                names = "--slot",
                paramLabel = "NAME",
                defaultValue = "weir",
                description =
                        "Replication slot, the job's identity in the source (default:"
                                + " ${DEFAULT-VALUE}).")
        private String slot = "weir";

        @Option(
                names = "--keyless",
                paramLabel = "WHAT",
                defaultValue = "append",
                description =
                        "Tables without a primary key: append, refuse or skip (default:"
                                + " ${DEFAULT-VALUE}).")
        private PostgresSettings.Keyless keyless = PostgresSettings.Keyless.APPEND;

        @Option(
                names = "--table-option",
                paramLabel = "KEY=VALUE",
                description = "Options of the tables it creates; may be repeated.")
        private Map<String, String> tableOptions = new HashMap<>();

        @Override
        public Integer call() {
            PostgresSettings source = source();
            SyncSettings settings =
                    new SyncSettings(
                            database == null ? source.database() : database,
                            interval,
                            tableOptions);
            PrintWriter err = Errors.standard();
            Environment environment = Environment.real();
            try (Catalog catalog = warehouse.open()) {
                PostgresSync sync =
                        new PostgresSync(catalog, environment, source, settings, err::println);
                AtomicBoolean asked = new AtomicBoolean();
                // What is complete is committed first.
                Runnable end =
                        () -> {
                            if (!asked.getAndSet(true)) {
                                sync.stop();
                            }
                        };
                StopSignal stop =
                        StopSignal.on(end, "the job did not end in 20 s; the next run goes on");
                SyncView view = new SyncView(sync, environment, UserTerminal.canDraw());
                view.start();
                try (stop;
                        view) {
                    sync.run();
                }
            }
            return Main.DONE;
        }

        private PostgresSettings source() {
            try {
                return PostgresSettings.of(url, user, secret(), tables, slot, keyless);
            } catch (InvalidRequestException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }

        private String secret() {
            if (password != null) {
                return password;
            }
            return System.getenv().getOrDefault("PGPASSWORD", "");
        }
    }
}
