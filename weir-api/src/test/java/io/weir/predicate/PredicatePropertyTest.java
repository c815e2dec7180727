package io.weir.predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.Cells;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Row;
import io.weir.data.Selection;
import io.weir.data.VectorBuilder;
import io.weir.predicate.Predicate.Comparison;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters and bounds against an evaluation row by row with Java's own classes. */
class PredicatePropertyTest {

    private static final List<ScalarType> TYPES =
            List.of(
                    DataType.bool(),
                    DataType.tinyint(),
                    DataType.smallint(),
                    DataType.integer(),
                    DataType.bigint(),
                    DataType.floating(),
                    DataType.doubling(),
                    DataType.decimal(4, 1),
                    DataType.decimal(30, 20),
                    DataType.string(),
                    DataType.bytes(),
                    DataType.date(),
                    DataType.time(3),
                    DataType.timestamp(3),
                    DataType.timestamp(6),
                    DataType.timestamp(9),
                    DataType.timestampLtz(3),
                    DataType.timestampLtz(9));

    private static final RowType ROW = rowType();

    private static RowType rowType() {
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < TYPES.size(); column++) {
            fields.add(Field.of(column, "c" + column, TYPES.get(column)));
        }
        return RowType.of(fields);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithANaiveEvaluator(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            List<Row> rows = rows(random, random.nextInt(4) == 0 ? 0 : random.nextInt(150));
            Batch batch = coded(random, Cells.batch(ROW, rows));
            Predicate predicate = predicate(random, 2);
            List<Integer> expected = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                if (holds(predicate, rows.get(row))) {
                    expected.add(row);
                }
            }
            Selection selection = RowFilter.of(predicate, ROW).select(batch);
            String message = "seed " + seed + " " + predicate;
            assertEquals(
                    expected,
                    Arrays.stream(selection.rows()).limit(selection.count()).boxed().toList(),
                    message);
            Bounds bounds = Bounds.of(predicate, ROW);
            Statistics statistics = statistics(random, batch, rows);
            assertTrue(expected.isEmpty() || bounds.mayMatch(statistics), message);
            assertTrue(expected.size() == rows.size() || !bounds.allMatch(statistics), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void boundsOfOneValueAreSharp(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            List<Row> rows = rows(random, 1);
            Predicate predicate = leaf(random);
            Batch batch = Cells.batch(ROW, rows);
            boolean holds = holds(predicate, rows.get(0));
            Statistics statistics = new Exact(batch, rows);
            String message = "seed " + seed + " " + predicate + " " + rows;
            assertEquals(holds, Bounds.of(predicate, ROW).mayMatch(statistics), message);
            assertEquals(holds, Bounds.of(predicate, ROW).allMatch(statistics), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void thePartOverSomeColumnsHoldsForAtLeastTheSameRows(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Predicate predicate = predicate(random, 3);
            List<String> names = new ArrayList<>(ROW.names());
            java.util.Collections.shuffle(names, random);
            Predicate part = predicate.over(java.util.Set.copyOf(names.subList(0, 9)));
            assertTrue(names.subList(0, 9).containsAll(part.columns()));
            for (Row row : rows(random, 20)) {
                assertFalse(holds(predicate, row) && !holds(part, row), "seed " + seed);
            }
        }
    }

    /** Exact bounds. */
    private static class Exact implements Statistics {
        private final Batch batch;
        private final List<Row> rows;

        Exact(Batch batch, List<Row> rows) {
            this.batch = batch;
            this.rows = rows;
        }

        @Override
        public long rowCount() {
            return rows.size();
        }

        @Override
        public ColumnVector bounds(int column) {
            Object min = null;
            Object max = null;
            for (Row row : rows) {
                Object value = row.get(column);
                if (value != null && (min == null || compare(value, min) < 0)) {
                    min = value;
                }
                if (value != null && (max == null || compare(value, max) > 0)) {
                    max = value;
                }
            }
            if (min == null) {
                return null;
            }
            VectorBuilder builder = VectorBuilder.of(ROW.type(column), 2);
            builder.appendValue(min);
            builder.appendValue(max);
            return builder.build();
        }

        @Override
        public long nullCount(int column) {
            return batch.column(column).validity().nullCount(rows.size());
        }
    }

    /** Exact bounds, or some of them unknown. */
    private static Statistics statistics(Random random, Batch batch, List<Row> rows) {
        int lost = random.nextInt(5);
        return new Exact(batch, rows) {
            @Override
            public ColumnVector bounds(int column) {
                ColumnVector bounds = super.bounds(column);
                if (lost == 4 || bounds == null) {
                    return null;
                }
                VectorBuilder builder = VectorBuilder.of(ROW.type(column), 2);
                for (int side = 0; side < 2; side++) {
                    if (lost == side) {
                        builder.appendNull();
                    } else {
                        builder.append(bounds, side);
                    }
                }
                return builder.build();
            }

            @Override
            public long nullCount(int column) {
                return lost == 3 ? -1 : super.nullCount(column);
            }
        };
    }

    /** The same batch with text and bytes by dictionary, sometimes. */
    private static Batch coded(Random random, Batch batch) {
        ColumnVector[] columns = batch.columns().clone();
        for (int column = 0; column < columns.length; column++) {
            if (columns[column] instanceof BytesVector bytes && random.nextBoolean()) {
                VectorBuilder entries = VectorBuilder.of(DataType.bytes(), 4);
                int[] codes = new int[batch.rowCount()];
                for (int row = 0; row < codes.length; row++) {
                    if (!bytes.isNull(row)) {
                        codes[row] = entries.length();
                        entries.append(bytes, row);
                    }
                }
                for (int spare = random.nextInt(900); spare > 0 && codes.length > 0; spare--) {
                    entries.append(bytes, 0);
                }
                BytesVector built = (BytesVector) entries.build();
                BytesVector dictionary =
                        new BytesVector(
                                built.data(),
                                built.offsets(),
                                built.length(),
                                io.weir.data.Validity.ALL);
                columns[column] =
                        new DictionaryVector(dictionary, codes, batch.rowCount(), bytes.validity());
            }
        }
        return new Batch(batch.rowCount(), columns);
    }

    private static List<Row> rows(Random random, int count) {
        List<Row> rows = new ArrayList<>();
        boolean nulls = random.nextBoolean();
        for (int row = 0; row < count; row++) {
            Object[] values = new Object[TYPES.size()];
            for (int column = 0; column < values.length; column++) {
                values[column] =
                        nulls && random.nextInt(5) == 0 ? null : value(random, TYPES.get(column));
            }
            rows.add(Row.insert(values));
        }
        return rows;
    }

    private static Object value(Random random, ScalarType type) {
        int small = random.nextInt(9) - 4;
        boolean extreme = random.nextInt(8) == 0;
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> extreme ? Byte.MIN_VALUE : (byte) small;
            case SMALLINT -> extreme ? Short.MAX_VALUE : (short) small;
            case INT -> extreme ? Integer.MIN_VALUE : small;
            case BIGINT -> extreme ? (small < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : (long) small;
            case FLOAT -> extreme ? special(random).floatValue() : small / 4f;
            case DOUBLE -> extreme ? special(random) : (Double) (small / 4d);
            case DECIMAL ->
                    extreme
                            ? new BigDecimal(
                                    BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE),
                                    type.scale())
                            : new BigDecimal(BigInteger.valueOf(small), type.scale());
            case CHAR, VARCHAR -> text(random);
            case BINARY, VARBINARY -> text(random).getBytes(StandardCharsets.UTF_8);
            case DATE -> LocalDate.ofEpochDay(extreme ? -800_000 : small);
            case TIME -> LocalTime.ofNanoOfDay((small + 4) * 1_000_000L);
            case TIMESTAMP -> LocalDateTime.of(1970, 1, 1, 0, 0).plusNanos(nanos(type, small));
            case TIMESTAMP_LTZ -> Instant.EPOCH.plusNanos(nanos(type, small));
            default -> throw new AssertionError(type);
        };
    }

    private static long nanos(ScalarType type, int small) {
        return small * (type.precision() <= 3 ? 1_000_000L : type.precision() <= 6 ? 1000L : 1L);
    }

    private static Double special(Random random) {
        double[] values = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0
        };
        return values[random.nextInt(values.length)];
    }

    private static String text(Random random) {
        String[] pieces = {"", "a", "b", "\u00e4", "\uffee", "\ud83d\ude00", "z"};
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(3); piece >= 0; piece--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static Predicate predicate(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return leaf(random);
        }
        List<Predicate> parts = new ArrayList<>();
        for (int part = random.nextInt(4); part > 0; part--) {
            parts.add(predicate(random, depth - 1));
        }
        return random.nextBoolean() ? new Predicate.And(parts) : new Predicate.Or(parts);
    }

    private static Predicate leaf(Random random) {
        int column = random.nextInt(TYPES.size());
        ScalarType type = TYPES.get(column);
        String name = "c" + column;
        int choice = random.nextInt(10);
        if (choice == 0) {
            return random.nextBoolean()
                    ? new Predicate.IsNull(name)
                    : new Predicate.IsNotNull(name);
        }
        if (choice <= 2) {
            List<Object> literals = new ArrayList<>();
            for (int literal = random.nextInt(4); literal >= 0; literal--) {
                literals.add(literal(random, type));
            }
            return new Predicate.In(name, literals);
        }
        Comparison[] comparisons = Comparison.values();
        Comparison comparison =
                comparisons[random.nextInt(comparisons.length - (type.kind().isText() ? 0 : 1))];
        return new Predicate.Compare(name, comparison, literal(random, type));
    }

    /** A value of the type, or one beside. */
    private static Object literal(Random random, ScalarType type) {
        if (random.nextInt(3) != 0) {
            return value(random, type);
        }
        boolean exactNumber = type.kind() == TypeKind.DECIMAL || type.kind().isInteger();
        if (exactNumber) {
            return switch (random.nextInt(4)) {
                case 0 -> random.nextInt(17) / 4.0 - 2;
                case 1 -> new BigDecimal(random.nextInt(33) - 16).movePointLeft(random.nextInt(3));
                case 2 -> special(random);
                default -> BigInteger.valueOf(random.nextLong()).pow(1 + random.nextInt(2));
            };
        }
        return switch (type.kind()) {
            case FLOAT -> random.nextInt(17) / 10.0 - 1;
            case DOUBLE -> random.nextInt(17) / 10.0f - 1;
            case DATE -> LocalDateTime.of(1970, 1, 1, random.nextInt(2), 0).plusDays(1);
            case TIME -> LocalTime.ofNanoOfDay(random.nextInt(5_000_000));
            case TIMESTAMP ->
                    random.nextBoolean()
                            ? LocalDate.ofEpochDay(random.nextInt(3) - 1)
                            : LocalDateTime.of(1970, 1, 1, 0, 0)
                                    .plusNanos(random.nextInt(9_000_000) - 4_500_000);
            case TIMESTAMP_LTZ -> Instant.EPOCH.plusNanos(random.nextInt(9_000_000) - 4_500_000L);
            default -> value(random, type);
        };
    }

    private static boolean holds(Predicate predicate, Row row) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().allMatch(part -> holds(part, row));
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().anyMatch(part -> holds(part, row));
        }
        Object value = row.get(ROW.index(predicate.columns().iterator().next()));
        if (predicate instanceof Predicate.IsNull) {
            return value == null;
        }
        if (predicate instanceof Predicate.IsNotNull || value == null) {
            return value != null;
        }
        if (predicate instanceof Predicate.In in) {
            return in.literals().stream().anyMatch(literal -> compare(value, literal) == 0);
        }
        Predicate.Compare compare = (Predicate.Compare) predicate;
        if (compare.comparison() == Comparison.STARTS_WITH) {
            return ((String) value).startsWith((String) compare.literal());
        }
        int compared = compare(value, compare.literal());
        return switch (compare.comparison()) {
            case EQUAL -> compared == 0;
            case NOT_EQUAL -> compared != 0;
            case LESS -> compared < 0;
            case LESS_OR_EQUAL -> compared <= 0;
            case GREATER -> compared > 0;
            default -> compared >= 0;
        };
    }

    private static int compare(Object left, Object right) {
        if (left instanceof Number && right instanceof Number) {
            return compareNumbers((Number) left, (Number) right);
        }
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8),
                    ((String) right).getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof Boolean flag) {
            return flag.compareTo((Boolean) right);
        }
        if (left instanceof LocalTime time) {
            return time.compareTo((LocalTime) right);
        }
        if (left instanceof Instant instant) {
            return instant.compareTo((Instant) right);
        }
        return wall(left).compareTo(wall(right));
    }

    private static LocalDateTime wall(Object value) {
        return value instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) value;
    }

    private static int compareNumbers(Number left, Number right) {
        boolean exact = finite(left) && finite(right);
        return exact
                ? decimal(left).compareTo(decimal(right))
                : Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
    }

    private static boolean finite(Number number) {
        return !(number instanceof Float || number instanceof Double)
                || Double.isFinite(number.doubleValue());
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof Float || number instanceof Double
                ? new BigDecimal(number.doubleValue())
                : new BigDecimal(number.toString());
    }
}
