package io.weir.predicate;

import java.util.List;

/** A condition on the columns of a row, named as in the row type it is used with. */
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
