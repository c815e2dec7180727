package io.weir.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.ColumnVector;
import io.weir.data.Row;
import io.weir.data.VectorBuilder;
import io.weir.option.BucketOptions;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The worked examples of format section 14.1: rows, their hashes, their buckets. */
class BinaryRowVectorsTest {

    private static final int[] COUNTS = {2, 3, 4, 5, 7, 16, 100};

    private record Example(
            List<DataType> types, Object[] values, String hex, int hash, int... buckets) {

        RowType type() {
            List<Field> fields = new ArrayList<>();
            for (int column = 0; column < types.size(); column++) {
                fields.add(Field.of(column, "c" + column, types.get(column)));
            }
            return RowType.of(fields);
        }

        byte[] row() {
            return HexFormat.of().parseHex(hex.replace(" ", ""));
        }

        boolean isFlat() {
            return types.stream().noneMatch(type -> type.kind().isNested());
        }
    }

    private static Example example(
            List<DataType> types, Object[] values, String hex, int hash, int... buckets) {
        return new Example(types, values, hex, hash, buckets);
    }

    private static Object[] values(Object... values) {
        return values;
    }

    private static List<Example> examples() {
        DataType text = DataType.string();
        DataType number = DataType.integer();
        return List.of(
                example(
                        List.of(number),
                        values(1),
                        "0000000000000000 0100000000000000",
                        1465514398,
                        0,
                        1,
                        2,
                        3,
                        5,
                        14,
                        98),
                example(
                        List.of(number),
                        values(-1),
                        "0000000000000000 ffffffff00000000",
                        1133687267,
                        1,
                        2,
                        3,
                        2,
                        6,
                        3,
                        67),
                example(
                        List.of(DataType.bigint()),
                        values(1234567890123L),
                        "0000000000000000 cb04fb711f010000",
                        -1873221036,
                        0,
                        0,
                        0,
                        1,
                        1,
                        12,
                        36),
                example(
                        List.of(text),
                        values("abc"),
                        "0000000000000000 6162630000000083",
                        -101922419,
                        1,
                        2,
                        3,
                        4,
                        4,
                        3,
                        19),
                example(
                        List.of(text),
                        values("abcdefg"),
                        "0000000000000000 6162636465666787",
                        -1431907323,
                        1,
                        0,
                        3,
                        3,
                        0,
                        11,
                        23),
                example(
                        List.of(text),
                        values("abcdefgh"),
                        "0000000000000000 0800000010000000 6162636465666768",
                        -843760178,
                        0,
                        2,
                        2,
                        3,
                        2,
                        2,
                        78),
                example(
                        List.of(text),
                        values(""),
                        "0000000000000000 0000000000000080",
                        302122119,
                        1,
                        0,
                        3,
                        4,
                        5,
                        7,
                        19),
                example(
                        List.of(text),
                        new Object[] {null},
                        "0001000000000000 0000000000000000",
                        -1748325344,
                        0,
                        2,
                        0,
                        4,
                        3,
                        0,
                        44),
                example(
                        List.of(text),
                        values("\u00e9\u4e2d\ud83d\ude00x"),
                        "0000000000000000 0a00000010000000 c3a9e4b8adf09f98 8078000000000000",
                        1606315626,
                        0,
                        0,
                        2,
                        1,
                        6,
                        10,
                        26),
                example(
                        List.of(number, text, DataType.decimal(10, 2)),
                        values(1, "abc", new BigDecimal("12.34")),
                        "0000000000000000 0100000000000000 6162630000000083 d204000000000000",
                        -836906000,
                        0,
                        2,
                        0,
                        0,
                        0,
                        0,
                        0),
                example(
                        List.of(number, text, DataType.decimal(20, 2)),
                        values(1, "hello world", new BigDecimal("-12345678901234567.89")),
                        "0000000000000000 0100000000000000 0b00000020000000 0800000030000000"
                                + " 68656c6c6f20776f 726c640000000000 eeddef0b82167eeb"
                                + " 0000000000000000",
                        1285489474,
                        0,
                        1,
                        2,
                        4,
                        3,
                        2,
                        74),
                example(
                        List.of(DataType.decimal(20, 2), number),
                        values(null, 5),
                        "0001000000000000 0000000018000000 0500000000000000 0000000000000000"
                                + " 0000000000000000",
                        265042173,
                        1,
                        0,
                        1,
                        3,
                        4,
                        13,
                        73),
                example(
                        List.of(DataType.decimal(38, 18)),
                        values(new BigDecimal("1.500000000000000000")),
                        "0000000000000000 0800000010000000 14d1120d7b160000 0000000000000000",
                        1072285671,
                        1,
                        0,
                        3,
                        1,
                        2,
                        7,
                        71),
                example(
                        List.of(
                                DataType.timestamp(3),
                                DataType.timestamp(6),
                                DataType.timestampLtz(9)),
                        values(
                                LocalDateTime.parse("2024-01-02T03:04:05.678"),
                                LocalDateTime.parse("2024-01-02T03:04:05.678901"),
                                Instant.parse("1969-12-31T23:59:59.123456789Z")),
                        "0000000000000000 2edb20c88c010000 88bf0d0020000000 55f8060028000000"
                                + " 2edb20c88c010000 93fcffffffffffff",
                        1866798194,
                        0,
                        2,
                        2,
                        4,
                        2,
                        2,
                        94),
                example(
                        List.of(DataType.timestamp(6), DataType.timestamp(3)),
                        values(null, null),
                        "0003000000000000 0000000018000000 0000000000000000 0000000000000000",
                        685202916,
                        0,
                        0,
                        0,
                        1,
                        6,
                        4,
                        16),
                example(
                        List.of(
                                DataType.bool(),
                                DataType.tinyint(),
                                DataType.smallint(),
                                DataType.floating(),
                                DataType.doubling(),
                                DataType.date(),
                                DataType.time(3)),
                        values(
                                true,
                                (byte) -1,
                                (short) -2,
                                1.5f,
                                -0.0,
                                LocalDate.parse("2024-02-29"),
                                LocalTime.parse("01:00:00")),
                        "0000000000000000 0100000000000000 ff00000000000000 feff000000000000"
                                + " 0000c03f00000000 0000000000000080 464d000000000000"
                                + " 80ee360000000000",
                        -373661616,
                        0,
                        0,
                        0,
                        1,
                        6,
                        0,
                        16),
                example(
                        List.of(DataType.bytes(), DataType.binary(8)),
                        values(new byte[] {1, 2, 3}, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
                        "0000000000000000 0102030000000083 0800000018000000 0102030405060708",
                        -2009081651,
                        1,
                        2,
                        3,
                        1,
                        3,
                        3,
                        51),
                example(
                        List.of(DataType.array(number)),
                        values(Arrays.asList(1, null, 3)),
                        "0000000000000000 1800000010000000 0300000002000000 0100000000000000"
                                + " 0300000000000000",
                        1830759751,
                        1,
                        1,
                        3,
                        1,
                        2,
                        7,
                        51),
                example(
                        List.of(DataType.array(text)),
                        values(Arrays.asList("ab", null, "longer-than-7")),
                        "0000000000000000 3000000010000000 0300000002000000 6162000000000082"
                                + " 0000000000000000 0d00000020000000 6c6f6e6765722d74"
                                + " 68616e2d37000000",
                        597476314,
                        0,
                        1,
                        2,
                        4,
                        1,
                        10,
                        14),
                example(
                        List.of(DataType.array(DataType.tinyint())),
                        values(List.of((byte) 1, (byte) 2, (byte) 3)),
                        "0000000000000000 1000000010000000 0300000000000000 0102030000000000",
                        549937053,
                        1,
                        0,
                        1,
                        3,
                        1,
                        13,
                        53),
                example(
                        List.of(DataType.map(text, number)),
                        values(Map.of("k", 9)),
                        "0000000000000000 2400000010000000 1000000001000000 000000006b000000"
                                + " 0000008101000000 0000000009000000 0000000000000000",
                        -679615608,
                        0,
                        0,
                        0,
                        3,
                        0,
                        8,
                        8),
                example(
                        List.of(
                                RowType.of(Field.of(0, "a", number), Field.of(1, "b", text))
                                        .withNullable(true)),
                        values(Row.of(7, "nested-str")),
                        "0000000000000000 2800000010000000 0000000000000000 0700000000000000"
                                + " 0a00000018000000 6e65737465642d73 7472000000000000",
                        -205509549,
                        1,
                        0,
                        1,
                        4,
                        0,
                        13,
                        49),
                example(List.of(), values(), "0000000000000000", -1670924195, 1, 2, 3, 0, 3, 3, 95),
                example(
                        Collections.nCopies(57, number),
                        zerosWithLastNull(57, 0),
                        "00000000000000000100000000000000" + "00".repeat(57 * 8),
                        -1620726534),
                example(
                        Collections.nCopies(56, DataType.tinyint()),
                        zerosWithLastNull(56, (byte) 0),
                        "0000000000000080" + "00".repeat(56 * 8),
                        256842770));
    }

    private static Object[] zerosWithLastNull(int count, Object zero) {
        Object[] values = new Object[count];
        Arrays.fill(values, zero);
        values[count - 1] = null;
        return values;
    }

    @TestFactory
    Stream<DynamicTest> rowsAreWrittenHashedAndReadAsTheFormatSays() {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(example.hex(), () -> check(example)));
    }

    private static void check(Example example) {
        byte[] serialized = BinaryRowWriter.serialize(example.type(), example.values());
        byte[] row = Arrays.copyOfRange(serialized, 4, serialized.length);
        assertEquals(HexFormat.of().formatHex(example.row()), HexFormat.of().formatHex(row));
        assertEquals(example.types().size(), serialized[3]);
        assertEquals(example.hash(), Murmur3.hash(serialized, 4, row.length));
        assertArrayEquals(
                example.values(), BinaryRow.ofSerialized(serialized).values(example.type()));
        if (example.isFlat()) {
            checkColumns(example, serialized);
        }
    }

    /** The same from columns: the row in question between two others. */
    private static void checkColumns(Example example, byte[] serialized) {
        RowType type = example.type();
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            VectorBuilder builder = VectorBuilder.of(type.type(column), 3);
            builder.appendNull();
            builder.appendValue(example.values()[column]);
            builder.appendNull();
            columns[column] = builder.build();
        }
        assertArrayEquals(serialized, BinaryRowWriter.serialize(type, columns, 1));
        int[] hashes = new int[3];
        KeyHash.hash(type, columns, 3, hashes);
        assertEquals(example.hash(), hashes[1]);
        BucketFunction function = new BucketFunction(BucketOptions.Function.DEFAULT, type);
        for (int at = 0; at < example.buckets().length; at++) {
            int[] buckets = new int[3];
            function.buckets(columns, 3, COUNTS[at], buckets);
            assertEquals(example.buckets()[at], buckets[1], COUNTS[at] + " buckets");
        }
    }

    @Test
    void theModFunctionTakesTheFlooredRemainder() {
        assertEquals(2, bucket(BucketOptions.Function.MOD, 5, DataType.integer(), -3));
        assertEquals(2, bucket(BucketOptions.Function.MOD, 5, DataType.bigint(), 17L));
    }

    @Test
    void theHiveFunctionHashesAsHiveDoes() {
        RowType type =
                RowType.of(
                        Field.of(0, "a", DataType.integer()),
                        Field.of(1, "b", DataType.string()),
                        Field.of(2, "c", DataType.decimal(10, 2)));
        ColumnVector[] columns = columns(type, 1, "abc", new BigDecimal("12.34"));
        int[] buckets = new int[1];
        int[] counts = {4, 7, 16};
        int[] expected = {3, 0, 15};
        for (int at = 0; at < counts.length; at++) {
            new BucketFunction(BucketOptions.Function.HIVE, type)
                    .buckets(columns, 1, counts[at], buckets);
            assertEquals(expected[at], buckets[0]);
        }
    }

    private static int bucket(
            BucketOptions.Function function, int count, DataType keyType, Object value) {
        RowType type = RowType.of(Field.of(0, "k", keyType));
        int[] buckets = new int[1];
        new BucketFunction(function, type).buckets(columns(type, value), 1, count, buckets);
        return buckets[0];
    }

    private static ColumnVector[] columns(RowType type, Object... values) {
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            VectorBuilder builder = VectorBuilder.of(type.type(column), 1);
            builder.appendValue(values[column]);
            columns[column] = builder.build();
        }
        return columns;
    }

    @Test
    void theEmptyRowHasTwelveBytes() {
        assertArrayEquals(BinaryRowWriter.EMPTY, BinaryRowWriter.serialize(RowType.of()));
        assertTrue(BinaryRow.isEmpty(BinaryRowWriter.serialize(RowType.of())));
    }
}
