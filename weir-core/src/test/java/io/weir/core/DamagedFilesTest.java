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
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.StreamScan;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of which one file is cut or has flipped bits gives an error that names a file, or the
 * right rows; it never hangs and never gives other rows. Of tables of several kinds.
 *
 * <p>What cannot be found: the format has no checksum over a hash index file, which is nothing but
 * hashes, so a flipped bit there is another hash, and an upsert of the key it was of goes into
 * another bucket. Of those files only another length is drawn here. Nor is there a checksum over a
 * schema: a flipped bit in its options is another option, of a name or value that may be legal.
 */
class DamagedFilesTest {

    private static final Identifier NAME = new Identifier("db", "t");
    private static final Location ROOT = new Location("memory", "/damaged/db.db/t");
    private static final int CASES = Integer.getInteger("weir.cases", 600);
    private static final String INDEX = "index/index-";

    private static final List<Field> COLUMNS =
            List.of(
                    Field.of(0, "id", DataType.bigint().notNull()),
                    Field.of(1, "p", DataType.bool().notNull()),
                    Field.of(2, "name", DataType.string()),
                    Field.of(3, "amount", DataType.decimal(12, 2)),
                    Field.of(4, "tags", DataType.array(DataType.string())),
                    Field.of(5, "score", DataType.doubling()));

    /** Tables whose files differ in kind. */
    private enum Kind {
        KEYED(List.of(), List.of("id", "p"), Map.of("bucket", "2")),
        APPEND(List.of("p"), List.of(), Map.of()),
        BUCKETED_APPEND(List.of(), List.of(), Map.of("bucket", "2", "bucket-key", "id")),
        DYNAMIC(
                List.of("p"),
                List.of("id", "p"),
                Map.of("bucket", "-1", "dynamic-bucket.target-row-num", "40")),
        CHANGELOG(
                List.of("p"),
                List.of("id", "p"),
                Map.of("bucket", "1", "changelog-producer", "input"));

        private final List<String> partitionKeys;
        private final List<String> primaryKeys;
        private final Map<String, String> options;

        Kind(List<String> partitionKeys, List<String> primaryKeys, Map<String, String> options) {
            this.partitionKeys = partitionKeys;
            this.primaryKeys = primaryKeys;
            this.options = options;
        }
    }

    @TempDir Path warehouse;

    private final Environment environment = Environment.real();
    private final MemoryStorage storage = new MemoryStorage(environment);
    private final FileFormats formats = FileFormats.installed();
    private final Map<String, byte[]> files = new TreeMap<>();
    private List<Row> written = List.of();
    private List<String> rows = List.of();

    private void makeTable(Kind kind) throws IOException {
        try (Catalog catalog =
                Weir.open(Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"))) {
            catalog.createDatabase("db");
            Map<String, String> options = new TreeMap<>(kind.options);
            options.put("num-sorted-run.compaction-trigger", "3");
            Table table =
                    catalog.createTable(
                            NAME,
                            new TableDefinition(
                                    COLUMNS, kind.partitionKeys, kind.primaryKeys, options, null));
            RandomHistory history =
                    new RandomHistory(1, RowType.of(COLUMNS), List.of("id", "p"), 200);
            boolean keyed = !kind.primaryKeys.isEmpty();
            for (long commit = 1; commit <= 6; commit++) {
                List<Row> next = new ArrayList<>(history.next(150, keyed ? 0.2 : 0));
                if (!keyed) {
                    next.replaceAll(row -> Row.insert(row.values().toArray()));
                }
                Tables.write(table, "user", commit, next);
            }
        }
        load(warehouse.resolve("db.db").resolve("t"));
        written = Tables.read(open().newScan());
        rows = read(kind);
        restore();
        assertTrue(rows.size() > 50, rows.size() + " rows");
    }

    private void load(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        restore();
    }

    /** Puts every file back as it was, and takes away what was written since. */
    private void restore() {
        for (String path : storage.paths()) {
            if (!files.containsKey(path.substring(ROOT.path().length() + 1))) {
                storage.delete(List.of(new Location("memory", path)));
            }
        }
        files.forEach((name, content) -> storage.damage(ROOT.resolve(name), content));
    }

    /** The table, with nothing kept from before. */
    private Table open() {
        TableSchema schema =
                new SchemaStore(storage, ROOT, environment)
                        .latest()
                        .orElseThrow(() -> ExistenceException.notFound("table", ROOT.toString()));
        try (StoredTables tables = new StoredTables(environment, formats)) {
            return tables.open(NAME, storage, ROOT, schema);
        }
    }

    /**
     * All rows; with their changelog where there is one. Where there is an index of keys, the rows
     * after all of them were written again, for which it is read: none of them may be there twice.
     */
    private List<String> read(Kind kind) {
        Table table = open();
        if (kind == Kind.DYNAMIC) {
            Tables.write(table, "again", 1, written);
        }
        List<String> texts = new ArrayList<>();
        Tables.read(table.newScan()).forEach(row -> texts.add(RowText.text(row)));
        if (kind == Kind.CHANGELOG) {
            long latest = table.latestSnapshot().orElseThrow().id();
            Scan scan =
                    table.withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"))
                            .newScan();
            StreamScan stream = scan.stream();
            for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
                Tables.read(scan, plan).forEach(row -> texts.add("log " + RowText.text(row)));
            }
            assertTrue(stream.nextSnapshotId() > latest);
        }
        texts.sort(null);
        return texts;
    }

    static Stream<Arguments> places() {
        return Stream.of(Kind.values())
                .flatMap(
                        kind ->
                                Stream.of("snapshot/", "schema/", "manifest/", "bucket-", INDEX)
                                        .filter(
                                                place ->
                                                        kind == Kind.DYNAMIC
                                                                || !place.equals(INDEX))
                                        .map(place -> Arguments.of(kind, place)));
    }

    @ParameterizedTest
    @MethodSource("places")
    void damageIsFoundOrDoesNoHarm(Kind kind, String place) throws IOException {
        makeTable(kind);
        List<String> names = files.keySet().stream().filter(name -> name.contains(place)).toList();
        Random random = new Random(place.hashCode());
        int found = 0;
        int cases = kind == Kind.KEYED ? CASES : CASES / 6;
        for (int number = 0; number < cases; number++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] content = files.get(name);
            byte[] damaged = place.equals(INDEX) ? cut(content, random) : damage(content, random);
            if (place.equals("schema/")) {
                damaged = outsideOfOptions(content, damaged);
            }
            String where = kind + " case " + number + " of " + name;
            storage.damage(ROOT.resolve(name), damaged);
            try {
                List<String> now =
                        Assertions.assertTimeout(Duration.ofSeconds(20), () -> read(kind), where);
                assertTrue(rows.equals(now), where);
            } catch (WeirException e) {
                found++;
                assertTrue(namesFile(e), where + ": " + e.getMessage());
            } catch (RuntimeException | Error e) {
                throw new AssertionError(where, e);
            }
            restore();
        }
        assertTrue(found > 0, "no damage was found in " + cases + " cases");
        assertEquals(rows, read(kind));
    }

    private static boolean namesFile(WeirException error) {
        return Stream.of(
                        "snapshot",
                        "schema",
                        "manifest",
                        "data-",
                        "bucket-",
                        "changelog-",
                        "index-")
                .anyMatch(error.getMessage()::contains);
    }

    /** Leaves the options of a schema as they are, unless the file is cut. */
    private static byte[] outsideOfOptions(byte[] content, byte[] damaged) {
        if (damaged.length == content.length) {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            int from = text.indexOf("\"options\"");
            int to = text.indexOf('}', from) + 1;
            System.arraycopy(content, from, damaged, from, to - from);
        }
        return damaged;
    }

    private static byte[] cut(byte[] content, Random random) {
        return Arrays.copyOf(content, random.nextInt(content.length));
    }

    private static byte[] damage(byte[] content, Random random) {
        switch (random.nextInt(4)) {
            case 0:
                return cut(content, random);
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
