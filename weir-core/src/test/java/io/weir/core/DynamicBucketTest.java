package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.core.index.HashIndexStore;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.TableLayout;
import io.weir.core.storage.LocalStorage;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.error.CommitConflictException;
import io.weir.error.CorruptFileException;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.GoldenTables;
import io.weir.testkit.SimulatedEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamicBucketTest {

    @TempDir Path directory;

    private final TestLake lake = new TestLake(new SimulatedEnvironment(5));

    private List<IndexFile> indexes() {
        String manifest = lake.latest().indexManifest();
        return manifest == null ? List.of() : lake.manifests().readIndexManifest(manifest);
    }

    @Test
    void keysKeepTheirBucketOverWritersAndFullBucketsTakeNoNewKeys() {
        lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "10");
        SplittableRandom random = new SplittableRandom(1);
        TreeMap<String, Row> expected = new TreeMap<>();
        for (int round = 0; round < 12; round++) {
            Row[] rows = new Row[15];
            for (int row = 0; row < rows.length; row++) {
                int partition = random.nextInt(2);
                long key = random.nextInt(60);
                rows[row] = Row.of(partition, key, "v" + round + "-" + row);
                expected.put("%d/%05d".formatted(partition, key), rows[row]);
            }
            lake.write(rows);
            assertEquals(List.copyOf(expected.values()), lake.rows());
        }
        Map<String, Long> keys = new HashMap<>();
        for (IndexFile file : indexes()) {
            assertTrue(file.rowCount() <= 10, "bucket " + file.bucket() + ": " + file.rowCount());
            keys.merge(Arrays.toString(file.partition()), file.rowCount(), Long::sum);
        }
        assertEquals(expected.size(), keys.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void commitWithoutNewKeysWritesNoIndex() {
        lake.create(true, true, "bucket", "-1");
        lake.write(Row.of(0, 1L, "a"));
        List<IndexFile> before = indexes();
        lake.write(Row.of(0, 1L, "b"));
        assertEquals(before.get(0).fileName(), indexes().get(0).fileName());
        assertEquals(1, lake.storage.paths().stream().filter(p -> p.contains("/index/")).count());
    }

    @Test
    void mostBucketsAreRespected() {
        lake.create(
                true,
                true,
                "bucket",
                "-1",
                "dynamic-bucket.target-row-num",
                "2",
                "dynamic-bucket.max-buckets",
                "3");
        List<Row> rows = new ArrayList<>();
        for (long key = 0; key < 40; key++) {
            rows.add(Row.of(0, key, "x"));
        }
        lake.write(rows.toArray(new Row[0]));
        lake.write(rows.toArray(new Row[0]));
        assertEquals(rows, lake.rows());
        assertEquals(3, indexes().size());
        assertEquals(40, indexes().stream().mapToLong(IndexFile::rowCount).sum());
    }

    @Test
    void initialBucketsAreFilledEvenly() {
        lake.create(true, true, "bucket", "-1", "dynamic-bucket.initial-buckets", "4");
        List<Row> rows = new ArrayList<>();
        for (long key = 0; key < 40; key++) {
            rows.add(Row.of(0, key, "x"));
        }
        lake.write(rows.toArray(new Row[0]));
        assertEquals(4, indexes().size());
        indexes().forEach(file -> assertEquals(10, file.rowCount()));
    }

    @Test
    void longLivedWriterForgetsIdlePartitionsAndFindsTheirKeysAgain() {
        Table table = lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "3");
        TreeMap<String, Row> expected = new TreeMap<>();
        try (TableWrite write = table.newWrite("job");
                TableCommit commit = table.newCommit("job")) {
            for (int round = 1; round <= 30; round++) {
                // Each partition is left alone for four rounds.
                int partition = round / 2 % 3;
                List<Row> rows = new ArrayList<>();
                for (long key = 0; key < 8; key++) {
                    Row row = Row.of(partition, (key * round) % 11, "r" + round);
                    rows.add(row);
                    expected.put("%d/%05d".formatted(partition, (key * round) % 11), row);
                }
                write.write(Cells.batch(table.rowType(), rows));
                commit.commit(CommitRequest.of(round, write.prepareCommit(false)));
                assertEquals(List.copyOf(expected.values()), lake.rows(), "round " + round);
            }
        }
    }

    @Test
    void goldenTableIsReadAndItsKeysStayInTheirBuckets() throws IOException {
        assumeTrue(GoldenTables.directory().isPresent(), "no golden tables here");
        GoldenTables.copy("pk_dynamic", directory);
        Path copy = directory.resolve("golden.db/pk_dynamic");
        try (Catalog catalog = Weir.open(Map.of("warehouse", directory.toString()))) {
            Table table = catalog.table(new Identifier("golden", "pk_dynamic"));
            List<Row> before = Tables.read(table.newScan());
            Map<Row, Integer> bucketOf = buckets(table);
            try (TableWrite write = table.newWrite("me");
                    TableCommit commit = table.newCommit("me")) {
                write.write(Cells.batch(table.rowType(), before));
                commit.commit(CommitRequest.batch(write.prepareCommit(true)));
            }
            Table again = catalog.table(new Identifier("golden", "pk_dynamic"));
            assertEquals(new HashSet<>(before), new HashSet<>(Tables.read(again.newScan())));
            assertEquals(before.size(), Tables.read(again.newScan()).size());
            assertEquals(bucketOf, buckets(again));
        }
        TableLayout layout =
                new TableLayout(
                        Location.of(copy.toString()), Options.empty(), io.weir.type.RowType.of());
        HashIndexStore store =
                new HashIndexStore(
                        new LocalStorage(Environment.real(), Options.empty()),
                        layout,
                        Environment.real());
        assertTrue(indexFileOfThreeKeys(copy, store), "the file of the format page is there");
    }

    private static Map<Row, Integer> buckets(Table table) {
        Map<Row, Integer> buckets = new HashMap<>();
        var scan = table.newScan();
        for (var split : scan.plan().splits()) {
            List<Row> rows = new ArrayList<>();
            Tables.read(scan.read(), split, scan.rowType(), rows);
            rows.forEach(row -> buckets.put(row, split.bucket()));
        }
        return buckets;
    }

    private static boolean indexFileOfThreeKeys(Path table, HashIndexStore store)
            throws IOException {
        try (var files = Files.list(table.resolve("index"))) {
            for (Path file : files.toList()) {
                if (Files.size(file) == 12) {
                    IndexFile entry =
                            new IndexFile(
                                    true,
                                    new byte[12],
                                    0,
                                    IndexFile.HASH,
                                    file.getFileName().toString(),
                                    12,
                                    3,
                                    null,
                                    null,
                                    null);
                    int[] hashes = store.read(entry);
                    if (hashes[0] == 0xd58df8e5) {
                        assertArrayEquals(new int[] {0xd58df8e5, 0xf4cb6a0b, 0x3682420a}, hashes);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void indexThatIsCutIsToldByNameAndNothingIsWritten() {
        lake.create(true, true, "bucket", "-1");
        lake.write(Row.of(0, 1L, "a"), Row.of(0, 2L, "a"));
        Location index = lake.layout().index(indexes().get(0));
        byte[] content = lake.storage.read(index);
        for (int length = 0; length < content.length; length++) {
            lake.storage.damage(index, Arrays.copyOf(content, length));
            CorruptFileException told =
                    assertThrows(CorruptFileException.class, () -> lake.write(Row.of(0, 1L, "b")));
            assertTrue(told.getMessage().contains(index.name()), told.getMessage());
        }
        lake.storage.damage(index, content);
        lake.write(Row.of(0, 1L, "b"));
        assertEquals(List.of(Row.of(0, 1L, "b"), Row.of(0, 2L, "a")), lake.rows());
    }

    @Test
    void secondJobThatGivesBucketsToNewKeysConflicts() {
        Table table = lake.create(true, true, "bucket", "-1");
        lake.write(Row.of(0, 1L, "a"));
        try (TableWrite write = table.newWrite("job");
                TableCommit commit = table.newCommit("job")) {
            write.write(Cells.batch(table.rowType(), List.of(Row.of(0, 2L, "job"))));
            lake.write(Row.of(0, 2L, "other"));
            var messages = write.prepareCommit(true);
            assertThrows(
                    CommitConflictException.class,
                    () -> commit.commit(CommitRequest.of(1, messages)));
            commit.abort(messages);
        }
        assertEquals(List.of(Row.of(0, 1L, "a"), Row.of(0, 2L, "other")), lake.rows());
    }

    @Test
    void secondJobConflictsAlsoWhenItGaveAnotherBucketToTheKey() {
        // With other limits, and when all buckets are full, two jobs give different buckets.
        for (String limit :
                List.of("dynamic-bucket.target-row-num", "dynamic-bucket.max-buckets")) {
            for (long seed = 1; seed <= 8; seed++) {
                TestLake table = new TestLake(new SimulatedEnvironment(seed));
                table.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "1");
                table.with("dynamic-bucket.max-buckets", "4");
                table.write(Row.of(0, 1L, "a"), Row.of(0, 2L, "a"), Row.of(0, 3L, "a"));
                table.write(Row.of(0, 4L, "a"));
                var first = table.messages(List.of(Row.of(0, 5L, "first")));
                table.with(limit, "9");
                var second = table.messages(List.of(Row.of(0, 5L, "second")));
                try (TableCommit commit = table.table().newCommit("job")) {
                    commit.commit(CommitRequest.of(1, first));
                    CommitConflictException conflict =
                            assertThrows(
                                    CommitConflictException.class,
                                    () -> commit.commit(CommitRequest.of(2, second)));
                    assertTrue(
                            conflict.getMessage().contains("fixed number of buckets"),
                            conflict.getMessage());
                }
                assertEquals(5, table.rows().size());
            }
        }
    }

    @Test
    void knownKeysMayBeWrittenWhileAnotherJobAddsNewOnes() {
        Table table = lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "2");
        lake.write(Row.of(0, 1L, "a"));
        try (TableWrite write = table.newWrite("job");
                TableCommit commit = table.newCommit("job")) {
            write.write(Row.of(0, 1L, "b"));
            lake.write(Row.of(0, 2L, "other"), Row.of(0, 3L, "other"));
            commit.commit(CommitRequest.of(1, write.prepareCommit(true)));
        }
        assertEquals(
                List.of(Row.of(0, 1L, "b"), Row.of(0, 2L, "other"), Row.of(0, 3L, "other")),
                lake.rows());
    }

    @Test
    void keysThatOthersAddedBetweenCommitsAreSeen() {
        Table table = lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "2");
        TreeMap<Long, Row> expected = new TreeMap<>();
        try (TableWrite write = table.newWrite("job");
                TableCommit commit = table.newCommit("job")) {
            for (int round = 1; round <= 8; round++) {
                List<Row> rows = new ArrayList<>();
                for (long key = round; key < round + 4; key++) {
                    rows.add(Row.of(0, key, "job" + round));
                    expected.put(key, rows.get(rows.size() - 1));
                }
                write.write(Cells.batch(table.rowType(), rows));
                commit.commit(CommitRequest.of(round, write.prepareCommit(false)));
                Row other = Row.of(0, round + 5L, "other" + round);
                lake.write(other);
                expected.put(round + 5L, other);
                assertEquals(List.copyOf(expected.values()), lake.rows(), "round " + round);
            }
        }
    }

    @Test
    void everyKeyIsInOneBucketOnly() {
        lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "4");
        for (int round = 0; round < 5; round++) {
            List<Row> rows = new ArrayList<>();
            for (long key = 0; key < 20; key++) {
                rows.add(Row.of(0, key * (round + 1), "r" + round));
            }
            lake.write(rows.toArray(new Row[0]));
        }
        Set<Integer> seen = new HashSet<>();
        for (IndexFile file : indexes()) {
            HashIndexStore store =
                    new HashIndexStore(lake.storage, lake.layout(), lake.environment);
            for (int hash : store.read(file)) {
                assertTrue(seen.add(hash), "a key hash in two buckets");
            }
        }
        List<ManifestEntry> entries = new ArrayList<>();
        for (ManifestFile manifest : lake.manifests().manifests(lake.latest())) {
            entries.addAll(lake.manifests().readManifest(manifest));
        }
        entries.forEach(entry -> assertEquals(-1, entry.totalBuckets()));
    }
}
