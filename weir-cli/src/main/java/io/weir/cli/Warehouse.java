package io.weir.cli;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.error.InvalidRequestException;
import io.weir.option.CatalogOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which warehouse a command works on. */
final class Warehouse {

    /** What may be said besides the warehouse. */
    private static final List<String> OPTIONS =
            List.of(CatalogOptions.METASTORE.key(), CatalogOptions.FSYNC.key());

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-w", "--warehouse"},
            defaultValue = "./warehouse",
            paramLabel = "WAREHOUSE",
            description = "Directory or location of the warehouse (default: ${DEFAULT-VALUE}).")
    private String warehouse = "./warehouse";

    @Option(
            names = {"-c", "--catalog-option"},
            paramLabel = "KEY=VALUE",
            description = "Further options of the catalog; may be repeated.")
    private Map<String, String> options = new HashMap<>();

    Catalog open() {
        Map<String, String> all = new HashMap<>(options);
        all.put("warehouse", location());
        for (String key : options.keySet()) {
            if (!OPTIONS.contains(key)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "unknown catalog option '" + key + "'; there are " + OPTIONS);
            }
        }
        return Weir.open(all);
    }

    /** The location as the catalog takes it. */
    String location() {
        if (warehouse.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "-w names no warehouse; give a directory");
        }
        if (!hasScheme(warehouse)
                && Files.exists(Path.of(warehouse))
                && !Files.isDirectory(Path.of(warehouse))) {
            throw new InvalidRequestException(
                    "warehouse " + warehouse + " is a file; a warehouse is a directory");
        }
        return absolute(warehouse);
    }

    private static boolean hasScheme(String location) {
        return location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    }

    /** A location as the catalog takes it: an absolute path, or one with a scheme. */
    static String absolute(String location) {
        return hasScheme(location)
                ? location
                : Path.of(location).toAbsolutePath().normalize().toString();
    }
}
