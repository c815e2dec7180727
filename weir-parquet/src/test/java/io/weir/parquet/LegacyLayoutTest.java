package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.error.CorruptFileException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts that today's writers do not make: older lists and maps, other units, missing parts. */
class LegacyLayoutTest {

    @TempDir private Path directory;

    private List<List<Object>> read(String schema, DataType type, Consumer<Group> fill)
            throws Exception {
        MessageType message = MessageTypeParser.parseMessageType("message m { " + schema + " }");
        Path path = directory.resolve("legacy" + System.nanoTime() + ".parquet");
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path.toUri()))
                        .withConf(new Configuration())
                        .withType(message)
                        .build()) {
            Group group = new SimpleGroupFactory(message).newGroup();
            fill.accept(group);
            writer.write(group);
            writer.write(new SimpleGroupFactory(message).newGroup());
        }
        byte[] file = java.nio.file.Files.readAllBytes(path);
        return Cells.rows(Files.read(file, RowType.of(Field.of(7, "a", type))));
    }

    private static List<List<Object>> rows(Object first, Object second) {
        return List.of(Arrays.asList(first), Arrays.asList(second));
    }

    @Test
    void listsOfTwoLevels() throws Exception {
        List<List<Object>> found =
                read(
                        "optional group a (LIST) { repeated int32 array; }",
                        DataType.array(DataType.integer()),
                        group -> {
                            Group list = group.addGroup(0);
                            list.add(0, 1);
                            list.add(0, 2);
                        });
        assertEquals(rows(List.of(1L, 2L), null), found);
    }

    @Test
    void listsWhoseElementIsTheRepeatedGroup() throws Exception {
        DataType row =
                RowType.of(
                        Field.of(1, "x", DataType.integer()), Field.of(2, "y", DataType.integer()));
        List<List<Object>> found =
                read(
                        "optional group a (LIST) { repeated group bag { optional int32 x; optional int32 y; } }",
                        DataType.array(row),
                        group -> {
                            Group list = group.addGroup(0);
                            list.addGroup(0).append("x", 1);
                            list.addGroup(0).append("y", 2);
                        });
        assertEquals(rows(List.of(Arrays.asList(1L, null), Arrays.asList(null, 2L)), null), found);
    }

    @Test
    void repeatedFieldsWithoutAList() throws Exception {
        List<List<Object>> found =
                read(
                        "repeated int64 a;",
                        DataType.array(DataType.bigint()),
                        group -> {
                            group.add(0, 5L);
                            group.add(0, 6L);
                        });
        assertEquals(rows(List.of(5L, 6L), List.of()), found);
    }

    @Test
    void mapsByTheirOldName() throws Exception {
        List<List<Object>> found =
                read(
                        "optional group a (MAP_KEY_VALUE) { repeated group map { required binary key (UTF8); optional int32 value; } }",
                        DataType.map(DataType.string(), DataType.integer()),
                        group -> {
                            Group map = group.addGroup(0);
                            map.addGroup(0).append("key", "k").append("value", 1);
                            map.addGroup(0).append("key", "l");
                        });
        assertEquals(
                rows(List.of(List.of(text("k"), text("l")), Arrays.asList(1L, null)), null), found);
    }

    private static ByteBuffer text(String value) {
        return ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void smallerNumbersAreWidened() throws Exception {
        assertEquals(
                rows(7L, null),
                read("optional int32 a;", DataType.bigint(), group -> group.add(0, 7)));
        assertEquals(
                rows(Double.doubleToRawLongBits(1.5), null),
                read("optional float a;", DataType.doubling(), group -> group.add(0, 1.5f)));
    }

    @Test
    void timesOfOtherUnitsAreConverted() throws Exception {
        assertEquals(
                rows(-2L, null),
                read(
                        "optional int64 a (TIMESTAMP(MICROS,false));",
                        DataType.timestamp(3),
                        group -> group.add(0, -1001L)));
        assertEquals(
                rows(3_000L, null),
                read(
                        "optional int64 a (TIMESTAMP(MILLIS,false));",
                        DataType.timestamp(6),
                        group -> group.add(0, 3L)));
        assertEquals(
                rows(12L, null),
                read(
                        "optional int64 a (TIME(MICROS,true));",
                        DataType.time(3),
                        group -> group.add(0, 12_999L)));
    }

    @Test
    void onlyTheWantedNestedFieldsAreRead() throws Exception {
        RowType wanted =
                RowType.of(
                        Field.of(3, "z", DataType.integer()),
                        Field.of(2, "y", DataType.integer()),
                        Field.of(4, "gone", DataType.array(DataType.string())));
        List<List<Object>> found =
                read(
                        "optional group a { optional int32 x; optional int32 y; optional int32 z; }",
                        wanted.withNullable(true),
                        group -> group.addGroup(0).append("x", 1).append("y", 2).append("z", 3));
        assertEquals(rows(Arrays.asList(3L, 2L, null), null), found);
        assertEquals(
                rows(null, null),
                read(
                        "optional group a { optional int32 x; }",
                        RowType.of(Field.of(9, "q", DataType.integer())).withNullable(true),
                        group -> group.addGroup(0).append("x", 1)));
    }

    @Test
    void missingColumnsAreNull() throws Exception {
        assertEquals(
                rows(null, null),
                read(
                        "optional int32 b;",
                        DataType.map(DataType.string(), DataType.integer()),
                        group -> group.add(0, 1)));
    }

    @Test
    void columnsOfAnotherTypeAreRefused() {
        assertThrows(
                CorruptFileException.class,
                () ->
                        read(
                                "optional binary a (UTF8);",
                                DataType.integer(),
                                group -> group.add(0, "x")));
        assertThrows(
                CorruptFileException.class,
                () -> read("optional int32 a;", DataType.tinyint(), group -> group.add(0, 300)));
    }
}
