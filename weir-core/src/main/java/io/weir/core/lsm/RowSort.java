package io.weir.core.lsm;

import io.weir.core.merge.KeyOrder;
import io.weir.data.ColumnVector;

/**
 * Sorts row numbers by key and version: radix sort on the key prefix, least digit first, then a
 * merge sort of the rows whose prefixes do not tell. Stable, so that rows of one key stay in the
 * order in which they came where versions tie.
 */
final class RowSort {

    private static final int DIGITS = 8;
    private static final int RADIX = 256;
    private static final int INSERTION_MAX = 12;

    private final KeyOrder order;
    private final ColumnVector[] columns;

    private RowSort(KeyOrder order, ColumnVector[] columns) {
        this.order = order;
        this.columns = columns;
    }

    /**
     * @param columns merge columns
     * @param numbersOnly whether versions are ordered as the rows are
     */
    static int[] sort(KeyOrder order, ColumnVector[] columns, int rowCount, boolean numbersOnly) {
        long[] prefixes = new long[rowCount];
        boolean exact = order.prefixes(columns, rowCount, prefixes);
        int[] rows = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            rows[row] = row;
        }
        int[] sorted = radixSort(prefixes, rows);
        if (!exact || !numbersOnly) {
            // The prefixes were sorted along and may lie in either array: ask for them anew.
            long[] again = new long[rowCount];
            order.prefixes(columns, rowCount, again);
            new RowSort(order, columns).sortTies(again, sorted);
        }
        return sorted;
    }

    /** Sorts rows by {@code prefixes}, which are overwritten. Gives one of two arrays. */
    private static int[] radixSort(long[] prefixes, int[] rows) {
        int count = rows.length;
        int[][] histograms = new int[DIGITS][RADIX];
        boolean sorted = count(prefixes, histograms);
        if (sorted) {
            return rows;
        }
        long[] fromKeys = prefixes;
        int[] fromRows = rows;
        long[] toKeys = new long[count];
        int[] toRows = new int[count];
        for (int digit = 0; digit < DIGITS; digit++) {
            int[] starts = histograms[digit];
            int shift = 8 * digit;
            if (starts[digit(fromKeys[0], shift)] == count) {
                continue;
            }
            int start = 0;
            for (int value = 0; value < RADIX; value++) {
                int size = starts[value];
                starts[value] = start;
                start += size;
            }
            distribute(fromKeys, fromRows, toKeys, toRows, starts, shift);
            long[] keys = fromKeys;
            fromKeys = toKeys;
            toKeys = keys;
            int[] numbers = fromRows;
            fromRows = toRows;
            toRows = numbers;
        }
        return fromRows;
    }

    /** Counts the digits; tells whether the prefixes are in order already. */
    private static boolean count(long[] prefixes, int[][] histograms) {
        boolean sorted = true;
        long previous = Long.MIN_VALUE;
        for (long prefix : prefixes) {
            sorted &= previous <= prefix;
            previous = prefix;
        }
        if (sorted) {
            return true;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            int[] histogram = histograms[digit];
            int shift = 8 * digit;
            for (long prefix : prefixes) {
                histogram[digit(prefix, shift)]++;
            }
        }
        return false;
    }

    /** The digit of a signed long whose unsigned order is the signed one. */
    private static int digit(long key, int shift) {
        return (int) ((key ^ Long.MIN_VALUE) >>> shift) & RADIX - 1;
    }

    private static void distribute(
            long[] fromKeys, int[] fromRows, long[] toKeys, int[] toRows, int[] starts, int shift) {
        for (int index = 0; index < fromRows.length; index++) {
            long key = fromKeys[index];
            int to = starts[digit(key, shift)]++;
            toKeys[to] = key;
            toRows[to] = fromRows[index];
        }
    }

    private void sortTies(long[] prefixes, int[] rows) {
        int[] scratch = new int[rows.length];
        for (int start = 0; start < rows.length; ) {
            long prefix = prefixes[rows[start]];
            int end = start + 1;
            while (end < rows.length && prefixes[rows[end]] == prefix) {
                end++;
            }
            if (end - start > 1) {
                mergeSort(rows, scratch, start, end);
            }
            start = end;
        }
    }

    private void mergeSort(int[] rows, int[] scratch, int from, int to) {
        if (to - from <= INSERTION_MAX) {
            insertionSort(rows, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(rows, scratch, from, middle);
        mergeSort(rows, scratch, middle, to);
        if (compare(rows[middle - 1], rows[middle]) <= 0) {
            return;
        }
        System.arraycopy(rows, from, scratch, from, middle - from);
        int left = from;
        int right = middle;
        int out = from;
        while (left < middle) {
            rows[out++] =
                    right < to && compare(scratch[left], rows[right]) > 0
                            ? rows[right++]
                            : scratch[left++];
        }
    }

    private void insertionSort(int[] rows, int from, int to) {
        for (int next = from + 1; next < to; next++) {
            int row = rows[next];
            int slot = next;
            while (slot > from && compare(rows[slot - 1], row) > 0) {
                rows[slot] = rows[slot - 1];
                slot--;
            }
            rows[slot] = row;
        }
    }

    private int compare(int left, int right) {
        int keys = order.compareKeys(columns, left, columns, right);
        return keys != 0 ? keys : order.compareVersions(columns, left, columns, right);
    }
}
