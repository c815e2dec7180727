package io.weir.core.scan;

import io.weir.core.codec.BinaryRow;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A predicate bound to the places where bounds of its columns stand: asks whether a file, or a
 * manifest, may hold a row that satisfies it. Immutable, safe for many threads.
 *
 * <p>"May" errs on one side only: what cannot be decided is yes.
 */
final class StatsTest {

    /** Which of the bounds of {@link FileBounds} a column is in. */
    enum Source {
        PARTITION,
        KEY,
        VALUE,
        /** The file has no such column: all its values are null. */
        ABSENT
    }

    /** Where the bounds of a column are, and the type they have there. */
    record Place(Source source, int slot, DataType type) {}

    /** Finds the bounds of columns. */
    interface Places {
        /** Null when nothing is known about the column. */
        @Nullable Place find(String column);
    }

    /** Always yes. */
    static final StatsTest ANYTHING = new StatsTest(Kind.MAYBE, List.of(), null, null, List.of());

    private enum Kind {
        MAYBE,
        ALL,
        ANY,
        COMPARE,
        IN,
        NULL,
        NOT_NULL
    }

    private final Kind kind;
    private final List<StatsTest> parts;
    private final @Nullable Place place;
    private final Predicate.@Nullable Comparison comparison;
    private final List<Literal> literals;

    private StatsTest(
            Kind kind,
            List<StatsTest> parts,
            @Nullable Place place,
            Predicate.@Nullable Comparison comparison,
            List<Literal> literals) {
        this.kind = kind;
        this.parts = parts;
        this.place = place;
        this.comparison = comparison;
        this.literals = literals;
    }

    /** Whether it says yes to everything. */
    boolean isAnything() {
        return kind == Kind.MAYBE;
    }

    /** Binds a predicate. */
    static StatsTest of(@Nullable Predicate predicate, Places places) {
        if (predicate == null) {
            return ANYTHING;
        }
        if (predicate instanceof Predicate.And and) {
            return all(and.parts(), places);
        }
        if (predicate instanceof Predicate.Or or) {
            return any(or.parts(), places);
        }
        if (predicate instanceof Predicate.Compare compare) {
            return leaf(
                    Kind.COMPARE,
                    places.find(compare.column()),
                    compare.comparison(),
                    List.of(compare.literal()));
        }
        if (predicate instanceof Predicate.In in) {
            return leaf(Kind.IN, places.find(in.column()), null, in.literals());
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            return leaf(Kind.NULL, places.find(isNull.column()), null, List.of());
        }
        Predicate.IsNotNull isNotNull = (Predicate.IsNotNull) predicate;
        return leaf(Kind.NOT_NULL, places.find(isNotNull.column()), null, List.of());
    }

    private static StatsTest all(List<Predicate> predicates, Places places) {
        List<StatsTest> bound = new ArrayList<>();
        for (Predicate predicate : predicates) {
            StatsTest test = of(predicate, places);
            if (!test.isAnything()) {
                bound.add(test);
            }
        }
        if (bound.size() <= 1) {
            return bound.isEmpty() ? ANYTHING : bound.get(0);
        }
        return new StatsTest(Kind.ALL, bound, null, null, List.of());
    }

    private static StatsTest any(List<Predicate> predicates, Places places) {
        List<StatsTest> bound = new ArrayList<>();
        for (Predicate predicate : predicates) {
            StatsTest test = of(predicate, places);
            if (test.isAnything()) {
                return ANYTHING;
            }
            bound.add(test);
        }
        return new StatsTest(Kind.ANY, bound, null, null, List.of());
    }

    private static StatsTest leaf(
            Kind kind,
            @Nullable Place place,
            Predicate.@Nullable Comparison comparison,
            List<Object> values) {
        if (place == null) {
            return ANYTHING;
        }
        List<Literal> literals = new ArrayList<>(values.size());
        if (!values.isEmpty()) {
            Literal.Shape shape = Literal.shape(place.type());
            for (Object value : values) {
                Literal literal = shape == null ? null : Literal.of(shape, value);
                if (literal == null) {
                    return ANYTHING;
                }
                literals.add(literal);
            }
        }
        if (comparison == Predicate.Comparison.STARTS_WITH
                && literals.get(0).shape() != Literal.Shape.BYTES) {
            return ANYTHING;
        }
        return new StatsTest(kind, List.of(), place, comparison, literals);
    }

    /** Whether rows within the bounds may satisfy the predicate. */
    boolean mayMatch(FileBounds bounds) {
        return switch (kind) {
            case MAYBE -> true;
            case ALL -> allMayMatch(bounds);
            case ANY -> anyMayMatch(bounds);
            case COMPARE, IN, NULL, NOT_NULL -> leafMayMatch(bounds);
        };
    }

    private boolean allMayMatch(FileBounds bounds) {
        for (StatsTest part : parts) {
            if (!part.mayMatch(bounds)) {
                return false;
            }
        }
        return true;
    }

    private boolean anyMayMatch(FileBounds bounds) {
        for (StatsTest part : parts) {
            if (part.mayMatch(bounds)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("NullAway") // leaves have a place
    private boolean leafMayMatch(FileBounds bounds) {
        Place at = place;
        if (at.source() == Source.ABSENT) {
            return kind == Kind.NULL;
        }
        long nulls = bounds.nullCount(at.source(), at.slot());
        boolean allNull = nulls >= 0 && nulls == bounds.rowCount();
        if (kind == Kind.NULL) {
            return nulls != 0;
        }
        if (allNull) {
            return false;
        }
        if (kind == Kind.NOT_NULL) {
            return true;
        }
        BinaryRow min = bounds.min(at.source());
        BinaryRow max = bounds.max(at.source());
        if (at.slot() >= min.arity()
                || at.slot() >= max.arity()
                || min.isNullAt(at.slot())
                || max.isNullAt(at.slot())) {
            return true;
        }
        if (kind == Kind.IN) {
            for (Literal literal : literals) {
                if (within(literal, min, max, at)) {
                    return true;
                }
            }
            return false;
        }
        return compareMayMatch(comparison, literals.get(0), min, max, at);
    }

    private static boolean within(Literal literal, BinaryRow min, BinaryRow max, Place at) {
        return literal.compareSlot(min, at.slot(), at.type()) <= 0
                && literal.compareSlot(max, at.slot(), at.type()) >= 0;
    }

    private static boolean compareMayMatch(
            Predicate.Comparison comparison,
            Literal literal,
            BinaryRow min,
            BinaryRow max,
            Place at) {
        int slot = at.slot();
        DataType type = at.type();
        return switch (comparison) {
            case EQUAL -> within(literal, min, max, at);
            // Cut bounds are never equal to each other, so equal bounds are the only value.
            case NOT_EQUAL ->
                    literal.compareSlot(min, slot, type) != 0
                            || literal.compareSlot(max, slot, type) != 0;
            case LESS -> literal.compareSlot(min, slot, type) < 0;
            case LESS_OR_EQUAL -> literal.compareSlot(min, slot, type) <= 0;
            case GREATER -> literal.compareSlot(max, slot, type) > 0;
            case GREATER_OR_EQUAL -> literal.compareSlot(max, slot, type) >= 0;
            case STARTS_WITH ->
                    literal.compareSlot(max, slot, type) >= 0
                            && (literal.compareSlot(min, slot, type) <= 0
                                    || literal.isPrefixOf(min, slot));
        };
    }
}
