package io.weir.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.format.RowCursor;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are (region, id): rows of region r0 first, ids 0, 2, 4 ... in each. */
final class FileRunTest {

    private static final int REGIONS = 4;
    private static final int IDS = 100;

    private final MemoryFormat format = new MemoryFormat();
    private TestTable table;
    private List<DataFile> files;
    private RowType keyType;
    private RowType values;

    @TempDir Path directory;

    @BeforeEach
    void writeThreeFiles() {
        List<Field> fields =
                List.of(
                        Field.of(0, "note", DataType.string()),
                        Field.of(1, "id", DataType.integer().notNull()),
                        Field.of(2, "region", DataType.string().notNull()),
                        Field.of(3, "version", DataType.bigint()));
        table =
                new TestTable(
                        directory,
                        TestTable.schema(
                                0, fields, List.of("region", "id"), "target-file-row-num", "150"),
                        FileFormats.of(format));
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < REGIONS * IDS; row++) {
            rows.add(row(row));
        }
        files = table.sorted(rows, 1000);
        assertEquals(3, files.size());
        keyType = FileColumns.keyType(table.schema);
        values = table.schema.rowType();
    }

    private static Row row(int row) {
        RowKind kind = row % 50 == 7 ? RowKind.DELETE : RowKind.INSERT;
        return Row.of(kind, "note " + row, 2 * (row % IDS), "r" + row / IDS, (long) row / 3);
    }

    private byte[] key(String region, int id) {
        return BinaryRowWriter.serialize(keyType, region, id);
    }

    private Run open(byte[] from, byte[] to, Predicate predicate) {
        return open(from, to, predicate, RunSpec.Versions.EXACT);
    }

    private Run open(byte[] from, byte[] to, Predicate predicate, RunSpec.Versions versions) {
        RunSpec spec =
                new RunSpec(
                        keyType,
                        values.project(List.of("version")),
                        values,
                        from,
                        to,
                        predicate,
                        versions);
        return table.reader().openRun(table.place, files, spec);
    }

    private static List<Row> drain(RowCursor cursor, RowType type, int rowsMax) {
        List<Row> rows = new ArrayList<>();
        Batch batch = cursor.next(rowsMax);
        while (batch != null) {
            rows.addAll(Cells.rows(batch, type));
            batch = cursor.next(rowsMax);
        }
        assertEquals(cursor.rowCount(), cursor.position());
        cursor.close();
        return rows;
    }

    private List<Row> keys(Run run) {
        RunSpec spec = RunSpec.of(keyType, values.project(List.of("version")), values);
        return drain(run.keys(), FileRun.keyColumns(spec), 13);
    }

    @Test
    void keysComeWithSequenceColumnsNumberAndKind() {
        try (Run run = open(null, null, null)) {
            List<Row> keys = keys(run);
            assertEquals(400, keys.size());
            assertEquals(400, run.rowCount());
            assertEquals(Row.of("r1", 14, 35L, 1107L, (byte) 3), keys.get(107));
        }
    }

    @Test
    void numbersByFileAreTheFilesAndOnlyFilesWithRetractsHaveKinds() {
        List<DataFile> mixed = new ArrayList<>(files.subList(0, 1));
        List<Row> inserts = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            inserts.add(Row.of("note", row, "r9", 1L));
        }
        mixed.addAll(table.sorted(inserts, 5000));
        files = mixed;
        try (Run run = open(null, null, null, RunSpec.Versions.BY_FILE)) {
            List<Row> keys = keys(run);
            assertEquals(170, keys.size());
            assertEquals(Row.of("r0", 14, 2L, 1149L, (byte) 3), keys.get(7));
            assertEquals(Row.of("r9", 0, 1L, 5019L, (byte) 0), keys.get(150));
        }
        // Two key columns and the version of all rows, kinds of the first file.
        assertEquals(3 * 170 + 150, format.cellsRead);
    }

    @Test
    void valuesThatAreKeysAreNotReadTwice() {
        try (Run run = open(null, null, null)) {
            assertArrayEquals(new int[] {-1, 1, 0, 2}, run.valueFromKey());
            List<Row> rest = drain(run.values(), values.project(List.of("note")), 50);
            assertEquals(Row.of("note 399"), rest.get(399));
        }
        assertEquals(400, format.cellsRead);
    }

    @Test
    void valuesAreTakenAcrossFiles() {
        long seed = 7;
        Random random = new Random(seed);
        try (Run run = open(null, null, null)) {
            RowCursor cursor = run.values();
            RowType type = values.project(List.of("note"));
            int position = 0;
            while (position < 400) {
                int span = Math.min(400 - position, random.nextInt(300));
                int[] selected = new int[span];
                List<Row> expected = new ArrayList<>();
                for (int row = 0; row < span; row++) {
                    if (random.nextInt(3) == 0) {
                        selected[expected.size()] = row;
                        expected.add(Row.of("note " + (position + row)));
                    }
                }
                Batch batch = cursor.next(span, selected, expected.size());
                assertEquals(expected, Cells.rows(batch, type), "seed " + seed);
                position += span;
            }
            assertNull(cursor.next(10));
            assertEquals(0, cursor.next(0, new int[0], 0).rowCount());
        }
    }

    @Test
    void keyRangesAreExact() {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int from = random.nextInt(2 * REGIONS * IDS + 20) - 10;
            int to = from + random.nextInt(300);
            byte[] fromKey = random.nextInt(5) == 0 ? null : keyAt(from);
            byte[] toKey = random.nextInt(5) == 0 ? null : keyAt(to);
            List<Integer> expected = new ArrayList<>();
            for (int row = 0; row < REGIONS * IDS; row++) {
                if ((fromKey == null || 2 * row >= from) && (toKey == null || 2 * row < to)) {
                    expected.add(row);
                }
            }
            try (Run run = open(fromKey, toKey, null)) {
                assertEquals(expected.size(), run.rowCount(), "seed " + seed + " round " + round);
                List<Row> keys = keys(run);
                List<Integer> found =
                        keys.stream().map(row -> (int) ((long) row.get(3) - 1000)).toList();
                assertEquals(expected, found, "seed " + seed + " round " + round);
                List<Row> notes = drain(run.values(), values.project(List.of("note")), 20);
                assertEquals(expected.stream().map(row -> Row.of("note " + row)).toList(), notes);
            }
        }
    }

    /** The key at half a row number: odd numbers lie between two rows. */
    private byte[] keyAt(int half) {
        int clamped = Math.max(0, half);
        int perRegion = 2 * IDS;
        return half < 0 ? key("a", 0) : key("r" + clamped / perRegion, clamped % perRegion);
    }

    @Test
    void keyConditionsLeaveOutPages() {
        try (Run run = open(null, null, Predicate.equal("region", "r3"))) {
            List<Row> keys = keys(run);
            assertTrue(keys.size() >= 100 && keys.size() < 110, keys.size() + " rows");
            assertTrue(keys.containsAll(List.of(Row.of("r3", 0, 100L, 1300L, (byte) 0))));
            assertEquals(run.rowCount(), keys.size());
        }
    }
}
