package io.weir.core.merge;

import io.weir.data.ColumnVector;
import io.weir.data.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the keys of all inputs in order and notes which rows make the next output batch: the
 * pick of the deduplicate engine, or every row for a changelog.
 */
final class Winners {

    /** Rows in sequence from one input after which stretches are looked for. */
    private static final int STREAK_MIN = 8;

    /** After a window with fewer rows so many keys are looked at one by one. */
    private static final int WINDOW_ROWS_MIN = 64;

    private final KeyOrder order;
    private final Tournament tournament;
    private final boolean single;
    private final boolean dropDeletes;
    private final boolean ignoreDelete;
    private final boolean keepAll;
    private final @Nullable WindowMerge window;
    private int streak;
    private int rowsToNextWindow;

    /**
     * @param inOrder whether output rows are wanted in key order; otherwise those of each input are
     */
    Winners(MergeSpec spec, KeyOrder order, RunInput[] inputs, boolean inOrder) {
        this.order = order;
        this.tournament = new Tournament(order, inputs);
        this.single = inputs.length == 1;
        this.dropDeletes = spec.dropDeletes();
        this.ignoreDelete = spec.ignoreDelete();
        this.keepAll = spec.keepAll();
        boolean windows =
                inputs.length > 1
                        && inputs.length <= WindowMerge.INPUTS_MAX
                        && order.numbersOnly()
                        && !keepAll
                        && !ignoreDelete;
        this.window = windows ? new WindowMerge(inputs, dropDeletes, inOrder) : null;
    }

    boolean isDone() {
        return tournament.winner().exhausted;
    }

    /**
     * Selects rows in the inputs.
     *
     * @param rowsMax output rows at most
     * @param passedMax rows to pass about at most, whether they come out or not
     * @return output rows
     */
    int pick(int rowsMax, int passedMax) {
        return keepAll ? pickAll(rowsMax) : pickNewest(rowsMax, passedMax);
    }

    private int pickAll(int rowsMax) {
        int out = 0;
        while (out < rowsMax) {
            RunInput input = tournament.winner();
            if (input.exhausted) {
                break;
            }
            input.select(input.offset(), out++);
            input.advance();
            tournament.replay();
        }
        return out;
    }

    private int pickNewest(int rowsMax, int passedMax) {
        int out = 0;
        int passed = 0;
        while (out < rowsMax && passed < passedMax) {
            RunInput input = tournament.winner();
            if (input.exhausted) {
                break;
            }
            if (window != null && --rowsToNextWindow < 0) {
                int before = out;
                out = window.pick(before, rowsMax);
                if (window.passed() > 0) {
                    passed += window.passed();
                    rowsToNextWindow = window.passed() < WINDOW_ROWS_MIN ? WINDOW_ROWS_MIN : 0;
                    tournament.playAll();
                    continue;
                }
                rowsToNextWindow = WINDOW_ROWS_MIN;
            }
            if (streak >= STREAK_MIN && !ignoreDelete) {
                int before = input.position;
                out = pickStretch(input, out, rowsMax);
                passed += input.position - before;
                streak = 0;
                if (input.position > before) {
                    tournament.replay();
                    continue;
                }
            }
            long prefix = input.prefixes[input.position];
            RunInput first = input;
            RunInput newest = null;
            int offset = 0;
            byte kind = 0;
            int versions = 0;
            ColumnVector[] columns;
            int row;
            boolean exact;
            do {
                columns = input.columns;
                row = input.position;
                exact = input.exact;
                byte rowKind = input.kinds[row];
                if (!ignoreDelete || !RowKind.isRetract(rowKind)) {
                    newest = input;
                    offset = input.offset();
                    kind = rowKind;
                }
                input.advance();
                tournament.replay();
                versions++;
                input = tournament.winner();
            } while (!input.exhausted
                    && input.prefixes[input.position] == prefix
                    && ((exact && input.exact)
                            || order.compareKeys(columns, row, input.columns, input.position)
                                    == 0));
            streak = versions == 1 && input == first ? streak + 1 : 0;
            passed += versions;
            if (newest != null && !(dropDeletes && RowKind.isRetract(kind))) {
                newest.select(offset, out++);
            }
            if (single && input.position == 0) {
                // The batch of the only run is used up: what comes out of it needs no weaving.
                break;
            }
        }
        return out;
    }

    /**
     * Takes rows of one input as long as their keys are below the keys of all others. Leaves the
     * last row of the key batch, whose key may go on in the next batch.
     */
    private int pickStretch(RunInput input, int outStart, int rowsMax) {
        long bound = tournament.secondHead();
        int last = input.rowCount - 1;
        int end = single ? last : gallop(input.prefixes, input.position, last, bound);
        int out = outStart;
        int row = input.position;
        int shift = input.offset() - row;
        long[] prefixes = input.prefixes;
        byte[] kinds = input.kinds;
        while (row < end && out < rowsMax) {
            boolean superseded =
                    prefixes[row] == prefixes[row + 1]
                            && (input.exact
                                    || order.compareKeys(input.columns, row, input.columns, row + 1)
                                            == 0);
            if (!superseded && !(dropDeletes && RowKind.isRetract(kinds[row]))) {
                input.select(row + shift, out++);
            }
            row++;
        }
        input.advanceTo(row);
        return out;
    }

    /** The first row from {@code from} up whose prefix is not below the bound, or {@code to}. */
    private static int gallop(long[] prefixes, int from, int to, long bound) {
        int step = 1;
        int low = from;
        int high = from;
        while (high < to && prefixes[high] < bound) {
            low = high + 1;
            high = (int) Math.min((long) high + step, to);
            step <<= 1;
        }
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
}
