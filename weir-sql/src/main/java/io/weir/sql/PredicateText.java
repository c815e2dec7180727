package io.weir.sql;

import io.weir.predicate.Predicate;
import java.util.List;
import java.util.stream.Collectors;

/** Predicates as people read them. */
final class PredicateText {

    private PredicateText() {}

    static String of(Predicate predicate) {
        if (predicate instanceof Predicate.Compare compare) {
            return compare.column() + " " + symbol(compare.comparison()) + " " + compare.literal();
        }
        if (predicate instanceof Predicate.In in) {
            return in.column() + " IN " + in.literals();
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            return isNull.column() + " IS NULL";
        }
        if (predicate instanceof Predicate.IsNotNull isNotNull) {
            return isNotNull.column() + " IS NOT NULL";
        }
        if (predicate instanceof Predicate.And and) {
            return joined(and.parts(), " AND ");
        }
        return joined(((Predicate.Or) predicate).parts(), " OR ");
    }

    private static String joined(List<Predicate> parts, String word) {
        return parts.stream().map(PredicateText::of).collect(Collectors.joining(word, "(", ")"));
    }

    private static String symbol(Predicate.Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case STARTS_WITH -> "STARTS WITH";
        };
    }
}
