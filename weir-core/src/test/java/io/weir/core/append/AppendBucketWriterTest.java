package io.weir.core.append;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.file.FileFormats;
import io.weir.core.file.MemoryFormat;
import io.weir.core.file.TestTable;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppendBucketWriterTest {

    private static final List<Field> FIELDS =
            List.of(
                    Field.of(0, "id", DataType.integer().notNull()),
                    Field.of(1, "name", DataType.string()));

    @TempDir Path directory;

    private final List<DataFile> live = new ArrayList<>();

    private TestTable table(String... options) {
        return new TestTable(
                directory,
                TestTable.schema(0, FIELDS, List.of(), options),
                FileFormats.of(new MemoryFormat()));
    }

    private AppendBucketWriter writer(TestTable table, int buckets) {
        return new AppendBucketWriter(
                table.place, buckets, table.specs(), table.reader(), List.copyOf(live));
    }

    private static void write(TestTable table, AppendBucketWriter writer, int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(Row.of(id, "name " + id));
        }
        Batch batch = Cells.batch(table.schema.rowType(), rows);
        int[] all = new int[rows.size() + 3];
        for (int row = 0; row < rows.size(); row++) {
            all[row + 3] = row;
        }
        writer.write(batch.columns(), null, all, 3, rows.size());
    }

    /** What a commit of the changes would do to the live files. */
    private BucketChanges commit(BucketChanges changes) {
        live.addAll(changes.newFiles());
        assertTrue(live.containsAll(changes.compactBefore()), "compacts files that are live");
        live.removeAll(changes.compactBefore());
        live.addAll(changes.compactAfter());
        return changes;
    }

    private List<Integer> ids(TestTable table) {
        List<Integer> ids = new ArrayList<>();
        live.sort(Comparator.comparingLong(DataFile::minSequence));
        for (DataFile file : live) {
            for (Row row : table.rows(file, table.schema.rowType(), null)) {
                assertEquals("name " + row.get(0), row.get(1));
                ids.add((Integer) row.get(0));
            }
        }
        return ids;
    }

    private static List<Integer> upTo(int count) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            ids.add(id);
        }
        return ids;
    }

    @Test
    void rowsAreHandedOutInOneFile() {
        TestTable table = table();
        try (AppendBucketWriter writer = writer(table, -1)) {
            assertTrue(writer.isIdle());
            write(table, writer, 0, 10);
            write(table, writer, 10, 6000);
            write(table, writer, 6000, 9000);
            assertFalse(writer.isIdle());
            BucketChanges changes = commit(writer.prepare(false));
            assertEquals(1, changes.newFiles().size());
            assertTrue(writer.isIdle());
            assertTrue(writer.prepare(true).isEmpty());
        }
        assertEquals(upTo(9000), ids(table));
    }

    @Test
    void onlyTheSelectedRowsAreTaken() {
        TestTable table = table();
        List<Row> rows = List.of(Row.of(7, "name 7"), Row.of(0, "name 0"), Row.of(1, "name 1"));
        Batch batch = Cells.batch(table.schema.rowType(), rows);
        try (AppendBucketWriter writer = writer(table, -1)) {
            writer.write(batch.columns(), null, new int[] {2, 0, 1, 2}, 2, 2);
            commit(writer.prepare(false));
        }
        assertEquals(upTo(2), ids(table));
    }

    @Test
    void sequenceNumbersContinueInABucket() {
        TestTable table = table();
        for (int commit = 0; commit < 3; commit++) {
            try (AppendBucketWriter writer = writer(table, 2)) {
                write(table, writer, 10 * commit, 10 * commit + 10);
                commit(writer.prepare(false));
            }
        }
        assertEquals(List.of(0L, 10L, 20L), live.stream().map(DataFile::minSequence).toList());
        assertEquals(29, live.get(2).maxSequence());
        try (AppendBucketWriter unaware = writer(table, -1)) {
            write(table, unaware, 30, 40);
            assertEquals(0, unaware.prepare(false).newFiles().get(0).minSequence());
        }
    }

    @Test
    void smallFilesOfABucketAreJoinedInOrder() {
        TestTable table = table();
        try (AppendBucketWriter writer = writer(table, 1)) {
            for (int commit = 0; commit < 5; commit++) {
                write(table, writer, 10 * commit, 10 * commit + 10);
                commit(writer.prepare(true));
            }
        }
        assertEquals(1, live.size());
        assertEquals(0, live.get(0).minSequence());
        assertEquals(49, live.get(0).maxSequence());
        assertEquals(DataFile.SOURCE_COMPACT, live.get(0).fileSource());
        assertEquals(upTo(50), ids(table));
    }

    @Test
    void writeOnlyWritersJoinNothingOnTheirOwn() {
        TestTable table = table("write-only", "true");
        try (AppendBucketWriter writer = writer(table, 1)) {
            for (int commit = 0; commit < 6; commit++) {
                write(table, writer, 10 * commit, 10 * commit + 10);
                commit(writer.prepare(true));
            }
            assertEquals(6, live.size());
            writer.compact(true);
            commit(writer.prepare(true));
        }
        assertEquals(1, live.size());
        assertEquals(upTo(60), ids(table));
    }

    @Test
    void closingLeavesOnlyWhatWasHandedOut() {
        TestTable table = table();
        try (AppendBucketWriter writer = writer(table, 1)) {
            for (int flush = 0; flush < 7; flush++) {
                write(table, writer, 10 * flush, 10 * flush + 10);
                writer.flush();
            }
            write(table, writer, 70, 80);
        }
        assertEquals(List.of(), table.names());
        try (AppendBucketWriter writer = writer(table, 1)) {
            write(table, writer, 0, 10);
            commit(writer.prepare(false));
            write(table, writer, 10, 20);
            writer.flush();
        }
        assertEquals(List.of(live.get(0).fileName()), table.names());
    }

    @Test
    void filesThatAreGoneAreNotJoined() {
        TestTable table = table("write-only", "true");
        try (AppendBucketWriter writer = writer(table, -1)) {
            for (int commit = 0; commit < 3; commit++) {
                write(table, writer, 10 * commit, 10 * commit + 10);
                commit(writer.prepare(false));
            }
        }
        table.storage.delete(List.of(table.place.locate(live.get(1))));
        try (AppendBucketWriter writer = writer(table, -1)) {
            writer.compact(true);
            assertTrue(writer.prepare(true).isEmpty());
            writer.compact(true);
            BucketChanges changes = writer.prepare(true);
            assertEquals(2, changes.compactBefore().size());
        }
    }

    @Test
    void randomWritingFlushingAndJoiningKeepsRowsAndOrder() {
        for (long seed = 0; seed < 8; seed++) {
            live.clear();
            Random random = new Random(seed);
            TestTable table = table("target-file-row-num", "500");
            int next = 0;
            for (int session = 0; session < 3; session++) {
                try (AppendBucketWriter writer = writer(table, 1)) {
                    for (int step = 0; step < 25; step++) {
                        int count = 1 + random.nextInt(120);
                        write(table, writer, next, next + count);
                        next += count;
                        if (random.nextInt(3) == 0) {
                            writer.flush();
                        }
                        if (random.nextInt(8) == 0) {
                            writer.compact(random.nextBoolean());
                        }
                        if (random.nextInt(4) == 0) {
                            commit(writer.prepare(random.nextBoolean()));
                        }
                    }
                    commit(writer.prepare(true));
                }
            }
            assertEquals(upTo(next), ids(table), "seed " + seed);
        }
    }
}
