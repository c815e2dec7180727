package io.weir.predicate;

import io.weir.type.RowType;

/**
 * A predicate made ready to be asked of {@link Statistics} of rows of a row type. Without state
 * that changes; safe for many threads.
 */
public final class Bounds {

    private final Condition condition;

    private Bounds(Condition condition) {
        this.condition = condition;
    }

    /**
     * @throws io.weir.error.InvalidRequestException a column does not exist, is nested, or cannot
     *     be compared with its literal
     */
    public static Bounds of(Predicate predicate, RowType type) {
        return new Bounds(Condition.of(predicate, type));
    }

    /** False: none of the rows satisfies the predicate. True says nothing. */
    public boolean mayMatch(Statistics statistics) {
        return statistics.rowCount() != 0 && condition.mayMatch(statistics);
    }

    /** True: all of the rows satisfy the predicate. False says nothing. */
    public boolean allMatch(Statistics statistics) {
        return condition.allMatch(statistics);
    }
}
