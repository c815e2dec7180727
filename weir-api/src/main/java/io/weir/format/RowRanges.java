package io.weir.format;

import java.util.Arrays;

/**
 * Stretches of rows of a file: {@code [starts[n], ends[n])}, ascending, not empty, not touching.
 */
public final class RowRanges {

    private final long[] starts;
    private final long[] ends;

    private RowRanges(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** Every row of a file. */
    public static RowRanges all(long rowCount) {
        return rowCount == 0
                ? new RowRanges(new long[0], new long[0])
                : new RowRanges(new long[] {0}, new long[] {rowCount});
    }

    /**
     * Ranges that are ascending and do not overlap; empty ones are left out, touching ones joined.
     */
    public static RowRanges of(long[] starts, long[] ends) {
        long[] outStarts = new long[starts.length];
        long[] outEnds = new long[starts.length];
        int count = 0;
        for (int range = 0; range < starts.length; range++) {
            if (starts[range] >= ends[range]) {
                continue;
            }
            if (count > 0 && outEnds[count - 1] > starts[range]) {
                throw new IllegalArgumentException("row ranges overlap or go backwards");
            }
            if (count > 0 && outEnds[count - 1] == starts[range]) {
                outEnds[count - 1] = ends[range];
            } else {
                outStarts[count] = starts[range];
                outEnds[count++] = ends[range];
            }
        }
        return new RowRanges(Arrays.copyOf(outStarts, count), Arrays.copyOf(outEnds, count));
    }

    public int size() {
        return starts.length;
    }

    public long start(int range) {
        return starts[range];
    }

    public long end(int range) {
        return ends[range];
    }

    /** Rows in all ranges. */
    public long rowCount() {
        long rows = 0;
        for (int range = 0; range < starts.length; range++) {
            rows += ends[range] - starts[range];
        }
        return rows;
    }

    /** Rows that are in both. */
    public RowRanges intersect(RowRanges other) {
        long[] newStarts = new long[starts.length + other.starts.length];
        long[] newEnds = new long[newStarts.length];
        int count = 0;
        int left = 0;
        int right = 0;
        while (left < starts.length && right < other.starts.length) {
            long start = Math.max(starts[left], other.starts[right]);
            long end = Math.min(ends[left], other.ends[right]);
            if (start < end) {
                newStarts[count] = start;
                newEnds[count++] = end;
            }
            if (ends[left] < other.ends[right]) {
                left++;
            } else {
                right++;
            }
        }
        return of(Arrays.copyOf(newStarts, count), Arrays.copyOf(newEnds, count));
    }

    /** Rows that are in one of them. */
    public RowRanges union(RowRanges other) {
        long[] newStarts = new long[starts.length + other.starts.length];
        long[] newEnds = new long[newStarts.length];
        int count = 0;
        int left = 0;
        int right = 0;
        while (left < starts.length || right < other.starts.length) {
            boolean fromLeft =
                    right == other.starts.length
                            || (left < starts.length && starts[left] <= other.starts[right]);
            long start = fromLeft ? starts[left] : other.starts[right];
            long end = fromLeft ? ends[left++] : other.ends[right++];
            if (count > 0 && start <= newEnds[count - 1]) {
                newEnds[count - 1] = Math.max(newEnds[count - 1], end);
            } else {
                newStarts[count] = start;
                newEnds[count++] = end;
            }
        }
        return of(Arrays.copyOf(newStarts, count), Arrays.copyOf(newEnds, count));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int range = 0; range < starts.length; range++) {
            text.append(range == 0 ? "" : ", ")
                    .append(starts[range])
                    .append("..")
                    .append(ends[range]);
        }
        return text.append("]").toString();
    }
}
