package io.weir.core.meta;

import io.weir.core.storage.LocalStorage;
import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tables that Paimon wrote, if they are beside the checkout. */
final class GoldenTables {

    private GoldenTables() {}

    /** Table directories, none if there are no golden tables here. */
    static List<Path> all() throws IOException {
        String property = System.getProperty("weir.golden");
        Path root = property != null ? Path.of(property) : Path.of("../../shared/golden");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(root)) {
            return names.map(name -> name.resolve("table"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    /** Files of a directory of a table whose names start with a prefix. */
    static List<Path> files(Path table, String directory, String prefix) throws IOException {
        Path path = table.resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(path)) {
            return names.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    static Storage storage() {
        return new LocalStorage(Environment.real(), Options.empty());
    }

    static Location location(Path path) {
        return new Location("file", path.toAbsolutePath().normalize().toString());
    }
}
