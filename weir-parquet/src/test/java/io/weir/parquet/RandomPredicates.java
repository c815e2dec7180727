package io.weir.parquet;

import io.weir.data.Batch;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.predicate.Predicate.Comparison;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded random predicates and what they mean for rows of {@link Cells}, row by row. */
final class RandomPredicates {

    private RandomPredicates() {}

    static boolean inside(RowRanges ranges, long row) {
        for (int range = 0; range < ranges.size(); range++) {
            if (row >= ranges.start(range) && row < ranges.end(range)) {
                return true;
            }
        }
        return false;
    }

    /** The values of batches as literals of predicates are written. */
    static List<List<Object>> literals(RowType type, List<Batch> batches) {
        return literalRows(type, Cells.rows(batches));
    }

    /** Cells as literals of predicates are written; cells of nested columns stay as they are. */
    static List<List<Object>> literalRows(RowType type, List<List<Object>> cellRows) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> cells : cellRows) {
            List<Object> row = new ArrayList<>();
            for (int column = 0; column < type.size(); column++) {
                row.add(
                        type.type(column) instanceof ScalarType scalar
                                ? literal(scalar, cells.get(column))
                                : cells.get(column));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object literal(ScalarType type, Object cell) {
        if (cell == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> (Long) cell != 0;
            case TINYINT -> ((Long) cell).byteValue();
            case SMALLINT -> ((Long) cell).shortValue();
            case INT -> ((Long) cell).intValue();
            case BIGINT -> cell;
            case FLOAT -> Float.intBitsToFloat((Integer) cell);
            case DOUBLE -> Double.longBitsToDouble((Long) cell);
            case DECIMAL ->
                    new BigDecimal(
                            cell instanceof BigInteger big ? big : BigInteger.valueOf((Long) cell),
                            type.scale());
            case CHAR, VARCHAR ->
                    StandardCharsets.UTF_8.decode(((ByteBuffer) cell).duplicate()).toString();
            case BINARY, VARBINARY -> ((ByteBuffer) cell).array();
            case DATE -> LocalDate.ofEpochDay((Long) cell);
            case TIME -> LocalTime.ofNanoOfDay((Long) cell * 1_000_000);
            case TIMESTAMP -> LocalDateTime.ofInstant(instant(type, cell), ZoneOffset.UTC);
            case TIMESTAMP_LTZ -> instant(type, cell);
            default -> throw new IllegalStateException();
        };
    }

    private static Instant instant(ScalarType type, Object cell) {
        if (cell instanceof BigInteger wide) {
            return Instant.ofEpochMilli(wide.shiftRight(64).longValue())
                    .plusNanos(wide.longValue());
        }
        long value = (Long) cell;
        return type.precision() <= 3
                ? Instant.ofEpochMilli(value)
                : Instant.ofEpochSecond(
                        Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000);
    }

    static Predicate predicate(
            RowType type, List<List<Object>> rows, SplittableRandom dice, int depth) {
        if (depth > 0 && dice.nextInt(3) == 0) {
            List<Predicate> parts = new ArrayList<>();
            for (int part = dice.nextInt(3); part >= 0; part--) {
                parts.add(predicate(type, rows, dice, depth - 1));
            }
            return dice.nextBoolean() ? new Predicate.And(parts) : new Predicate.Or(parts);
        }
        int column = dice.nextInt(type.size());
        String name = type.field(column).name();
        Object literal = rows.get(dice.nextInt(rows.size())).get(column);
        if (literal == null || dice.nextInt(10) == 0) {
            return dice.nextBoolean() ? new Predicate.IsNull(name) : new Predicate.IsNotNull(name);
        }
        if (dice.nextInt(5) == 0) {
            return new Predicate.In(name, List.of(literal));
        }
        Comparison comparison = Comparison.values()[dice.nextInt(7)];
        if (comparison == Comparison.STARTS_WITH) {
            if (!(literal instanceof String text)) {
                comparison = Comparison.LESS;
            } else {
                literal = text.substring(0, dice.nextInt(text.length() + 1));
            }
        }
        return new Predicate.Compare(name, comparison, literal);
    }

    static boolean satisfies(Predicate predicate, RowType type, List<Object> row) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().allMatch(part -> satisfies(part, type, row));
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().anyMatch(part -> satisfies(part, type, row));
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            return row.get(type.index(isNull.column())) == null;
        }
        if (predicate instanceof Predicate.IsNotNull isNotNull) {
            return row.get(type.index(isNotNull.column())) != null;
        }
        if (predicate instanceof Predicate.In in) {
            Object value = row.get(type.index(in.column()));
            return value != null && in.literals().stream().anyMatch(one -> order(value, one) == 0);
        }
        Predicate.Compare compare = (Predicate.Compare) predicate;
        Object value = row.get(type.index(compare.column()));
        if (value == null) {
            return false;
        }
        if (compare.comparison() == Comparison.STARTS_WITH) {
            return ((String) value).startsWith((String) compare.literal());
        }
        int order = order(value, compare.literal());
        return switch (compare.comparison()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int order(Object left, Object right) {
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8),
                    ((String) right).getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof Double || left instanceof Float) {
            double one = ((Number) left).doubleValue();
            double other = ((Number) right).doubleValue();
            return one < other ? -1 : one > other ? 1 : 0;
        }
        return ((Comparable) left).compareTo(right);
    }
}
