package io.weir.core.merge;

import io.weir.data.RowKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pick of the deduplicate engine, a window of keys at a time, for keys that are one long and
 * few inputs.
 *
 * <p>A window is all rows below a bound that every input has in its current key batch. Its rows are
 * merged list by list, the older with the next newer, in loops without unforeseeable branches; of
 * equal keys only the newer goes on. Which list is the newer is told from the sequence numbers in
 * the window; where these overlap, number by number.
 */
final class WindowMerge {

    /** With more inputs windows become too small to pay. */
    static final int INPUTS_MAX = 24;

    private static final int ROW_BITS = 16;
    private static final int ROW_MASK = (1 << ROW_BITS) - 1;

    private final RunInput[] inputs;
    private final boolean dropDeletes;
    private final @Nullable SeenKeys seen;
    private final int[] ends;
    private final int[] order;
    private final long[] leastNumbers;
    private final long[] greatestNumbers;
    private final int[] starts;
    private long[] keys = {};
    private long[] otherKeys = {};
    private int[] sources = {};
    private int[] otherSources = {};
    private int passed;

    /**
     * @param inOrder whether output rows are wanted in key order; otherwise those of each input are
     */
    WindowMerge(RunInput[] inputs, boolean dropDeletes, boolean inOrder) {
        this.seen = inOrder ? null : new SeenKeys();
        this.inputs = inputs;
        this.dropDeletes = dropDeletes;
        this.ends = new int[inputs.length];
        this.order = new int[inputs.length];
        this.leastNumbers = new long[inputs.length];
        this.greatestNumbers = new long[inputs.length];
        this.starts = new int[inputs.length + 1];
    }

    /** Rows the last {@link #pick} passed. */
    int passed() {
        return passed;
    }

    /**
     * Selects the winners of one window; passes no row when there is none to be had.
     *
     * @param outStart first output row
     * @param rowsMax output rows altogether
     * @return output rows so far
     */
    int pick(int outStart, int rowsMax) {
        passed = 0;
        int lists = bound((rowsMax - outStart) / inputs.length);
        if (lists == 0) {
            return outStart;
        }
        sortByNumber(lists);
        int out;
        if (seen != null && areApart(lists) && startSeen(seen, lists)) {
            out = outStart + selectUnseen(seen, lists);
        } else {
            fillLists(lists);
            out = select(mergeLists(lists), outStart);
        }
        for (int list = 0; list < lists; list++) {
            inputs[order[list]].advanceTo(ends[order[list]]);
        }
        return out;
    }

    /**
     * Finds the window: {@link #ends} of all inputs, and in {@link #order} those with rows in it.
     * Gives their number.
     */
    private int bound(int rowsEach) {
        long bound = Long.MAX_VALUE;
        for (RunInput input : inputs) {
            if (input.exhausted) {
                continue;
            }
            if (!input.exact || input.rowCount > ROW_MASK || rowsEach == 0) {
                return 0;
            }
            int row = input.position + rowsEach;
            if (row < input.rowCount) {
                bound = Math.min(bound, input.prefixes[row]);
            } else if (!input.isLastBatch()) {
                bound = Math.min(bound, input.prefixes[input.rowCount - 1]);
            }
        }
        int lists = 0;
        for (int number = 0; number < inputs.length; number++) {
            RunInput input = inputs[number];
            if (input.exhausted) {
                continue;
            }
            int to = Math.min(input.rowCount, input.position + rowsEach);
            int end = firstNotBelow(input.prefixes, input.position, to, bound);
            ends[number] = end;
            if (end > input.position) {
                passed += end - input.position;
                order[lists++] = number;
            }
        }
        return lists;
    }

    private static int firstNotBelow(long[] prefixes, int from, int to, long bound) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prefixes[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Puts the lists in order of their least sequence number, oldest first. */
    private void sortByNumber(int lists) {
        for (int list = 0; list < lists; list++) {
            RunInput input = inputs[order[list]];
            range(input.numbers, input.position, ends[order[list]], list);
        }
        for (int next = 1; next < lists; next++) {
            int number = order[next];
            long least = leastNumbers[next];
            long greatest = greatestNumbers[next];
            int slot = next;
            while (slot > 0 && leastNumbers[slot - 1] > least) {
                order[slot] = order[slot - 1];
                leastNumbers[slot] = leastNumbers[slot - 1];
                greatestNumbers[slot] = greatestNumbers[slot - 1];
                slot--;
            }
            order[slot] = number;
            leastNumbers[slot] = least;
            greatestNumbers[slot] = greatest;
        }
    }

    private void range(long[] numbers, int from, int to, int list) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            least = Math.min(least, numbers[row]);
            greatest = Math.max(greatest, numbers[row]);
        }
        leastNumbers[list] = least;
        greatestNumbers[list] = greatest;
    }

    /** Whether all rows of each list are newer than those of the list before. */
    private boolean areApart(int lists) {
        for (int list = 1; list < lists; list++) {
            if (greatestNumbers[list - 1] >= leastNumbers[list]) {
                return false;
            }
        }
        return true;
    }

    private boolean startSeen(SeenKeys keysSeen, int lists) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int list = 0; list < lists; list++) {
            RunInput input = inputs[order[list]];
            least = Math.min(least, input.prefixes[input.position]);
            greatest = Math.max(greatest, input.prefixes[ends[order[list]] - 1]);
        }
        return keysSeen.start(least, greatest, passed);
    }

    /** Selects from new to old the rows whose key has not been there. Gives their number. */
    private int selectUnseen(SeenKeys keysSeen, int lists) {
        int count = 0;
        for (int list = lists - 1; list >= 0; list--) {
            RunInput input = inputs[order[list]];
            int droppedKinds = dropDeletes && input.hasRetracts ? 1 : 0;
            int fresh =
                    keysSeen.add(
                            input.prefixes,
                            input.kinds,
                            input.position,
                            ends[order[list]],
                            droppedKinds);
            int[] rows = keysSeen.rows();
            input.selectRows(rows, rows.length - fresh, fresh);
            count += fresh;
        }
        return count;
    }

    private void fillLists(int lists) {
        if (keys.length < passed) {
            int size = Math.max(passed, 1024);
            keys = new long[size];
            otherKeys = new long[size];
            sources = new int[size];
            otherSources = new int[size];
        }
        int end = 0;
        for (int list = 0; list < lists; list++) {
            starts[list] = end;
            int number = order[list];
            RunInput input = inputs[number];
            end =
                    fill(
                            input.prefixes,
                            input.position,
                            ends[number],
                            number << ROW_BITS,
                            keys,
                            sources,
                            end);
        }
        starts[lists] = end;
    }

    /**
     * Copies rows of one input; of equal neighbours, which are ordered oldest first, the last
     * stays.
     */
    private static int fill(
            long[] prefixes, int from, int to, int source, long[] keys, int[] sources, int start) {
        int end = start;
        int last = to - 1;
        for (int row = from; row < last; row++) {
            keys[end] = prefixes[row];
            sources[end] = source + row;
            end += prefixes[row] != prefixes[row + 1] ? 1 : 0;
        }
        keys[end] = prefixes[last];
        sources[end] = source + last;
        return end + 1;
    }

    /** Merges the lists pair by pair until one is left. Gives its length. */
    private int mergeLists(int listsAtFirst) {
        int lists = listsAtFirst;
        while (lists > 1) {
            int out = 0;
            int merged = 0;
            for (int list = 0; list < lists; list += 2) {
                int from = starts[list];
                int middle = starts[list + 1];
                int start = out;
                if (list + 1 == lists) {
                    System.arraycopy(keys, from, otherKeys, out, middle - from);
                    System.arraycopy(sources, from, otherSources, out, middle - from);
                    out += middle - from;
                    leastNumbers[merged] = leastNumbers[list];
                    greatestNumbers[merged] = greatestNumbers[list];
                } else {
                    out =
                            greatestNumbers[list] < leastNumbers[list + 1]
                                    ? merge(
                                            keys,
                                            sources,
                                            from,
                                            middle,
                                            starts[list + 2],
                                            otherKeys,
                                            otherSources,
                                            out)
                                    : mergeByNumber(from, middle, starts[list + 2], out);
                    leastNumbers[merged] = leastNumbers[list];
                    greatestNumbers[merged] =
                            Math.max(greatestNumbers[list], greatestNumbers[list + 1]);
                }
                starts[merged++] = start;
            }
            starts[merged] = out;
            lists = merged;
            swap();
        }
        return starts[1];
    }

    private void swap() {
        long[] swappedKeys = keys;
        keys = otherKeys;
        otherKeys = swappedKeys;
        int[] swappedSources = sources;
        sources = otherSources;
        otherSources = swappedSources;
    }

    /** Merges {@code [from, middle)} with the newer {@code [middle, to)}. */
    private static int merge(
            long[] keys,
            int[] sources,
            int from,
            int middle,
            int to,
            long[] outKeys,
            int[] outSources,
            int outStart) {
        int older = from;
        int newer = middle;
        int out = outStart;
        while (older < middle && newer < to) {
            long olderKey = keys[older];
            long newerKey = keys[newer];
            boolean takeNewer = newerKey <= olderKey;
            outKeys[out] = takeNewer ? newerKey : olderKey;
            outSources[out] = sources[takeNewer ? newer : older];
            out++;
            older += olderKey <= newerKey ? 1 : 0;
            newer += takeNewer ? 1 : 0;
        }
        int rest = older < middle ? older : newer;
        int restEnd = older < middle ? middle : to;
        System.arraycopy(keys, rest, outKeys, out, restEnd - rest);
        System.arraycopy(sources, rest, outSources, out, restEnd - rest);
        return out + restEnd - rest;
    }

    private int mergeByNumber(int from, int middle, int to, int outStart) {
        int left = from;
        int right = middle;
        int out = outStart;
        while (left < middle || right < to) {
            boolean both = left < middle && right < to;
            boolean tied = both && keys[left] == keys[right];
            boolean takeRight =
                    tied
                            ? isNewer(sources[right], sources[left])
                            : left == middle || (both && keys[right] < keys[left]);
            int taken = takeRight ? right : left;
            otherKeys[out] = keys[taken];
            otherSources[out++] = sources[taken];
            left += tied || !takeRight ? 1 : 0;
            right += tied || takeRight ? 1 : 0;
        }
        return out;
    }

    private boolean isNewer(int source, int than) {
        long number = number(source);
        long other = number(than);
        return number != other ? number > other : source > than;
    }

    private long number(int source) {
        return inputs[source >>> ROW_BITS].numbers[source & ROW_MASK];
    }

    private int select(int count, int outStart) {
        int out = outStart;
        for (int index = 0; index < count; index++) {
            int source = sources[index];
            RunInput input = inputs[source >>> ROW_BITS];
            int row = source & ROW_MASK;
            if (dropDeletes && input.hasRetracts && RowKind.isRetract(input.kinds[row])) {
                continue;
            }
            input.select(input.offset() + row - input.position, out++);
        }
        return out;
    }

    @Override
    public String toString() {
        return "window of " + passed + " rows, order " + Arrays.toString(order);
    }
}
