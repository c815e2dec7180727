package io.weir.parquet;

import io.weir.data.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Least and greatest of the values seen: of a page, of a chunk, of a file. Each kind orders its
 * values as Parquet's column order for the type does.
 */
interface ValueBounds {

    void clear();

    /** Whether there are bounds: values were seen, and no NaN. */
    boolean known();

    /** Takes in what another one of the same class has seen. */
    void include(ValueBounds other);

    /** The least value in PLAIN form; call only when {@link #known}. */
    byte[] min();

    /** The greatest value in PLAIN form; call only when {@link #known}. */
    byte[] max();

    /** The least and the greatest value as a vector, null when not {@link #known}. */
    @Nullable ColumnVector vector();
}
