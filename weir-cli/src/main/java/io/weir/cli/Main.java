package io.weir.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code weir}. */
@Command(
        name = "weir",
        description = "A streaming data lake in one process.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SqlCommand.class,
            TailCommand.class,
            SyncCommand.class,
            DemoCommand.class,
            HelpCommand.class
        },
        footer = {
            "  bench  Compare Weir with Paimon's library; weir bench --help tells its options.",
            "",
            "The warehouse is ./warehouse unless -w names another.",
            "Exit status: 0 done, 1 failed, 2 wrong call."
        })
public final class Main implements Runnable {

    /** Done. */
    static final int DONE = 0;

    /** The command was right, the work failed. */
    static final int FAILED = 1;

    /** The command was wrong. */
    static final int USAGE = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean verbose;

    Main() {}

    public static void main(String[] args) {
        Logging.silence();
        int status = run(Errors.standard(), args);
        System.out.flush();
        System.exit(status);
    }

    /** Runs a command line and gives its exit status. */
    static int run(PrintWriter errors, String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main).setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setErr(errors);
        line.setExecutionExceptionHandler(
                (error, command, parsed) -> {
                    if (error instanceof Output.ClosedException) {
                        return DONE;
                    }
                    if (error instanceof ParameterException usage) {
                        throw usage;
                    }
                    Errors.print(error, main.verbose, command.getErr());
                    return FAILED;
                });
        line.setParameterExceptionHandler(
                (error, arguments) -> {
                    PrintWriter err = error.getCommandLine().getErr();
                    err.println("weir: " + Errors.usage(error));
                    err.println(
                            "Try: "
                                    + error.getCommandLine().getCommandSpec().qualifiedName()
                                    + " --help");
                    return USAGE;
                });
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            Errors.print(e, main.verbose, errors);
            return FAILED;
        }
    }

    /** Without a subcommand there is nothing to do: shows the help. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: sql, tail, sync, demo or bench");
    }
}
