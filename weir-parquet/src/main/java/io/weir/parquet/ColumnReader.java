package io.weir.parquet;

import io.weir.data.ColumnVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one top-level column forward, row group by row group. */
interface ColumnReader {

    /** The leaves it reads. */
    List<ChunkCursor> leaves();

    /** Goes to the first row of a row group; streams are those of {@link #leaves}. */
    void startGroup(FileFooter.StoredGroup group, List<@Nullable PageStream> streams);

    /** Starts a vector of at most so many rows. */
    void begin(int count);

    /** Appends the next {@code span} rows of the row group. */
    void read(int span);

    /**
     * Consumes the next {@code span} rows of the row group and appends those at {@code
     * selected[first + i] - shift}, i in 0 .. count.
     */
    void read(int span, int[] selected, int first, int count, int shift);

    /** Passes over rows of the row group. */
    void skip(long rows);

    /** The vector. */
    ColumnVector finish();
}
