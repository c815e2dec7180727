package io.weir.predicate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition on the columns of a row, named as in the row type it is used with.
 *
 * <p>Text and bytes order as unsigned UTF-8 bytes. Among floating point numbers -0 equals 0, NaN
 * equals NaN and is above all others.
 */
public sealed interface Predicate {

    /** How a column is compared with one literal. */
    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        /** The text starts with the literal. */
        STARTS_WITH
    }

    /**
     * {@code column comparison literal}; not satisfied by null.
     *
     * @param literal not null, of the column's Java class
     */
    record Compare(String column, Comparison comparison, Object literal) implements Predicate {}

    /** The column equals one of the literals, none of which is null. */
    record In(String column, List<Object> literals) implements Predicate {
        public In {
            literals = List.copyOf(literals);
        }
    }

    /** The column is null. */
    record IsNull(String column) implements Predicate {}

    /** The column is not null. */
    record IsNotNull(String column) implements Predicate {}

    /** All are satisfied; an empty list is always satisfied. */
    record And(List<Predicate> parts) implements Predicate {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one is satisfied; an empty list never is. */
    record Or(List<Predicate> parts) implements Predicate {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** The columns it names. */
    default Set<String> columns() {
        if (this instanceof And and) {
            return columns(and.parts());
        }
        if (this instanceof Or or) {
            return columns(or.parts());
        }
        return Set.of(
                this instanceof Compare compare
                        ? compare.column()
                        : this instanceof In in
                                ? in.column()
                                : this instanceof IsNull isNull
                                        ? isNull.column()
                                        : ((IsNotNull) this).column());
    }

    private static Set<String> columns(List<Predicate> parts) {
        Set<String> columns = new LinkedHashSet<>();
        parts.forEach(part -> columns.addAll(part.columns()));
        return columns;
    }

    /**
     * A condition on only the given columns that every row satisfies which satisfies this one: the
     * part that is of use where only those columns are known. {@code And} of nothing when there is
     * no such part.
     */
    default Predicate over(Set<String> known) {
        if (this instanceof And and) {
            return new And(
                    and.parts().stream()
                            .map(part -> part.over(known))
                            .filter(part -> !part.isTrue())
                            .toList());
        }
        if (this instanceof Or or) {
            List<Predicate> parts = or.parts().stream().map(part -> part.over(known)).toList();
            return parts.stream().anyMatch(Predicate::isTrue) ? always() : new Or(parts);
        }
        return known.containsAll(columns()) ? this : always();
    }

    /** Whether it is the {@code And} of nothing, which every row satisfies. */
    default boolean isTrue() {
        return this instanceof And and && and.parts().isEmpty();
    }

    /** Satisfied by every row. */
    static Predicate always() {
        return new And(List.of());
    }

    static Predicate equal(String column, Object literal) {
        return new Compare(column, Comparison.EQUAL, literal);
    }

    static Predicate and(Predicate... parts) {
        return new And(List.of(parts));
    }

    static Predicate or(Predicate... parts) {
        return new Or(List.of(parts));
    }
}
