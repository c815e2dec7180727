package io.weir.parquet;

import io.weir.predicate.Predicate.Comparison;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a column's values in a row group or a page.
 *
 * @param min no value is less; null when unknown
 * @param max no value is greater; null when unknown
 * @param nullCount nulls, -1 when unknown
 * @param rowCount rows, nulls included
 * @param nanPossible whether a NaN may hide outside the bounds
 */
record ValueRange(
        @Nullable Object min,
        @Nullable Object max,
        long nullCount,
        long rowCount,
        boolean nanPossible) {

    boolean onlyNulls() {
        return nullCount == rowCount;
    }

    boolean mayHaveNull() {
        return nullCount != 0;
    }

    /** Whether some value may stand to the literal as the comparison says. */
    boolean mayHave(Comparison comparison, Object literal) {
        if (onlyNulls()) {
            return false;
        }
        return switch (comparison) {
            case EQUAL -> atMost(literal) && atLeast(literal);
            case NOT_EQUAL ->
                    nanPossible
                            || min == null
                            || max == null
                            || StoredBound.compare(min, literal) != 0
                            || StoredBound.compare(max, literal) != 0;
            case LESS -> min == null || StoredBound.compare(min, literal) < 0;
            case LESS_OR_EQUAL -> atMost(literal);
            case GREATER -> nanPossible || max == null || StoredBound.compare(max, literal) > 0;
            case GREATER_OR_EQUAL -> nanPossible || atLeast(literal);
            case STARTS_WITH -> atLeast(literal) && minStartsAtMost(literal);
        };
    }

    private boolean atMost(Object literal) {
        return min == null || StoredBound.compare(min, literal) <= 0;
    }

    private boolean atLeast(Object literal) {
        return max == null || StoredBound.compare(max, literal) >= 0;
    }

    private boolean minStartsAtMost(Object prefix) {
        if (!(min instanceof byte[] least) || !(prefix instanceof byte[] start)) {
            return true;
        }
        int length = Math.min(least.length, start.length);
        return Arrays.compareUnsigned(least, 0, length, start, 0, start.length) <= 0;
    }
}
