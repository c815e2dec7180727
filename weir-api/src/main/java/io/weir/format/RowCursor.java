package io.weir.format;

import io.weir.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Goes forward through the chosen columns and rows of a file. One thread at a time.
 *
 * <p>Rows are counted within the chosen ranges: {@link #position()} 0 is the first row of the first
 * range.
 */
public interface RowCursor extends AutoCloseable {

    /** Rows passed so far, read or skipped. */
    long position();

    /** Rows in the chosen ranges altogether. */
    long rowCount();

    /**
     * The next rows: at least 1 and at most {@code rowsMax}, as many as come cheaply together (the
     * cursor may stop at a page or row group border, for example where a dictionary changes); null
     * at the end.
     */
    @Nullable Batch next(int rowsMax);

    /**
     * Consumes the next {@code span} rows and gives exactly the selected of them. Values of other
     * rows are not decoded where the encoding allows to pass over them, pages without a selected
     * row are not even uncompressed.
     *
     * @param selected offsets within the span, ascending, each once, all less than {@code span}
     * @param count how many of {@code selected} are used; 0 is a plain skip and gives an empty
     *     batch
     */
    Batch next(int span, int[] selected, int count);

    /** Row number in the file of the row at {@link #position()}. Undefined at the end. */
    long filePosition();

    @Override
    void close();
}
