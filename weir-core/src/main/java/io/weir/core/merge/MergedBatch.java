package io.weir.core.merge;

import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.LongVector;
import org.jspecify.annotations.Nullable;

/**
 * Rows that came out of a merge, in key order among themselves. Never changed after it was handed
 * out.
 *
 * @param values the wanted columns
 * @param sequenceNumbers one a row; null unless the merge was asked for its {@link
 *     MergeSpec#history}
 * @param kinds row kind codes, one a row; null unless the merge was asked for its {@link
 *     MergeSpec#history}
 */
public record MergedBatch(
        Batch values, @Nullable LongVector sequenceNumbers, @Nullable ByteVector kinds) {

    public int rowCount() {
        return values.rowCount();
    }
}
