package io.weir.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFileWriterTest {

    private static final List<Field> FIELDS =
            List.of(
                    Field.of(0, "id", DataType.bigint().notNull()),
                    Field.of(1, "name", DataType.string()),
                    Field.of(2, "raw", DataType.bytes()),
                    Field.of(3, "tags", new ArrayType(DataType.string(), true)));

    private final MemoryFormat format = new MemoryFormat();

    @TempDir Path directory;

    private TestTable table(List<String> keys, String... options) {
        return new TestTable(
                directory, TestTable.schema(3, FIELDS, keys, options), FileFormats.of(format));
    }

    private static Row row(long id, String name) {
        return Row.of(id, name, new byte[] {1}, List.of("t"));
    }

    private static List<Row> rows(int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(row(id, "name " + id));
        }
        return rows;
    }

    @Test
    void anAppendFileIsDescribed() {
        TestTable table = table(List.of());
        DataFile file;
        try (DataFileWriter writer = table.writer()) {
            writer.write(Cells.batch(table.schema.rowType(), rows(0, 5)), 100);
            writer.write(Cells.batch(table.schema.rowType(), rows(5, 8)), 105);
            file = writer.finish().get(0);
        }
        assertEquals(8, file.rowCount());
        assertEquals(100, file.minSequence());
        assertEquals(107, file.maxSequence());
        assertEquals(0, file.level());
        assertEquals(3, file.schemaId());
        assertEquals(0L, file.deleteRowCount());
        assertEquals(DataFile.SOURCE_APPEND, file.fileSource());
        assertArrayEquals(BinaryRowWriter.EMPTY, file.minKey());
        assertArrayEquals(BinaryRowWriter.EMPTY, file.keyStats().minValues());
        assertTrue(file.fileName().matches("data-[0-9a-f-]{36}-0\\.mem"), file.fileName());
        assertEquals(List.of(file.fileName()), table.names());
    }

    @Test
    void statisticsFollowTheDefaultMode() {
        TestTable table = table(List.of());
        DataFile file =
                table.append(
                                List.of(
                                        row(7, "a text that is rather long"),
                                        row(-3, "z text that is rather long"),
                                        Row.of(5L, null, null, null)))
                        .get(0);
        // Nested columns have no statistics and are left out; bytes have a null count only.
        assertEquals(List.of("id", "name", "raw"), file.valueStatsColumns());
        BinaryRow min = BinaryRow.ofSerialized(file.valueStats().minValues());
        BinaryRow max = BinaryRow.ofSerialized(file.valueStats().maxValues());
        assertEquals(-3, min.getLong(0));
        assertEquals(7, max.getLong(0));
        assertEquals("a text that is r", min.getString(1));
        assertEquals("z text that is s", max.getString(1));
        assertTrue(min.isNullAt(2) && max.isNullAt(2));
        assertArrayEquals(new long[] {0, 1, 1}, file.valueStats().nullCounts());
    }

    @Test
    void statisticsThatAreNotDenseHaveASlotForEachColumn() {
        DataFile file =
                table(List.of(), "metadata.stats-dense-store", "false").append(rows(0, 2)).get(0);
        assertNull(file.valueStatsColumns());
        assertEquals(4, BinaryRow.ofSerialized(file.valueStats().minValues()).arity());
        assertArrayEquals(new long[] {0, 0, 0, -1}, file.valueStats().nullCounts());
    }

    @Test
    void modesAreByColumnLevelAndPosition() {
        TestTable table =
                table(
                        List.of(),
                        "metadata.stats-mode",
                        "full",
                        "fields.id.stats-mode",
                        "none",
                        "metadata.stats-keep-first-n-columns",
                        "2");
        DataFile file = table.append(rows(0, 3)).get(0);
        assertEquals(List.of("name"), file.valueStatsColumns());
        table.evolve(
                TestTable.schema(
                        3, FIELDS, List.of(), "metadata.stats-mode.per.level", "0:counts"));
        DataFile counted = table.append(rows(0, 3)).get(0);
        assertTrue(BinaryRow.ofSerialized(counted.valueStats().minValues()).isNullAt(0));
        assertArrayEquals(new long[] {0, 0, 0}, counted.valueStats().nullCounts());
        table.evolve(TestTable.schema(3, FIELDS, List.of(), "metadata.stats-mode", "some"));
        assertThrows(InvalidRequestException.class, table::writer);
    }

    @Test
    void aKeyFileIsDescribed() {
        TestTable table = table(List.of("name"));
        String longKey = "k".repeat(200);
        DataFile file =
                table.sorted(
                                List.of(
                                        row(1, "a"),
                                        Row.of(RowKind.DELETE, 2L, "b", null, null),
                                        Row.of(RowKind.UPDATE_AFTER, 3L, "c", null, null),
                                        row(4, longKey)),
                                50)
                        .get(0);
        assertEquals("a", BinaryRow.ofSerialized(file.minKey()).getString(0));
        assertEquals(longKey, BinaryRow.ofSerialized(file.maxKey()).getString(0));
        assertEquals(50, file.minSequence());
        assertEquals(53, file.maxSequence());
        assertEquals(1L, file.deleteRowCount());
        assertEquals("a", BinaryRow.ofSerialized(file.keyStats().minValues()).getString(0));
        assertEquals(
                "k".repeat(127) + "l",
                BinaryRow.ofSerialized(file.keyStats().maxValues()).getString(0));
        assertEquals(
                "[_KEY_name STRING NOT NULL, _SEQUENCE_NUMBER BIGINT NOT NULL,"
                        + " _VALUE_KIND TINYINT NOT NULL, id BIGINT NOT NULL]",
                FileColumns.of(table.schema, false).fields().subList(0, 4).stream()
                        .map(field -> field.name() + " " + field.type())
                        .toList()
                        .toString());
        assertEquals(1073741824, FileColumns.of(table.schema, false).field(0).id());
    }

    @Test
    void thinFilesHaveNoKeyColumns() {
        TestTable table = table(List.of("id"), "data-file.thin-mode", "true");
        DataFile file = table.sorted(rows(0, 10), 0).get(0);
        assertEquals(9, BinaryRow.ofSerialized(file.maxKey()).getLong(0));
        assertEquals(
                rows(0, 10).toString(), table.rows(file, table.schema.rowType(), null).toString());
        assertEquals(-1, FileColumns.of(table.schema, true).indexOf("_KEY_id"));
    }

    @Test
    void aFullFileIsFollowedByAnother() {
        TestTable table = table(List.of(), "target-file-row-num", "10");
        List<DataFile> files = table.append(rows(0, 25));
        assertEquals(List.of(10L, 10L, 5L), files.stream().map(DataFile::rowCount).toList());
        assertEquals(List.of(0L, 10L, 20L), files.stream().map(DataFile::minSequence).toList());
        String first = files.get(0).fileName();
        assertEquals(first.replace("-0.mem", "-2.mem"), files.get(2).fileName());
        List<Row> read = new ArrayList<>();
        RowType type = table.schema.rowType();
        files.forEach(file -> read.addAll(table.rows(file, type, null)));
        assertEquals(rows(0, 25).toString(), read.toString());
    }

    @Test
    void aBatchLargerThanAFileIsCut() {
        TestTable table = table(List.of("id"), "target-file-size", "100 kb");
        List<DataFile> files = table.sorted(rows(0, 20000), 7);
        assertTrue(files.size() >= 4, files.size() + " files");
        assertEquals(20000, files.stream().mapToLong(DataFile::rowCount).sum());
        assertEquals(7, files.get(0).minSequence());
        assertEquals(20006, files.get(files.size() - 1).maxSequence());
    }

    @Test
    void changelogFilesHaveTheirOwnNames() {
        TestTable table = table(List.of("id"), "changelog-file.prefix", "log-");
        FileWriterSpec spec = table.specs().changelog(table.place, 0, DataFile.SOURCE_APPEND);
        try (DataFileWriter writer = new DataFileWriter(spec)) {
            table.writeSorted(writer, rows(0, 2), 0);
            assertTrue(writer.finish().get(0).fileName().startsWith("log-"));
        }
    }

    @Test
    void nothingIsWrittenWithoutRows() {
        TestTable table = table(List.of());
        assertEquals(List.of(), table.append(List.of()));
        assertEquals(List.of(), table.names());
    }

    @Test
    void abortAndCloseLeaveNothing() {
        TestTable table = table(List.of(), "target-file-row-num", "10");
        DataFileWriter aborted = table.writer();
        aborted.write(Cells.batch(table.schema.rowType(), rows(0, 25)), 0);
        assertEquals(2, table.names().stream().filter(name -> name.endsWith(".mem")).count());
        aborted.abort();
        assertEquals(List.of(), table.names());
        assertThrows(IllegalStateException.class, aborted::finish);
        try (DataFileWriter closed = table.writer()) {
            closed.write(Cells.batch(table.schema.rowType(), rows(0, 25)), 0);
        }
        assertEquals(List.of(), table.names());
    }

    @Test
    void aFailureLeavesNothing() {
        TestTable table = table(List.of(), "target-file-row-num", "10");
        DataFileWriter writer = table.writer();
        writer.write(Cells.batch(table.schema.rowType(), rows(0, 25)), 0);
        format.failAfterRows = 6;
        assertThrows(
                StorageFailureException.class,
                () -> writer.write(Cells.batch(table.schema.rowType(), rows(0, 3)), 25));
        assertEquals(List.of(), table.names());
    }

    @Test
    void unknownFormatsAndCodecsAreRefused() {
        TestTable table = table(List.of(), "file.format", "tablet");
        assertThrows(InvalidRequestException.class, table::writer);
        TestTable packed = table(List.of(), "file.compression", "zip");
        assertThrows(InvalidRequestException.class, packed::writer);
        assertEquals(Arrays.asList(), table.names());
    }
}
