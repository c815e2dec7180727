package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.core.file.FileFormats;
import io.weir.core.meta.SchemaStore;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import io.weir.testkit.MemoryStorage;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RowText;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table of which one file is cut or has flipped bits gives an error that names a file, or the
 * right rows; it never hangs and never gives other rows.
 */
class DamagedFilesTest {

    private static final Identifier NAME = new Identifier("db", "t");
    private static final Location ROOT = new Location("memory", "/damaged/db.db/t");
    private static final int CASES = Integer.getInteger("weir.cases", 600);

    @TempDir Path warehouse;

    private final Environment environment = Environment.real();
    private final MemoryStorage storage = new MemoryStorage(environment);
    private final FileFormats formats = FileFormats.installed();
    private final Map<String, byte[]> files = new TreeMap<>();
    private List<String> rows = List.of();

    @BeforeEach
    void makeTable() throws IOException {
        Catalog catalog =
                Weir.open(Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"));
        catalog.createDatabase("db");
        List<Field> columns =
                List.of(
                        Field.of(0, "id", DataType.bigint().notNull()),
                        Field.of(1, "p", DataType.integer().notNull()),
                        Field.of(2, "name", DataType.string()),
                        Field.of(3, "amount", DataType.decimal(12, 2)),
                        Field.of(4, "tags", DataType.array(DataType.string())),
                        Field.of(5, "score", DataType.doubling()));
        Table table =
                catalog.createTable(
                        NAME,
                        new TableDefinition(
                                columns,
                                List.of(),
                                List.of("id", "p"),
                                Map.of("bucket", "2", "num-sorted-run.compaction-trigger", "3"),
                                null));
        RandomHistory history = new RandomHistory(1, RowType.of(columns), List.of("id", "p"), 200);
        for (long commit = 1; commit <= 6; commit++) {
            Tables.write(table, "user", commit, history.next(150, 0.2));
        }
        load(warehouse.resolve("db.db").resolve("t"));
        rows = read();
        assertTrue(rows.size() > 50, rows.size() + " rows");
    }

    private void load(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                byte[] content = Files.readAllBytes(file);
                files.put(name, content);
                storage.damage(ROOT.resolve(name), content);
            }
        }
    }

    /** Reads with nothing kept from before. */
    private List<String> read() {
        TableSchema schema =
                new SchemaStore(storage, ROOT, environment)
                        .latest()
                        .orElseThrow(() -> ExistenceException.notFound("table", ROOT.toString()));
        Table table = new StoredTables(environment, formats).open(NAME, storage, ROOT, schema);
        List<String> texts = new ArrayList<>();
        for (Row row : Tables.read(table.newScan())) {
            texts.add(RowText.text(row));
        }
        texts.sort(null);
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot/", "schema/", "manifest/", "bucket-"})
    void damageIsFoundOrDoesNoHarm(String kind) {
        List<String> names = files.keySet().stream().filter(name -> name.startsWith(kind)).toList();
        Random random = new Random(kind.hashCode());
        int found = 0;
        for (int number = 0; number < CASES; number++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] damaged = damage(files.get(name), random);
            String where = "case " + number + " of " + name;
            storage.damage(ROOT.resolve(name), damaged);
            try {
                List<String> now =
                        Assertions.assertTimeout(Duration.ofSeconds(20), this::read, where);
                assertTrue(rows.equals(now), where);
            } catch (WeirException e) {
                found++;
                assertTrue(namesFile(e), where + ": " + e.getMessage());
            } catch (RuntimeException | Error e) {
                throw new AssertionError(where, e);
            }
            storage.damage(ROOT.resolve(name), files.get(name));
        }
        assertTrue(found > 0, "no damage was found in " + CASES + " cases");
        assertEquals(rows, read());
    }

    private static boolean namesFile(WeirException error) {
        return Stream.of("snapshot", "schema", "manifest", "data-", "bucket-")
                .anyMatch(error.getMessage()::contains);
    }

    private static byte[] damage(byte[] content, Random random) {
        switch (random.nextInt(4)) {
            case 0:
                byte[] cut = new byte[random.nextInt(content.length)];
                System.arraycopy(content, 0, cut, 0, cut.length);
                return cut;
            case 1:
                byte[] wiped = content.clone();
                int from = random.nextInt(wiped.length);
                int to = Math.min(wiped.length, from + 1 + random.nextInt(64));
                for (int at = from; at < to; at++) {
                    wiped[at] = (byte) random.nextInt(256);
                }
                return wiped;
            default:
                byte[] flipped = content.clone();
                int flips = 1 + random.nextInt(3);
                for (int flip = 0; flip < flips; flip++) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return flipped;
        }
    }
}
