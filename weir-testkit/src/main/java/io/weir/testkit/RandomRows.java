package io.weir.testkit;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Draws values that fit a type from a seed: mostly of a small domain so that they meet again, now
 * and then from the edge of the range. Times are of the years 1 to 9999. One thread at a time.
 */
public final class RandomRows {

    private static final long MILLIS_MIN = -62_135_596_800_000L;
    private static final long MILLIS_MAX = 253_402_300_799_999L;
    private static final String[] LETTERS = {
        "a", "b", "c", "x", "0", " ", "_", "\u00e4", "\u4e2d", "\uffee", "\ud83d\ude00"
    };

    private final Random random;
    private final double nullShare;

    /**
     * @param nullShare part of nullable values that are null, 0 to 1
     */
    public RandomRows(long seed, double nullShare) {
        this.random = new Random(seed);
        this.nullShare = nullShare;
    }

    /** A value of the type, as {@link Row} lists them; null only if the type allows it. */
    public @Nullable Object value(DataType type) {
        return type.nullable() && random.nextDouble() < nullShare ? null : present(type);
    }

    /** A value of the type that is not null. */
    public Object present(DataType type) {
        boolean edge = random.nextInt(12) == 0;
        int small = random.nextInt(200) - 50;
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> edge ? edge(Byte.MIN_VALUE, Byte.MAX_VALUE).byteValue() : (byte) small;
            case SMALLINT ->
                    edge ? edge(Short.MIN_VALUE, Short.MAX_VALUE).shortValue() : (short) small;
            case INT -> edge ? edge(Integer.MIN_VALUE, Integer.MAX_VALUE).intValue() : small;
            case BIGINT -> edge ? edge(Long.MIN_VALUE, Long.MAX_VALUE) : (Long) (long) small;
            case FLOAT -> edge ? real().floatValue() : (Float) (small / 4f);
            case DOUBLE -> edge ? real() : (Double) (small / 8d);
            case DECIMAL -> decimal((ScalarType) type, edge);
            case CHAR, VARCHAR -> text(((ScalarType) type).length());
            case BINARY, VARBINARY -> bytes(((ScalarType) type).length());
            case DATE -> LocalDate.ofEpochDay(edge ? day() : small);
            case TIME -> time((ScalarType) type);
            case TIMESTAMP -> LocalDateTime.ofInstant(instant((ScalarType) type), ZoneOffset.UTC);
            case TIMESTAMP_LTZ -> instant((ScalarType) type);
            case ARRAY -> list(((ArrayType) type).element());
            case MAP -> map(((MapType) type).key(), ((MapType) type).value());
            case MULTISET -> counts(((MultisetType) type).element());
            case ROW -> row((RowType) type);
        };
    }

    /** A row of the type, an insert. */
    public Row row(RowType type) {
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = value(type.type(column));
        }
        return Row.insert(values);
    }

    public List<Row> rows(RowType type, int count) {
        List<Row> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(row(type));
        }
        return rows;
    }

    public Batch batch(RowType type, int count) {
        return Cells.batch(type, rows(type, count));
    }

    private Long edge(long min, long max) {
        return random.nextBoolean() ? min : max;
    }

    private Double real() {
        double[] values = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Float.MIN_VALUE,
            Float.MAX_VALUE
        };
        return values[random.nextInt(values.length)];
    }

    private BigDecimal decimal(ScalarType type, boolean edge) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled =
                edge
                        ? limit.subtract(BigInteger.ONE)
                        : new BigInteger(limit.bitLength() + 8, random).mod(limit);
        if (!edge && random.nextBoolean()) {
            unscaled = unscaled.mod(BigInteger.valueOf(100)).min(limit.subtract(BigInteger.ONE));
        }
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }

    private String text(int lengthMax) {
        int length = random.nextInt(Math.min(lengthMax, random.nextInt(6) == 0 ? 40 : 8) + 1);
        StringBuilder text = new StringBuilder();
        for (int letter = 0; letter < length; letter++) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes(int lengthMax) {
        byte[] bytes = new byte[random.nextInt(Math.min(lengthMax, 12) + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long day() {
        return Math.floorDiv(millis(), 86_400_000L);
    }

    private long millis() {
        return MILLIS_MIN + Math.floorMod(random.nextLong(), MILLIS_MAX - MILLIS_MIN);
    }

    private LocalTime time(ScalarType type) {
        long unit = unit(Math.min(3, type.precision()));
        long nanos = Math.floorMod(random.nextLong(), 86_400_000_000_000L);
        return LocalTime.ofNanoOfDay(nanos - nanos % unit);
    }

    private Instant instant(ScalarType type) {
        long millis = random.nextInt(4) == 0 ? millis() : random.nextInt(20_000) - 10_000;
        long nanos = random.nextInt(1_000_000);
        Instant instant = Instant.ofEpochMilli(millis).plusNanos(nanos);
        return instant.minusNanos(instant.get(ChronoField.NANO_OF_SECOND) % unit(type.precision()));
    }

    private static long unit(int fractionDigits) {
        long unit = 1;
        for (int digit = fractionDigits; digit < 9; digit++) {
            unit *= 10;
        }
        return unit;
    }

    private List<@Nullable Object> list(DataType element) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            values.add(value(element));
        }
        return values;
    }

    private Map<Object, @Nullable Object> map(DataType key, DataType value) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            map.put(mapKey(key), value(value));
        }
        return map;
    }

    private Map<Object, Object> counts(DataType element) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            map.put(mapKey(element), 1 + random.nextInt(5));
        }
        return map;
    }

    /** Byte arrays are no good as keys of Java's maps: of them a map gets one entry at most. */
    private Object mapKey(DataType type) {
        return type.kind().isBytes() && !type.kind().isText() ? new byte[0] : present(type);
    }
}
