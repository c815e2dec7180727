package io.weir.predicate;

import io.weir.data.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the values of some rows: of a file, a row group, a page, a partition. Columns
 * are positions in the row type of the {@link Bounds} that asks.
 */
public interface Statistics {

    /** Number of rows. */
    long rowCount();

    /**
     * Two values of the column's kind: at row 0 one that no value is below, at row 1 one that no
     * value is above. They need not occur. A null among them is a side that is unknown; null
     * instead of the vector: both are. NaN counts as above all other numbers.
     */
    @Nullable ColumnVector bounds(int column);

    /** How many rows are null; -1 when unknown. */
    long nullCount(int column);
}
