package io.weir.cli;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which warehouse a command works on. */
final class Warehouse {

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
        return Weir.open(all);
    }

    /** The location as the catalog takes it. */
    String location() {
        return absolute(warehouse);
    }

    /** A location as the catalog takes it: an absolute path, or one with a scheme. */
    static String absolute(String location) {
        return location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
                ? location
                : Path.of(location).toAbsolutePath().normalize().toString();
    }
}
