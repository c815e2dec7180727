package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.predicate.Predicate;
import io.weir.predicate.Predicate.Comparison;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Predicate} of a condition as DuckDB parsed it. The predicate is satisfied by every
 * row that satisfies the condition, and by more rows where the condition is not wholly understood;
 * conditions on floating point columns are left out, since NaN and negative zero order differently
 * here and there.
 */
final class PredicateReader {

    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .optionalEnd()
                    .toFormatter(java.util.Locale.ROOT);

    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder()
                    .append(TIMESTAMP)
                    .appendOffset("+HH:mm", "+00")
                    .toFormatter(java.util.Locale.ROOT);

    private final RowType rowType;

    PredicateReader(RowType rowType) {
        this.rowType = rowType;
    }

    /** The predicate, or null if nothing of the condition can be used. */
    @Nullable Predicate read(JsonNode condition) {
        return convert(condition, false);
    }

    private @Nullable Predicate convert(JsonNode node, boolean negated) {
        String type = node.path("type").asText();
        return switch (type) {
            case "CONJUNCTION_AND" ->
                    negated ? any(node.path("children"), true) : all(node.path("children"), false);
            case "CONJUNCTION_OR" ->
                    negated ? all(node.path("children"), true) : any(node.path("children"), false);
            case "OPERATOR_NOT" -> convert(node.path("children").path(0), !negated);
            case "OPERATOR_IS_NULL" -> nullTest(node, !negated);
            case "OPERATOR_IS_NOT_NULL" -> nullTest(node, negated);
            case "COMPARE_BETWEEN" -> between(node, negated);
            case "COMPARE_IN" -> in(node.path("children"), negated);
            case "COMPARE_NOT_IN" -> in(node.path("children"), !negated);
            case "COLUMN_REF" -> flag(node, !negated);
            case "FUNCTION" -> negated ? null : startsWith(node);
            default -> compare(type, node, negated);
        };
    }

    private @Nullable Predicate all(JsonNode parts, boolean negated) {
        List<Predicate> known = new ArrayList<>();
        for (JsonNode part : parts) {
            Predicate predicate = convert(part, negated);
            if (predicate != null) {
                known.add(predicate);
            }
        }
        return known.isEmpty() ? null : known.size() == 1 ? known.get(0) : new Predicate.And(known);
    }

    private @Nullable Predicate any(JsonNode parts, boolean negated) {
        List<Predicate> known = new ArrayList<>();
        for (JsonNode part : parts) {
            Predicate predicate = convert(part, negated);
            if (predicate == null) {
                return null;
            }
            known.add(predicate);
        }
        return joinedEquals(known);
    }

    /** {@code a = 1 OR a = 2} as {@code a IN (1, 2)}. */
    private static Predicate joinedEquals(List<Predicate> parts) {
        List<Object> literals = new ArrayList<>();
        String column = null;
        for (Predicate part : parts) {
            boolean equal =
                    part instanceof Predicate.Compare compare
                            && compare.comparison() == Comparison.EQUAL
                            && (column == null || column.equals(compare.column()));
            if (!equal) {
                return new Predicate.Or(parts);
            }
            column = ((Predicate.Compare) part).column();
            literals.add(((Predicate.Compare) part).literal());
        }
        return column == null ? new Predicate.Or(parts) : new Predicate.In(column, literals);
    }

    /** The column a node is, null if it is something else or a column whose conditions stay. */
    private @Nullable String column(JsonNode node) {
        JsonNode names = node.path("column_names");
        if (!node.path("type").asText().equals("COLUMN_REF") || names.size() != 1) {
            return null;
        }
        String name = names.get(0).asText();
        return rowType.indexOf(name) < 0 ? null : name;
    }

    private @Nullable Predicate nullTest(JsonNode node, boolean isNull) {
        String column = column(node.path("children").path(0));
        if (column == null) {
            return null;
        }
        return isNull ? new Predicate.IsNull(column) : new Predicate.IsNotNull(column);
    }

    private @Nullable Predicate flag(JsonNode node, boolean value) {
        String column = column(node);
        boolean usable = column != null && rowType.field(column).type().kind() == TypeKind.BOOLEAN;
        return usable && column != null ? Predicate.equal(column, value) : null;
    }

    private @Nullable Predicate between(JsonNode node, boolean negated) {
        String column = column(node.path("input"));
        Object lower = column == null ? null : literal(column, node.path("lower"));
        Object upper = column == null ? null : literal(column, node.path("upper"));
        if (column == null || lower == null || upper == null) {
            return null;
        }
        return negated
                ? Predicate.or(
                        new Predicate.Compare(column, Comparison.LESS, lower),
                        new Predicate.Compare(column, Comparison.GREATER, upper))
                : Predicate.and(
                        new Predicate.Compare(column, Comparison.GREATER_OR_EQUAL, lower),
                        new Predicate.Compare(column, Comparison.LESS_OR_EQUAL, upper));
    }

    private @Nullable Predicate in(JsonNode children, boolean negated) {
        String column = column(children.path(0));
        if (column == null) {
            return null;
        }
        List<Object> literals = new ArrayList<>();
        List<Predicate> differences = new ArrayList<>();
        for (int child = 1; child < children.size(); child++) {
            Object literal = literal(column, children.get(child));
            if (literal == null) {
                return null;
            }
            literals.add(literal);
            differences.add(new Predicate.Compare(column, Comparison.NOT_EQUAL, literal));
        }
        return negated ? new Predicate.And(differences) : new Predicate.In(column, literals);
    }

    private @Nullable Predicate startsWith(JsonNode node) {
        JsonNode arguments = node.path("arguments");
        String column = column(arguments.path(0).path("expression"));
        if (column == null || arguments.size() != 2) {
            return null;
        }
        Object literal = literal(column, arguments.path(1).path("expression"));
        if (!(literal instanceof String text)) {
            return null;
        }
        String start =
                switch (node.path("function_name").asText()) {
                    case "prefix", "starts_with", "^@" -> text;
                    case "~~" -> beforeWildcard(text);
                    default -> "";
                };
        return start.isEmpty()
                ? null
                : new Predicate.Compare(column, Comparison.STARTS_WITH, start);
    }

    private static String beforeWildcard(String pattern) {
        int end = 0;
        while (end < pattern.length() && "%_\\".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return pattern.substring(0, end);
    }

    private @Nullable Predicate compare(String type, JsonNode node, boolean negated) {
        Comparison comparison =
                switch (type) {
                    case "COMPARE_EQUAL" -> Comparison.EQUAL;
                    case "COMPARE_NOTEQUAL" -> Comparison.NOT_EQUAL;
                    case "COMPARE_LESSTHAN" -> Comparison.LESS;
                    case "COMPARE_LESSTHANOREQUALTO" -> Comparison.LESS_OR_EQUAL;
                    case "COMPARE_GREATERTHAN" -> Comparison.GREATER;
                    case "COMPARE_GREATERTHANOREQUALTO" -> Comparison.GREATER_OR_EQUAL;
                    default -> null;
                };
        if (comparison == null) {
            return null;
        }
        String column = column(node.path("left"));
        JsonNode other = node.path("right");
        if (column == null) {
            column = column(node.path("right"));
            other = node.path("left");
            comparison = flipped(comparison);
        }
        Object literal = column == null ? null : literal(column, other);
        return column == null || literal == null
                ? null
                : new Predicate.Compare(
                        column, negated ? complement(comparison) : comparison, literal);
    }

    private static Comparison flipped(Comparison comparison) {
        return switch (comparison) {
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL, STARTS_WITH -> comparison;
        };
    }

    private static Comparison complement(Comparison comparison) {
        return switch (comparison) {
            case LESS -> Comparison.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Comparison.GREATER;
            case GREATER -> Comparison.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Comparison.LESS;
            case EQUAL -> Comparison.NOT_EQUAL;
            case NOT_EQUAL -> Comparison.EQUAL;
            case STARTS_WITH -> throw new IllegalArgumentException("has no complement");
        };
    }

    /** The literal as a value of the column's class; null unless it is exactly one. */
    private @Nullable Object literal(String column, JsonNode node) {
        DataType type = rowType.field(column).type();
        JsonNode constant = node;
        if (node.path("type").asText().equals("OPERATOR_CAST")) {
            constant = node.path("child");
            if (!castKeepsType(node.path("type_expr"), type)) {
                return null;
            }
        }
        if (!constant.path("type").asText().equals("VALUE_CONSTANT")) {
            return null;
        }
        String text = constant.path("literal").path("text").asText(null);
        if (text == null || constant.path("literal").path("kind").asText().equals("NULL")) {
            return null;
        }
        try {
            return value(type, text);
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            // Not exactly a value of this type.
            return null;
        }
    }

    /** Whether a cast is to the type the column has in the query engine. */
    private static boolean castKeepsType(JsonNode cast, DataType type) {
        String name = cast.path("type_name").asText();
        String engine = EngineTypes.name(type);
        int parenthesis = engine.indexOf('(');
        return name.equalsIgnoreCase(parenthesis < 0 ? engine : engine.substring(0, parenthesis));
    }

    private static @Nullable Object value(DataType type, String text) {
        return switch (type.kind()) {
            case TINYINT -> Byte.valueOf(text);
            case SMALLINT -> Short.valueOf(text);
            case INT -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case DECIMAL -> decimal((ScalarType) type, text);
            case CHAR, VARCHAR -> text;
            case DATE -> LocalDate.parse(text);
            case TIME -> atMost(3, LocalTime.parse(text), LocalTime::getNano);
            case TIMESTAMP ->
                    atMost(
                            ((ScalarType) type).precision(),
                            LocalDateTime.parse(text, TIMESTAMP),
                            LocalDateTime::getNano);
            case TIMESTAMP_LTZ ->
                    atMost(
                            ((ScalarType) type).precision(),
                            OffsetDateTime.parse(text, INSTANT).toInstant(),
                            java.time.Instant::getNano);
            default -> null;
        };
    }

    private static @Nullable BigDecimal decimal(ScalarType type, String text) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale());
        return value.precision() > type.precision() ? null : value;
    }

    private static <T> @Nullable T atMost(
            int digits, T value, java.util.function.ToIntFunction<T> nanos) {
        int unit = 1;
        for (int digit = digits; digit < 9; digit++) {
            unit *= 10;
        }
        return nanos.applyAsInt(value) % unit == 0 ? value : null;
    }
}
