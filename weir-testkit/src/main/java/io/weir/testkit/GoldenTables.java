package io.weir.testkit;

import io.weir.data.Row;
import io.weir.type.RowType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The golden tables, if they are on this machine: in system property {@code weir.golden} or beside
 * the checkout.
 */
public final class GoldenTables {

    private GoldenTables() {}

    /** The directory of the golden tables, empty if there is none. */
    public static Optional<Path> directory() {
        String given = System.getProperty("weir.golden");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        Path from = Path.of("").toAbsolutePath();
        for (Path up = from; up != null; up = up.getParent()) {
            Path golden = up.resolve("shared").resolve("golden");
            if (Files.isDirectory(golden)) {
                return Optional.of(golden);
            }
        }
        return Optional.empty();
    }

    /** Copies a table into a warehouse as {@code golden.<name>}. */
    public static void copy(String name, Path warehouse) {
        Path source = directory().orElseThrow().resolve(name).resolve("table");
        Path target = warehouse.resolve("golden.db").resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of an expected file, as {@link GoldenCsv#fields} gives them, without the header. */
    public static List<List<@Nullable String>> expected(String name, String file) {
        Path path = directory().orElseThrow().resolve(name).resolve(file);
        try {
            List<List<@Nullable String>> all = GoldenCsv.parse(Files.readString(path));
            return all.subList(1, all.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of rows. */
    public static List<List<@Nullable String>> fields(List<Row> rows, RowType type) {
        List<List<@Nullable String>> fields = new ArrayList<>();
        for (Row row : rows) {
            fields.add(GoldenCsv.fields(row, type));
        }
        return fields;
    }
}
