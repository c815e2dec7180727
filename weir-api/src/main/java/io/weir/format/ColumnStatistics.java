package io.weir.format;

import io.weir.data.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Exact bounds of a column's values in a file.
 *
 * @param bounds a vector of two values, minimum then maximum, of the column's kind; null when
 *     unknown (nested types, only nulls, NaN seen). Text and bytes order as unsigned bytes and are
 *     not cut
 * @param nullCount number of nulls; -1 when unknown
 */
public record ColumnStatistics(@Nullable ColumnVector bounds, long nullCount) {

    /** Nothing is known. */
    public static final ColumnStatistics UNKNOWN = new ColumnStatistics(null, -1);
}
