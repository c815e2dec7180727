package io.weir.predicate;

import io.weir.data.ColumnVector;

/** The values from one value to another, both included, or all others. */
abstract class RangeLeaf extends Leaf {

    private final boolean others;

    /**
     * @param others whether the values outside of the range satisfy the condition, not those inside
     */
    RangeLeaf(boolean others) {
        this.others = others;
    }

    /** -1: the value is below the range; 0: inside; 1: above. */
    abstract int side(ColumnVector vector, int row);

    /** As {@link #test} for the values inside. */
    abstract void testInside(ColumnVector vector, int rowCount, long[] matches);

    @Override
    final void test(ColumnVector vector, int rowCount, long[] matches) {
        testInside(vector, rowCount, matches);
        if (others) {
            for (int word = 0; word < matches.length; word++) {
                matches[word] = ~matches[word];
            }
        }
    }

    @Override
    final boolean mayMatch(ColumnVector bounds) {
        return others ? !allInside(bounds) : !noneInside(bounds);
    }

    @Override
    final boolean allMatch(ColumnVector bounds) {
        return others ? noneInside(bounds) : allInside(bounds);
    }

    private boolean noneInside(ColumnVector bounds) {
        return (!bounds.isNull(0) && side(bounds, 0) > 0)
                || (!bounds.isNull(1) && side(bounds, 1) < 0);
    }

    private boolean allInside(ColumnVector bounds) {
        return !bounds.isNull(0)
                && !bounds.isNull(1)
                && side(bounds, 0) == 0
                && side(bounds, 1) == 0;
    }
}
