package io.weir.interop;

import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.predicate.Predicate.Comparison;
import io.weir.testkit.RandomRows;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Draws predicates whose literals are mostly values that occur, and tells by brute force which rows
 * satisfy them. One thread at a time.
 */
final class RandomPredicates {

    private final Random random;
    private final RandomRows values;
    private final RowType type;
    private final List<Integer> columns = new ArrayList<>();

    RandomPredicates(long seed, RowType type) {
        this.random = new Random(seed);
        this.values = new RandomRows(seed + 1, 0);
        this.type = type;
        for (int column = 0; column < type.size(); column++) {
            if (!type.type(column).kind().isNested()) {
                columns.add(column);
            }
        }
    }

    /** A predicate of a few leaves. */
    Predicate next(List<Row> rows) {
        return next(rows, 2);
    }

    private Predicate next(List<Row> rows, int depth) {
        if (depth == 0 || random.nextInt(2) == 0) {
            return leaf(rows);
        }
        List<Predicate> parts = new ArrayList<>();
        for (int part = 2 + random.nextInt(2); part > 0; part--) {
            parts.add(next(rows, depth - 1));
        }
        return random.nextBoolean() ? new Predicate.And(parts) : new Predicate.Or(parts);
    }

    private Predicate leaf(List<Row> rows) {
        int column = columns.get(random.nextInt(columns.size()));
        String name = type.field(column).name();
        return switch (random.nextInt(8)) {
            case 0 -> new Predicate.IsNull(name);
            case 1 -> new Predicate.IsNotNull(name);
            case 2 -> {
                List<Object> literals = new ArrayList<>();
                for (int literal = 1 + random.nextInt(3); literal > 0; literal--) {
                    literals.add(literal(rows, column));
                }
                yield new Predicate.In(name, literals);
            }
            default -> {
                Object literal = literal(rows, column);
                Comparison[] all = Comparison.values();
                int count = literal instanceof String ? all.length : all.length - 1;
                yield new Predicate.Compare(name, all[random.nextInt(count)], literal);
            }
        };
    }

    private Object literal(List<Row> rows, int column) {
        if (!rows.isEmpty() && random.nextInt(4) > 0) {
            Object value = rows.get(random.nextInt(rows.size())).get(column);
            if (value instanceof String text && !text.isEmpty() && random.nextInt(3) == 0) {
                return text.substring(0, text.offsetByCodePoints(0, 1));
            }
            if (value != null) {
                return value;
            }
        }
        return values.present(type.type(column));
    }

    /** Whether a row satisfies a predicate. */
    boolean satisfies(Predicate predicate, Row row) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().allMatch(part -> satisfies(part, row));
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().anyMatch(part -> satisfies(part, row));
        }
        Object value = row.get(type.index(predicate.columns().iterator().next()));
        if (predicate instanceof Predicate.Compare compare) {
            return value != null && compares(value, compare.comparison(), compare.literal());
        }
        if (predicate instanceof Predicate.In in) {
            return value != null
                    && in.literals().stream().anyMatch(literal -> order(value, literal) == 0);
        }
        return (value == null) == (predicate instanceof Predicate.IsNull);
    }

    private static boolean compares(Object value, Comparison comparison, Object literal) {
        if (comparison == Comparison.STARTS_WITH) {
            return ((String) value).startsWith((String) literal);
        }
        int order = order(value, literal);
        return switch (comparison) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    @SuppressWarnings("unchecked")
    private static int order(Object left, Object right) {
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8),
                    ((String) right).getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof Double number) {
            return Double.compare(number + 0.0, (Double) right + 0.0);
        }
        if (left instanceof Float number) {
            return Float.compare(number + 0.0f, (Float) right + 0.0f);
        }
        if (left instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) right);
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** Whether a predicate looks at floating point zeros, which Paimon tells apart by sign. */
    static boolean asksForZero(Predicate predicate) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().anyMatch(RandomPredicates::asksForZero);
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().anyMatch(RandomPredicates::asksForZero);
        }
        List<?> literals =
                predicate instanceof Predicate.In in
                        ? in.literals()
                        : predicate instanceof Predicate.Compare compare
                                ? List.of(compare.literal())
                                : List.of();
        return literals.stream().anyMatch(RandomPredicates::isZero);
    }

    private static boolean isZero(@Nullable Object value) {
        return (value instanceof Float || value instanceof Double)
                && ((Number) value).doubleValue() == 0;
    }
}
