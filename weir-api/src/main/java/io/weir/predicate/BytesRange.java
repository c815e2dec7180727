package io.weir.predicate;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import java.util.Arrays;

/** The values of BYTES vectors on the chosen sides of one value, or that start with it. */
final class BytesRange extends RangeLeaf {

    private final byte[] literal;
    private final int wanted;
    private final boolean withEqual;
    private final boolean prefix;

    /**
     * @param wanted -1: values below are in the range; 1: those above; 0: neither, and withEqual is
     *     true
     * @param withEqual whether the value itself is in the range
     * @param prefix whether values that start with the literal count as equal to it
     */
    BytesRange(byte[] literal, int wanted, boolean withEqual, boolean prefix, boolean others) {
        super(others);
        this.literal = literal;
        this.wanted = wanted;
        this.withEqual = withEqual;
        this.prefix = prefix;
    }

    @Override
    int side(ColumnVector vector, int row) {
        BytesVector bytes = (BytesVector) vector;
        int from = bytes.offsets()[row];
        int to = bytes.offsets()[row + 1];
        if (prefix) {
            to = Math.min(to, from + literal.length);
        }
        int compared =
                Integer.signum(
                        Arrays.compareUnsigned(bytes.data(), from, to, literal, 0, literal.length));
        if (compared == 0) {
            return withEqual ? 0 : -wanted;
        }
        return compared == wanted ? 0 : compared;
    }

    @Override
    void testInside(ColumnVector vector, int rowCount, long[] matches) {
        BytesVector bytes = (BytesVector) vector;
        if (wanted != 0) {
            for (int row = 0; row < rowCount; row++) {
                matches[row >>> 6] |= (side(bytes, row) == 0 ? 1L : 0L) << row;
            }
        } else {
            equal(bytes.data(), bytes.offsets(), rowCount, literal, prefix, matches);
        }
    }

    private static void equal(
            byte[] data,
            int[] offsets,
            int rowCount,
            byte[] literal,
            boolean prefix,
            long[] matches) {
        int size = literal.length;
        for (int row = 0; row < rowCount; row++) {
            int from = offsets[row];
            int length = offsets[row + 1] - from;
            boolean match =
                    (length == size || (prefix && length > size))
                            && Arrays.equals(data, from, from + size, literal, 0, size);
            matches[row >>> 6] |= (match ? 1L : 0L) << row;
        }
    }
}
