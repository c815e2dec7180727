package io.weir.predicate;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.Selection;
import io.weir.type.RowType;

/**
 * A predicate made ready for batches of a row type. Without state that changes; safe for many
 * threads.
 *
 * <p>Every leaf is one loop over a column's array; a dictionary is tested entry by entry, not row
 * by row. Row kinds are not looked at.
 */
public final class RowFilter {

    private final Condition condition;

    private RowFilter(Condition condition) {
        this.condition = condition;
    }

    /**
     * @throws io.weir.error.InvalidRequestException a column does not exist, is nested, or cannot
     *     be compared with its literal
     */
    public static RowFilter of(Predicate predicate, RowType type) {
        return new RowFilter(Condition.of(predicate, type));
    }

    /** The rows that satisfy the predicate. */
    public Selection select(Batch batch) {
        return select(batch.columns(), batch.rowCount());
    }

    /**
     * The rows that satisfy the predicate.
     *
     * @param columns in the order of the row type; those the predicate does not name are not
     *     touched
     */
    public Selection select(ColumnVector[] columns, int rowCount) {
        long[] matches = condition.matches(columns, rowCount);
        if ((rowCount & 63) != 0) {
            matches[rowCount >>> 6] &= (1L << rowCount) - 1;
        }
        int count = 0;
        for (long word : matches) {
            count += Long.bitCount(word);
        }
        int[] rows = new int[count];
        int next = 0;
        for (int word = 0; word < matches.length; word++) {
            for (long bits = matches[word]; bits != 0; bits &= bits - 1) {
                rows[next++] = (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return new Selection(rows, count);
    }
}
