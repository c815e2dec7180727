package io.weir.predicate;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that equal one of several. */
final class SetLeaf extends Leaf {

    private final List<RangeLeaf> equals;
    private final long @Nullable [] integers;
    private final byte @Nullable [][] strings;

    private SetLeaf(
            List<RangeLeaf> equals, long @Nullable [] integers, byte @Nullable [][] strings) {
        this.equals = equals;
        this.integers = integers;
        this.strings = strings;
    }

    /**
     * @param equals one test a value
     * @param values the values, a vector without nulls
     */
    static SetLeaf of(List<RangeLeaf> equals, ColumnVector values) {
        return switch (values.kind()) {
            case BYTE, INT, LONG -> {
                long[] integers = new long[values.length()];
                Arrays.setAll(integers, row -> IntegerRange.value(values, row));
                Arrays.sort(integers);
                yield new SetLeaf(equals, integers, null);
            }
            case BYTES -> {
                byte[][] strings = new byte[values.length()][];
                BytesVector bytes = (BytesVector) values;
                Arrays.setAll(strings, row -> bytes(bytes, row));
                Arrays.sort(strings, Arrays::compareUnsigned);
                yield new SetLeaf(equals, null, strings);
            }
            default -> new SetLeaf(equals, null, null);
        };
    }

    static byte[] bytes(BytesVector vector, int row) {
        return Arrays.copyOfRange(vector.data(), vector.offsets()[row], vector.offsets()[row + 1]);
    }

    @Override
    void test(ColumnVector vector, int rowCount, long[] matches) {
        if (integers != null) {
            testIntegers(vector, integers, rowCount, matches);
        } else if (strings != null) {
            BytesVector bytes = (BytesVector) vector;
            testStrings(bytes.data(), bytes.offsets(), strings, rowCount, matches);
        } else {
            for (RangeLeaf equal : equals) {
                equal.testInside(vector, rowCount, matches);
            }
        }
    }

    @Override
    boolean mayMatch(ColumnVector bounds) {
        for (RangeLeaf equal : equals) {
            if (equal.mayMatch(bounds)) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean allMatch(ColumnVector bounds) {
        for (RangeLeaf equal : equals) {
            if (equal.allMatch(bounds)) {
                return true;
            }
        }
        return false;
    }

    private static void testIntegers(
            ColumnVector vector, long[] sorted, int rowCount, long[] matches) {
        long min = sorted[0];
        long max = sorted[sorted.length - 1];
        long[] longs = vector instanceof LongVector wide ? wide.values() : null;
        int[] ints = vector instanceof IntVector middle ? middle.values() : null;
        for (int row = 0; row < rowCount; row++) {
            long value =
                    longs != null
                            ? longs[row]
                            : ints != null ? ints[row] : IntegerRange.value(vector, row);
            if (value >= min && value <= max && Arrays.binarySearch(sorted, value) >= 0) {
                matches[row >>> 6] |= 1L << row;
            }
        }
    }

    private static void testStrings(
            byte[] data, int[] offsets, byte[][] sorted, int rowCount, long[] matches) {
        for (int row = 0; row < rowCount; row++) {
            if (contains(sorted, data, offsets[row], offsets[row + 1])) {
                matches[row >>> 6] |= 1L << row;
            }
        }
    }

    private static boolean contains(byte[][] sorted, byte[] data, int from, int to) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            byte[] candidate = sorted[middle];
            int compared = Arrays.compareUnsigned(candidate, 0, candidate.length, data, from, to);
            if (compared == 0) {
                return true;
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
