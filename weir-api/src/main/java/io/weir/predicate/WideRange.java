package io.weir.predicate;

import io.weir.data.ColumnVector;
import io.weir.data.WideVector;

/** The values of WIDE vectors on the chosen sides of one value. */
final class WideRange extends RangeLeaf {

    private final long high;
    private final long low;
    private final int wanted;
    private final boolean withEqual;

    /**
     * @param wanted -1: values below are in the range; 1: those above; 0: neither, and withEqual is
     *     true
     * @param withEqual whether the value itself is in the range
     */
    WideRange(long high, long low, int wanted, boolean withEqual, boolean others) {
        super(others);
        this.high = high;
        this.low = low;
        this.wanted = wanted;
        this.withEqual = withEqual;
    }

    static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh
                ? Long.compare(high, otherHigh)
                : Long.compareUnsigned(low, otherLow);
    }

    @Override
    int side(ColumnVector vector, int row) {
        WideVector wide = (WideVector) vector;
        int compared = Integer.signum(compare(wide.high()[row], wide.low()[row], high, low));
        if (compared == 0) {
            return withEqual ? 0 : -wanted;
        }
        return compared == wanted ? 0 : compared;
    }

    @Override
    void testInside(ColumnVector vector, int rowCount, long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            matches[row >>> 6] |= (side(vector, row) == 0 ? 1L : 0L) << row;
        }
    }
}
