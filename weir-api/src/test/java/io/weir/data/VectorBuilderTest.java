package io.weir.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorBuilderTest {

    private static final RowType NESTED =
            new RowType(
                    List.of(
                            Field.of(1, "x", DataType.integer()),
                            Field.of(2, "y", DataType.array(DataType.string()))),
                    true);

    /** Every type with values that fit it. */
    private static Map<DataType, List<Object>> samples() {
        Map<DataType, List<Object>> samples = new LinkedHashMap<>();
        samples.put(DataType.bool(), List.of(true, false));
        samples.put(DataType.tinyint(), List.of((byte) -128, (byte) 127));
        samples.put(DataType.smallint(), List.of((short) -32768, (short) 5));
        samples.put(DataType.integer(), List.of(Integer.MIN_VALUE, 7));
        samples.put(DataType.bigint(), List.of(Long.MIN_VALUE, 7L));
        samples.put(DataType.floating(), List.of(1.5f, Float.NaN));
        samples.put(DataType.doubling(), List.of(-0.0, 1e300));
        samples.put(DataType.decimal(9, 2), List.of(new BigDecimal("-1.25"), dec("9999999.99")));
        samples.put(DataType.decimal(18, 0), List.of(dec("999999999999999999"), dec("-1")));
        samples.put(
                DataType.decimal(38, 10),
                List.of(
                        dec("-9999999999999999999999999999.9999999999"),
                        dec("0.0000000001"),
                        dec("18446744073709551616.0000000000")));
        samples.put(DataType.string(), List.of("", "wasser \u00fc \ud83d\ude00"));
        samples.put(DataType.character(5), List.of("abc", "\ud83d\ude00\ud83d\ude00abc"));
        samples.put(DataType.bytes(), List.of(new byte[0], new byte[] {-1, 0}));
        samples.put(DataType.binary(4), List.of(new byte[] {1, 2, 3, 4}));
        samples.put(DataType.date(), List.of(LocalDate.of(1, 1, 1), LocalDate.of(2026, 2, 3)));
        samples.put(DataType.time(3), List.of(LocalTime.of(23, 59, 59, 999_000_000)));
        for (int digits : new int[] {0, 3, 6, 9}) {
            int nanos = digits == 0 ? 0 : digits == 3 ? 1_000_000 : digits == 6 ? 1000 : 1;
            samples.put(
                    DataType.timestamp(digits),
                    List.of(
                            LocalDateTime.of(1931, 1, 1, 0, 0, 1, nanos),
                            LocalDateTime.of(2026, 1, 1, 0, 0, 1, 7 * nanos)));
            samples.put(
                    DataType.timestampLtz(digits),
                    List.of(Instant.ofEpochSecond(-77, nanos), Instant.ofEpochSecond(88, nanos)));
        }
        samples.put(DataType.array(DataType.integer()), List.of(List.of(1, 2), List.of()));
        samples.put(
                DataType.array(DataType.array(DataType.string())),
                List.of(
                        List.of(List.of("a"), List.of()),
                        Arrays.asList((Object) null, List.of("b", "c"))));
        samples.put(
                DataType.map(DataType.string(), DataType.bigint()),
                List.of(Map.of("a", 1L), Map.of()));
        samples.put(DataType.multiset(DataType.string()), List.of(Map.of("a", 3)));
        samples.put(NESTED, List.of(Row.of(1, List.of("p", "q")), Row.insert(null, null)));
        return samples;
    }

    private static BigDecimal dec(String text) {
        return new BigDecimal(text);
    }

    @Test
    void everyTypeGivesBackWhatWasAppended() {
        samples()
                .forEach(
                        (type, values) -> {
                            VectorBuilder builder = VectorBuilder.of(type, 0);
                            List<Object> expected = new ArrayList<>();
                            for (int round = 0; round < 50; round++) {
                                for (Object value : values) {
                                    expected.add(value);
                                }
                                if (round % 3 == 1) {
                                    expected.add(null);
                                }
                            }
                            expected.forEach(builder::appendValue);
                            assertEquals(expected.size(), builder.length());
                            assertValues(type, expected, builder.build());
                            assertEquals(0, builder.length());
                            builder.appendValue(values.get(0));
                            assertValues(type, values.subList(0, 1), builder.build());
                        });
    }

    @Test
    void gathersAndRangesTakeTheChosenRows() {
        long seed = 20260301;
        Random random = new Random(seed);
        samples()
                .forEach(
                        (type, values) -> {
                            for (boolean withNulls : new boolean[] {false, true}) {
                                check(random, type, values, withNulls);
                            }
                        });
    }

    private static void check(
            Random random, DataType type, List<Object> values, boolean withNulls) {
        List<Object> pool = new ArrayList<>();
        VectorBuilder source = VectorBuilder.of(type, 3);
        for (int row = 0; row < 200; row++) {
            Object value =
                    withNulls && random.nextInt(4) == 0
                            ? null
                            : values.get(random.nextInt(values.size()));
            pool.add(value);
            source.appendValue(value);
        }
        ColumnVector vector = source.build();
        VectorBuilder target = VectorBuilder.of(type, 3);
        List<Object> expected = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            int from = random.nextInt(200);
            int count = random.nextInt(200 - from + 1);
            if (step % 3 == 0) {
                target.appendRange(vector, from, count);
                expected.addAll(pool.subList(from, from + count));
            } else if (step % 3 == 1) {
                int[] rows = random.ints(count + 5, 0, 200).toArray();
                if (step % 2 == 0) {
                    Arrays.sort(rows);
                }
                target.append(vector, rows, 5, count);
                for (int row = 5; row < count + 5; row++) {
                    expected.add(pool.get(rows[row]));
                }
            } else {
                target.append(vector, from);
                expected.add(pool.get(from));
            }
        }
        assertValues(type, expected, target.build());
    }

    @Test
    void dictionariesAreTakenAsBytes() {
        BytesVector dictionary = (BytesVector) vector(DataType.string(), "red", "", "blue");
        Validity third = Validity.of(new long[] {0b11011});
        DictionaryVector coded =
                new DictionaryVector(dictionary, new int[] {2, 0, 0, 1, 2}, 5, third);
        VectorBuilder builder = VectorBuilder.of(DataType.string(), 1);
        builder.appendRange(coded, 1, 4);
        builder.append(coded, new int[] {4, 2, 0}, 0, 3);
        builder.append(coded, 1);
        builder.append(coded, 2);
        assertValues(
                DataType.string(),
                Arrays.asList("red", null, "", "blue", "blue", null, "blue", "red", null),
                builder.build());
        DictionaryVector onlyNulls =
                new DictionaryVector(
                        (BytesVector) vector(DataType.string()), new int[2], 2, Validity.none(2));
        builder.appendRange(onlyNulls, 0, 2);
        builder.append(onlyNulls, new int[] {1, 0}, 0, 2);
        assertEquals(4, builder.build().validity().nullCount(4));
    }

    @Test
    void constantsAndNulls() {
        samples()
                .forEach(
                        (type, values) -> {
                            ColumnVector same = VectorBuilder.constant(type, values.get(0), 3);
                            Object value = values.get(0);
                            assertValues(type, List.of(value, value, value), same);
                            ColumnVector nulls = VectorBuilder.nulls(type, 70);
                            assertEquals(70, nulls.length());
                            assertEquals(70, nulls.validity().nullCount(70));
                            VectorBuilder copy = VectorBuilder.of(type, 1);
                            copy.appendRange(nulls, 1, 69);
                            assertEquals(69, copy.build().validity().nullCount(69));
                        });
        assertInstanceOf(DictionaryVector.class, VectorBuilder.constant(DataType.string(), "x", 2));
    }

    @Test
    void withoutNullsThereIsNoBitmap() {
        VectorBuilder builder = VectorBuilder.of(DataType.bigint(), 4);
        builder.appendRange(vector(DataType.bigint(), 1L, 2L, 3L), 0, 3);
        assertTrue(builder.build().validity().allValid());
    }

    @Test
    void misfitsAreRefusedWithValueAndType() {
        refused(DataType.tinyint(), 128, "128", "TINYINT");
        refused(DataType.integer(), "7", "7 (String)", "INT");
        refused(DataType.integer(), 1L << 31, "2147483648", "INT");
        refused(DataType.decimal(4, 2), dec("100"), "100", "DECIMAL(4, 2)");
        refused(DataType.decimal(4, 2), dec("1.234"), "1.234", "DECIMAL(4, 2)");
        refused(DataType.decimal(4, 2), dec("1e1000000000"), "1E+1000000000", "DECIMAL(4, 2)");
        refused(DataType.varchar(3), "abcd", "abcd", "VARCHAR(3)");
        refused(DataType.binary(1), new byte[2], "2 bytes", "BINARY(1)");
        refused(DataType.string(), "\ud83d", "surrogate", "STRING");
        refused(DataType.timestamp(3), LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1), "3", "TIMESTAMP");
        refused(DataType.timestamp(3), LocalDateTime.MAX.withNano(0), "range", "TIMESTAMP");
        refused(DataType.timestampLtz(9), Instant.MIN, "range", "TIMESTAMP");
        refused(DataType.date(), LocalDate.MAX, "range", "DATE");
        refused(DataType.time(3), LocalTime.of(1, 1, 1, 1), "fraction", "TIME");
        refused(
                DataType.array(DataType.integer().notNull()),
                Arrays.asList(1, null),
                "null",
                "INT");
        refused(NESTED, Row.of(1), "Row", "ROW");
    }

    private static void refused(DataType type, Object value, String... words) {
        InvalidRequestException error =
                assertThrows(
                        InvalidRequestException.class,
                        () -> VectorBuilder.of(type, 1).appendValue(value));
        for (String word : words) {
            assertTrue(error.getMessage().contains(word), error.getMessage());
        }
    }

    @Test
    void rowsBecomeBatchesAndBack() {
        RowType type =
                RowType.of(
                        Field.of(0, "id", DataType.bigint().notNull()),
                        Field.of(1, "name", DataType.string()));
        List<Row> rows =
                List.of(
                        Row.of(1L, "a"),
                        Row.of(RowKind.DELETE, 2L, (Object) null),
                        Row.of(RowKind.UPDATE_AFTER, 3L, "c"));
        Batch batch = Cells.batch(type, rows);
        assertEquals(rows, Cells.rows(batch, type));
        assertEquals(null, Cells.batch(type, rows.subList(0, 1)).rowKinds());
    }

    private static ColumnVector vector(DataType type, Object... values) {
        VectorBuilder builder = VectorBuilder.of(type, values.length);
        for (Object value : values) {
            builder.appendValue(value);
        }
        return builder.build();
    }

    private static void assertValues(DataType type, List<Object> expected, ColumnVector vector) {
        assertEquals(expected.size(), vector.length(), type.toString());
        for (int row = 0; row < expected.size(); row++) {
            Object actual = Cells.value(vector, type, row);
            if (expected.get(row) instanceof byte[] bytes) {
                assertEquals(
                        new String(bytes, StandardCharsets.ISO_8859_1),
                        new String((byte[]) actual, StandardCharsets.ISO_8859_1));
            } else {
                assertEquals(expected.get(row), actual, type + " row " + row);
            }
        }
    }
}
