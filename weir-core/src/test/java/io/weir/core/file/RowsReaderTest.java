package io.weir.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.CorruptFileException;
import io.weir.predicate.Predicate;
import io.weir.predicate.Predicate.Comparison;
import io.weir.table.BatchReader;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowsReaderTest {

    private static final List<Field> FIELDS =
            List.of(
                    Field.of(0, "id", DataType.integer().notNull()),
                    Field.of(1, "name", DataType.string()),
                    Field.of(2, "amount", DataType.bigint()));

    private final MemoryFormat format = new MemoryFormat();

    @TempDir Path directory;

    private TestTable table(List<String> keys) {
        return new TestTable(directory, TestTable.schema(0, FIELDS, keys), FileFormats.of(format));
    }

    private static List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            rows.add(Row.of(id, "name " + id % 10, (long) id * 7 % 1000));
        }
        return rows;
    }

    @Test
    void columnsComeInTheWantedOrder() {
        TestTable table = table(List.of());
        DataFile file = table.append(rows(20)).get(0);
        RowType wanted = table.schema.rowType().project(List.of("amount", "id"));
        List<Row> read = table.rows(file, wanted, null);
        assertEquals(20, read.size());
        assertEquals(Row.of(49L, 7), read.get(7));
    }

    @Test
    void noColumnsMeansCounting() {
        TestTable table = table(List.of());
        DataFile file = table.append(rows(20)).get(0);
        assertEquals(20, table.rows(file, RowType.of(), null).size());
        assertEquals(0, format.cellsRead);
    }

    @Test
    void retractsAreLeftOut() {
        TestTable table = table(List.of("id"));
        List<Row> rows = rows(30);
        rows.set(3, Row.of(RowKind.DELETE, 3, null, null));
        rows.set(17, Row.of(RowKind.UPDATE_BEFORE, 17, "x", 1L));
        DataFile file = table.sorted(rows, 0).get(0);
        List<Row> read = table.rows(file, table.schema.rowType(), null);
        assertEquals(28, read.size());
        assertTrue(read.stream().noneMatch(row -> row.get(0).equals(3) || row.get(0).equals(17)));
    }

    @Test
    void changesComeWithTheirKinds() {
        TestTable table = table(List.of("id"));
        List<Row> rows = rows(30);
        rows.set(3, Row.of(RowKind.DELETE, 3, null, null));
        rows.set(4, Row.of(RowKind.UPDATE_AFTER, 4, "y", 1L));
        DataFile file = table.sorted(rows, 0).get(0);
        RowType type = table.schema.rowType();
        try (BatchReader reader = table.reader().openChanges(table.place, file, type, null)) {
            assertEquals(rows, TestTable.drain(reader, type));
        }
    }

    @Test
    void aSelectiveFilterDecodesOtherColumnsOnlyWhereItPasses() {
        TestTable table = table(List.of());
        List<Row> rows = rows(50_000);
        DataFile file = table.append(rows).get(0);
        Predicate filter = Predicate.equal("amount", 7L);
        RowType wanted = table.schema.rowType();
        List<Row> read = table.rows(file, wanted, filter);
        assertEquals(rows.stream().filter(row -> row.get(2).equals(7L)).toList(), read);
        assertTrue(format.cellsRead < 1000, format.cellsRead + " cells");
    }

    @Test
    void aFilterThatPassesMostIsAppliedToWholeBatches() {
        TestTable table = table(List.of());
        List<Row> rows = rows(60_000);
        DataFile file = table.append(rows).get(0);
        Predicate filter = new Predicate.Compare("amount", Comparison.LESS, 990L);
        RowType wanted = table.schema.rowType().project(List.of("id"));
        assertEquals(
                rows.stream()
                        .filter(row -> (long) row.get(2) < 990)
                        .map(row -> Row.of(row.get(0)))
                        .toList(),
                table.rows(file, wanted, filter));
    }

    @Test
    void filtersAndRetractsGoTogether() {
        TestTable table = table(List.of("id"));
        List<Row> rows = rows(300);
        rows.set(3, Row.of(RowKind.DELETE, 3, "name 3", 21L));
        rows.set(13, Row.of(RowKind.UPDATE_AFTER, 13, "name 3", 1L));
        DataFile file = table.sorted(rows, 0).get(0);
        Predicate filter = Predicate.equal("name", "name 3");
        RowType ids = table.schema.rowType().project(List.of("id"));
        List<Row> read = table.rows(file, ids, filter);
        assertEquals(29, read.size());
        assertEquals(Row.of(13), read.get(0));
        try (BatchReader reader = table.reader().openChanges(table.place, file, ids, filter)) {
            List<Row> changes = TestTable.drain(reader, ids);
            assertEquals(30, changes.size());
            assertEquals(Row.of(RowKind.DELETE, 3), changes.get(0));
            assertEquals(Row.of(RowKind.UPDATE_AFTER, 13), changes.get(1));
        }
    }

    @Test
    void filterColumnsNeedNotBeWanted() {
        TestTable table = table(List.of());
        DataFile file = table.append(rows(100)).get(0);
        Predicate filter =
                Predicate.and(Predicate.equal("name", "name 4"), Predicate.equal("id", 54));
        RowType wanted = table.schema.rowType().project(List.of("amount"));
        assertEquals(List.of(Row.of(54L * 7)), table.rows(file, wanted, filter));
    }

    @Test
    void filtersOnColumnsTheFileLacksAreKnownFromTheStart() {
        TestTable table = table(List.of());
        DataFile file = table.append(rows(100)).get(0);
        List<Field> more = new ArrayList<>(FIELDS);
        more.add(Field.of(9, "added", DataType.string()));
        table.evolve(TestTable.schema(1, more, List.of()));
        RowType type = table.schema.rowType();
        assertEquals(0, table.rows(file, type, Predicate.equal("added", "x")).size());
        assertEquals(0, format.cellsRead);
        assertEquals(100, table.rows(file, type, new Predicate.IsNull("added")).size());
    }

    @Test
    void partitionColumnsComeFromThePartition() {
        TableSchema partitioned =
                new TableSchema(
                        0,
                        FIELDS,
                        10,
                        List.of("name"),
                        List.of(),
                        Map.of("file.format", "mem"),
                        null,
                        0);
        TestTable table = new TestTable(directory, partitioned, FileFormats.of(format));
        DataFile file = table.append(rows(10)).get(0);
        RowType partitionType = partitioned.partitionType();
        table.place =
                new BucketPlace(
                        BinaryRowWriter.serialize(partitionType, "north"),
                        0,
                        table.place.directory());
        RowType type = table.schema.rowType();
        List<Row> read = table.rows(file, type, null);
        assertTrue(read.stream().allMatch(row -> row.get(1).equals("north")));
        assertEquals(0, table.rows(file, type, Predicate.equal("name", "south")).size());
        assertEquals(10, table.rows(file, type, Predicate.equal("name", "north")).size());
    }

    @Test
    void aWrongRowCountIsCorruption() {
        TestTable table = table(List.of());
        DataFile file = table.append(rows(10)).get(0);
        DataFile other = table.append(rows(11)).get(0);
        table.storage.delete(List.of(table.place.locate(file)));
        table.storage.putIfAbsent(
                table.place.locate(file), table.storage.read(table.place.locate(other)));
        CorruptFileException error =
                assertThrows(
                        CorruptFileException.class,
                        () -> table.rows(file, table.schema.rowType(), null));
        assertTrue(error.getMessage().contains(file.fileName()), error.getMessage());
    }
}
