package io.weir.core.merge;

import io.weir.data.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one source that go into an output batch. Output rows go up.
 *
 * @param columns of the source
 * @param rows {@code rows[n]} goes to {@code outRows[n]}, ascending; null means row n itself
 * @param outRows at least {@code count} long
 */
record Piece(ColumnVector[] columns, int @Nullable [] rows, int[] outRows, int count) {

    /** Whether the rows lie together on both sides. */
    boolean isRange() {
        return outRows[count - 1] - outRows[0] == count - 1
                && (rows == null || rows[count - 1] - rows[0] == count - 1);
    }

    int row(int index) {
        return rows == null ? index : rows[index];
    }
}
