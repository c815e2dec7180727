package io.weir.core.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyComparator;
import io.weir.core.file.BucketPlace;
import io.weir.core.file.Run;
import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import io.weir.storage.Location;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random histories of one bucket against a map, with files in memory. */
final class LsmBucketWriterTest {

    private static final RowType TYPE =
            RowType.of(
                    Field.of(0, "id", DataType.bigint().notNull()),
                    Field.of(1, "name", DataType.string()),
                    Field.of(2, "ver", DataType.integer()));

    @Test
    void theBucketHoldsWhatAMapWouldHold() {
        for (long seed = 0; seed < 150; seed++) {
            new History(seed).run();
        }
    }

    /** One history: batches, commits, compactions, reopenings, failures. */
    private static final class History {
        private final long seed;
        private final SplittableRandom random;
        private final Map<String, String> options = new HashMap<>();
        private final TableSchema schema;
        private final MergeSpec spec;
        private final MemoryFiles files;
        private final TreeMap<Long, Row> model = new TreeMap<>();
        private final Map<String, DataFile> live = new HashMap<>();
        private final boolean sequenced;
        private final boolean changelog;
        private final List<String> input = new ArrayList<>();
        private int nextVersion;
        private boolean failing;

        History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            sequenced = random.nextInt(3) == 0;
            changelog = random.nextInt(4) == 0;
            if (sequenced) {
                options.put("sequence.field", "ver");
            }
            if (changelog) {
                options.put("changelog-producer", "input");
            }
            if (random.nextInt(4) == 0) {
                options.put("write-only", "true");
            }
            if (random.nextBoolean()) {
                options.put("write-buffer-size", "64 kb");
            }
            options.put("write-buffer-spillable", String.valueOf(random.nextBoolean()));
            options.put("num-sorted-run.compaction-trigger", String.valueOf(1 + random.nextInt(5)));
            if (random.nextInt(4) == 0) {
                options.put("sort-spill-threshold", "2");
            }
            if (random.nextInt(4) == 0) {
                options.put("compaction.force-up-level-0", "true");
            }
            if (random.nextInt(6) == 0) {
                options.put("compaction.total-size-threshold", "1 mb");
            }
            schema =
                    new TableSchema(
                            0, TYPE.fields(), 2, List.of(), List.of("id"), options, null, 0);
            spec = MergeSpec.rewrite(schema, false);
            files = new MemoryFiles(spec, 200 + random.nextInt(2000));
        }

        void run() {
            for (int session = 0; session < 3; session++) {
                failing = false;
                LsmBucketWriter writer = open();
                int steps = random.nextInt(12);
                for (int step = 0; step < steps; step++) {
                    step(writer);
                }
                writer.close();
                assertEquals(live.keySet(), dataNames(), () -> "files left, seed " + seed);
            }
        }

        private LsmBucketWriter open() {
            return new LsmBucketWriter(
                    new BucketPlace(BinaryRowWriter.EMPTY, 0, Location.of("file:///none")),
                    1,
                    files,
                    schema,
                    500L * MemoryFiles.ROW_BYTES,
                    Environment.real(),
                    List.copyOf(live.values()));
        }

        private void step(LsmBucketWriter writer) {
            Map<Long, Row> after = new TreeMap<>(model);
            int batches = 1 + random.nextInt(3);
            input.clear();
            for (int batch = 0; batch < batches; batch++) {
                write(writer, after);
                if (random.nextInt(5) == 0) {
                    writer.freeMemory();
                }
                if (random.nextInt(8) == 0) {
                    writer.flush();
                }
            }
            if (random.nextInt(6) == 0) {
                failing = true;
                failOnce(writer);
            }
            if (random.nextInt(4) == 0) {
                boolean full = random.nextBoolean();
                retry(() -> compact(writer, full));
            }
            boolean wait = random.nextBoolean();
            BucketChanges changes = retry(() -> writer.prepare(wait));
            apply(changes);
            model.clear();
            model.putAll(after);
            check();
            checkChangelog(changes);
        }

        private void failOnce(LsmBucketWriter writer) {
            files.writesLeft.set(0);
            try {
                writer.flush();
            } catch (StorageFailureException e) {
                assertTrue(e.getMessage().contains("no space left"));
            } finally {
                files.writesLeft.set(-1);
            }
        }

        private static boolean compact(LsmBucketWriter writer, boolean full) {
            writer.compact(full);
            return true;
        }

        /**
         * A compaction that failed in the background is told once, by whichever call comes next.
         */
        private <T> T retry(Supplier<T> call) {
            if (!failing) {
                return call.get();
            }
            try {
                return call.get();
            } catch (StorageFailureException e) {
                return call.get();
            }
        }

        private void write(LsmBucketWriter writer, Map<Long, Row> after) {
            int rowCount = random.nextInt(1500);
            int keySpace = random.nextBoolean() ? 50 : 5000;
            List<Row> rows = new ArrayList<>();
            for (int row = 0; row < rowCount; row++) {
                boolean delete = !sequenced && random.nextInt(4) == 0;
                rows.add(
                        Row.of(
                                delete
                                        ? random.nextBoolean()
                                                ? RowKind.DELETE
                                                : RowKind.UPDATE_BEFORE
                                        : random.nextBoolean()
                                                ? RowKind.INSERT
                                                : RowKind.UPDATE_AFTER,
                                (long) random.nextInt(keySpace),
                                random.nextInt(5) == 0 ? null : "name " + random.nextInt(2000),
                                sequenced
                                        ? (random.nextInt(9) == 0 ? null : random.nextInt(50))
                                        : (Integer) nextVersion++));
            }
            Batch batch = Cells.batch(TYPE, rows);
            int[] all = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                all[row] = row;
            }
            int from = rowCount == 0 ? 0 : random.nextInt(rowCount);
            writer.write(batch.columns(), batch.rowKinds(), all, 0, from);
            writer.write(batch.columns(), batch.rowKinds(), all, from, rowCount - from);
            for (Row row : rows) {
                upsert(after, row);
                input.add(row.toString());
            }
        }

        private void upsert(Map<Long, Row> rows, Row row) {
            Long key = (Long) row.get(0);
            Row old = rows.get(key);
            if (old == null || !sequenced || version(row) >= version(old)) {
                rows.put(key, row);
            }
        }

        private static int version(Row row) {
            Integer version = (Integer) row.get(2);
            return version == null ? -1 : version;
        }

        private void apply(BucketChanges changes) {
            changes.newFiles().forEach(this::add);
            changes.compactBefore().forEach(this::remove);
            changes.compactAfter().forEach(this::add);
            for (DataFile file : changes.compactBefore()) {
                if (!live.containsKey(file.fileName())) {
                    files.delete(file);
                }
            }
            checkLevels();
        }

        private void add(DataFile file) {
            assertTrue(live.put(file.fileName(), file) == null, () -> "added twice, seed " + seed);
            files.content(file);
        }

        private void remove(DataFile file) {
            DataFile old = live.remove(file.fileName());
            assertEquals(file, old, () -> "removed but not live, seed " + seed);
        }

        private void checkLevels() {
            Comparator<byte[]> keys = KeyComparator.of(spec.keyType());
            Map<Integer, List<DataFile>> byLevel = new HashMap<>();
            for (DataFile file : live.values()) {
                byLevel.computeIfAbsent(file.level(), level -> new ArrayList<>()).add(file);
            }
            byLevel.forEach(
                    (level, list) -> {
                        list.sort(Comparator.comparing(DataFile::minKey, keys));
                        for (int file = 1; level > 0 && file < list.size(); file++) {
                            assertTrue(
                                    keys.compare(
                                                    list.get(file - 1).maxKey(),
                                                    list.get(file).minKey())
                                            < 0,
                                    "files of level " + level + " overlap, seed " + seed);
                        }
                    });
        }

        private void check() {
            MergeSpec read = MergeSpec.read(schema, TYPE);
            List<Run> runs = new ArrayList<>();
            live.values().forEach(file -> runs.add(files.open(List.of(file), spec.runSpec())));
            Map<Long, String> found = new TreeMap<>();
            try (MergeReader reader = new MergeReader(read, runs)) {
                for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    for (Row row : Cells.rows(batch.values(), TYPE)) {
                        assertEquals(null, found.put((Long) row.get(0), row.values().toString()));
                    }
                }
            }
            Map<Long, String> expected = new TreeMap<>();
            model.forEach(
                    (key, row) -> {
                        if (!RowKind.isRetract(row.kind().code())) {
                            expected.put(key, row.values().toString());
                        }
                    });
            assertEquals(expected, found, () -> "seed " + seed + " " + options);
        }

        private void checkChangelog(BucketChanges changes) {
            if (!changelog) {
                assertEquals(List.of(), changes.changelogFiles());
                return;
            }
            List<String> found = new ArrayList<>();
            for (DataFile file : changes.changelogFiles()) {
                Row previous = null;
                for (MergedBatch batch : files.content(file).batches()) {
                    byte[] kinds = java.util.Objects.requireNonNull(batch.kinds()).values();
                    for (int row = 0; row < batch.rowCount(); row++) {
                        Row values = Cells.row(batch.values(), TYPE, row);
                        Row shown =
                                Row.of(
                                        RowKind.of(kinds[row]),
                                        values.get(0),
                                        values.get(1),
                                        values.get(2));
                        found.add(shown.toString());
                        if (previous != null) {
                            assertTrue((Long) previous.get(0) <= (Long) values.get(0));
                        }
                        previous = values;
                    }
                }
            }
            List<String> expected = new ArrayList<>(input);
            expected.sort(null);
            found.sort(null);
            assertEquals(expected, found, () -> "changelog, seed " + seed);
        }

        private Set<String> dataNames() {
            Set<String> names = new HashSet<>(files.names());
            names.removeIf(name -> name.startsWith("changelog-"));
            return names;
        }
    }

    @Test
    void closingDeletesWhatWasNotHandedOut() {
        MergeSpec spec = MergeSpec.rewrite(schema(Map.of()), false);
        MemoryFiles files = new MemoryFiles(spec, 100);
        LsmBucketWriter writer = writer(files, Map.of(), List.of());
        for (int round = 0; round < 7; round++) {
            write(writer, row(RowKind.INSERT, round, "a"), row(RowKind.INSERT, 3, "b"));
            writer.flush();
        }
        assertTrue(files.names().size() > 0);
        writer.close();
        assertEquals(List.of(), files.names());
    }

    @Test
    void aDeleteStaysAsLongAsAnOlderVersionMayLieBelow() {
        Map<String, String> options = Map.of("num-sorted-run.compaction-trigger", "2");
        MergeSpec spec = MergeSpec.rewrite(schema(options), false);
        MemoryFiles files = new MemoryFiles(spec, 1000);
        // The top level is far larger than what comes on top, so that only young runs are
        // compacted.
        byte[] least = BinaryRowWriter.serialize(spec.keyType(), 0L);
        byte[] most = BinaryRowWriter.serialize(spec.keyType(), 99L);
        DataFile top = MemoryFiles.file("top", 2, 1_000_000, 100, least, most, 0, 99, 0L, 1);
        LsmBucketWriter writer = writer(files, options, List.of(top));
        write(writer, row(RowKind.DELETE, 7, null));
        writer.flush();
        write(writer, row(RowKind.DELETE, 8, null));
        BucketChanges changes = writer.prepare(true);
        assertEquals(1, changes.compactAfter().size());
        DataFile compacted = changes.compactAfter().get(0);
        assertEquals(1, compacted.level());
        assertEquals(2L, compacted.deleteRowCount());
        assertEquals(
                List.of("100/3-D[7, null, null]", "101/3-D[8, null, null]"), files.rows(compacted));
        writer.close();
    }

    @Test
    void sequenceNumbersGoOnFromTheFilesThereAre() {
        MergeSpec spec = MergeSpec.rewrite(schema(Map.of()), false);
        MemoryFiles files = new MemoryFiles(spec, 1000);
        byte[] key = BinaryRowWriter.serialize(spec.keyType(), 0L);
        DataFile old = MemoryFiles.file("old", 0, 100, 1, key, key, 3, 41, 0L, 0);
        LsmBucketWriter writer = writer(files, Map.of(), List.of(old));
        write(writer, row(RowKind.INSERT, 1, "a"), row(RowKind.INSERT, 2, "b"));
        DataFile added = writer.prepare(true).newFiles().get(0);
        assertEquals(42, added.minSequence());
        assertEquals(43, added.maxSequence());
        writer.close();
    }

    private static TableSchema schema(Map<String, String> options) {
        return new TableSchema(0, TYPE.fields(), 2, List.of(), List.of("id"), options, null, 0);
    }

    private static LsmBucketWriter writer(
            MemoryFiles files, Map<String, String> options, List<DataFile> existing) {
        return new LsmBucketWriter(
                new BucketPlace(BinaryRowWriter.EMPTY, 0, Location.of("file:///none")),
                1,
                files,
                schema(options),
                1000L * MemoryFiles.ROW_BYTES,
                Environment.real(),
                existing);
    }

    private static Row row(RowKind kind, long id, @Nullable String name) {
        return Row.of(kind, id, name, null);
    }

    private static void write(LsmBucketWriter writer, Row... rows) {
        Batch batch = Cells.batch(TYPE, List.of(rows));
        int[] all = new int[rows.length];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        writer.write(batch.columns(), batch.rowKinds(), all, 0, all.length);
    }
}
