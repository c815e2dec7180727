package io.weir.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.VectorBuilder;
import io.weir.error.CorruptFileException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random rows of all types: written, hashed, compared and read in every way there is. */
class BinaryRowPropertyTest {

    private static final long SEED = 4711;

    private static final List<DataType> TYPES =
            List.of(
                    DataType.bool(),
                    DataType.tinyint(),
                    DataType.smallint(),
                    DataType.integer(),
                    DataType.bigint(),
                    DataType.floating(),
                    DataType.doubling(),
                    DataType.decimal(9, 2),
                    DataType.decimal(18, 0),
                    DataType.decimal(19, 3),
                    DataType.decimal(38, 10),
                    DataType.string(),
                    DataType.character(12),
                    DataType.bytes(),
                    DataType.date(),
                    DataType.time(3),
                    DataType.timestamp(0),
                    DataType.timestamp(3),
                    DataType.timestamp(6),
                    DataType.timestamp(9),
                    DataType.timestampLtz(3),
                    DataType.timestampLtz(6),
                    DataType.timestampLtz(9));

    private static Object value(DataType type, Random random) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) random.nextInt();
            case INT -> random.nextInt();
            case BIGINT -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> (float) random.nextGaussian();
            case DOUBLE -> random.nextGaussian();
            case DECIMAL -> decimal((ScalarType) type, random);
            case CHAR, VARCHAR -> text(random);
            case BINARY, VARBINARY -> bytes(random);
            case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000) - 10_000);
            case TIME -> LocalTime.ofNanoOfDay(random.nextInt(86_400_000) * 1_000_000L);
            case TIMESTAMP ->
                    LocalDateTime.ofInstant(instant((ScalarType) type, random), ZoneOffset.UTC);
            case TIMESTAMP_LTZ -> instant((ScalarType) type, random);
            case ARRAY, MAP, MULTISET, ROW -> throw new IllegalArgumentException();
        };
    }

    private static BigDecimal decimal(ScalarType type, Random random) {
        int digits = 1 + random.nextInt(type.precision());
        BigInteger unscaled = new BigInteger(130, random).mod(BigInteger.TEN.pow(digits));
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            text.append(random.nextInt(8) == 0 ? "\u4e2d" : (char) ('a' + random.nextInt(4)));
        }
        return text.toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Instant instant(ScalarType type, Random random) {
        long unit = (long) Math.pow(10, 9 - type.precision());
        long nanos = random.nextInt(1_000_000_000) / unit * unit;
        return Instant.ofEpochSecond(random.nextInt(), nanos);
    }

    private static RowType randomType(Random random) {
        List<Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 70 : 5);
        for (int column = 0; column < count; column++) {
            fields.add(Field.of(column, "c" + column, TYPES.get(random.nextInt(TYPES.size()))));
        }
        return RowType.of(fields);
    }

    private static Object[] randomRow(RowType type, Random random, boolean nulls) {
        Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            boolean isNull = nulls && random.nextInt(5) == 0;
            values[column] = isNull ? null : value(type.type(column), random);
        }
        return values;
    }

    private static ColumnVector[] columns(RowType type, List<Object[]> rows) {
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            VectorBuilder builder = VectorBuilder.of(type.type(column), rows.size());
            for (Object[] row : rows) {
                builder.appendValue(row[column]);
            }
            columns[column] = builder.build();
        }
        return columns;
    }

    @Test
    void valuesAndColumnsGiveTheSameRowsAndHashesAndReadBack() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            RowType type = randomType(random);
            boolean nulls = random.nextBoolean();
            List<Object[]> rows = new ArrayList<>();
            for (int row = 0; row < 10; row++) {
                rows.add(randomRow(type, random, nulls));
            }
            ColumnVector[] columns = columns(type, rows);
            int[] hashes = new int[rows.size()];
            KeyHash.hash(type, columns, rows.size(), hashes);
            for (int row = 0; row < rows.size(); row++) {
                byte[] serialized = BinaryRowWriter.serialize(type, rows.get(row));
                String where = "seed " + SEED + ", round " + round + ", " + type;
                assertArrayEquals(serialized, BinaryRowWriter.serialize(type, columns, row), where);
                assertEquals(
                        Murmur3.hash(serialized, 4, serialized.length - 4), hashes[row], where);
                assertArrayEquals(
                        rows.get(row), BinaryRow.ofSerialized(serialized).values(type), where);
            }
        }
    }

    @Test
    void codesHashAsTheirTexts() {
        Random random = new Random(SEED);
        RowType type = RowType.of(Field.of(0, "k", DataType.string()));
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            rows.add(new Object[] {text(random)});
        }
        ColumnVector[] plain = columns(type, rows);
        for (int count : new int[] {5, 200}) {
            int[] codes = random.ints(count, 0, 20).toArray();
            DictionaryVector coded =
                    new DictionaryVector(
                            (BytesVector) plain[0], codes, count, io.weir.data.Validity.ALL);
            int[] expected = new int[20];
            KeyHash.hash(type, plain, 20, expected);
            int[] found = new int[count];
            KeyHash.hash(type, new ColumnVector[] {coded}, count, found);
            for (int row = 0; row < count; row++) {
                assertEquals(expected[codes[row]], found[row]);
            }
        }
    }

    @Test
    void serialisedKeysCompareAsTheirValues() {
        Random random = new Random(SEED);
        for (DataType type : TYPES) {
            RowType key = RowType.of(Field.of(0, "k", type), Field.of(1, "l", DataType.tinyint()));
            Comparator<byte[]> order = KeyComparator.of(key);
            for (int round = 0; round < 300; round++) {
                Object[] left = randomRow(key, random, true);
                Object[] right = randomRow(key, random, true);
                if (random.nextInt(4) == 0) {
                    right[0] = left[0];
                }
                int expected = compare(left[0], right[0]);
                if (expected == 0) {
                    expected = compare(left[1], right[1]);
                }
                int found =
                        order.compare(
                                BinaryRowWriter.serialize(key, left),
                                BinaryRowWriter.serialize(key, right));
                assertEquals(
                        Integer.signum(expected),
                        Integer.signum(found),
                        type + " " + Arrays.toString(left) + " " + Arrays.toString(right));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return Boolean.compare(right == null, left == null);
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    ((String) right).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    @Test
    void damagedRowsAreRefusedOrReadWithinTheirBytes() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            RowType type = randomType(random);
            byte[] row = BinaryRowWriter.serialize(type, randomRow(type, random, true));
            byte[] damaged =
                    random.nextBoolean() ? Arrays.copyOf(row, random.nextInt(row.length)) : row;
            for (int hit = random.nextInt(3); hit >= 0 && damaged.length > 0; hit--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                BinaryRow.ofSerialized(damaged).values(type);
            } catch (CorruptFileException e) {
                continue;
            } catch (RuntimeException e) {
                fail("seed " + SEED + ", round " + round + ", " + type, e);
            }
        }
    }

    @Test
    void anArityThatCannotBeIsRefused() {
        byte[] row = BinaryRowWriter.serialize(RowType.of(Field.of(0, "a", DataType.bigint())), 1L);
        row[0] = 0x7f;
        assertThrows(CorruptFileException.class, () -> BinaryRow.ofSerialized(row));
        assertThrows(CorruptFileException.class, () -> BinaryRow.ofSerialized(new byte[3]));
    }
}
