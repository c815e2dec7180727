package io.weir.format;

import io.weir.predicate.Predicate;
import java.util.List;

/**
 * An open data file. Cursors of one reader may be used by different threads, each by one at a time.
 */
public interface FormatReader extends AutoCloseable {

    long rowCount();

    /** The file's row groups in row order, for cutting work and for explaining. */
    List<RowGroup> rowGroups();

    /**
     * Rows that may satisfy a predicate, by the statistics of row groups and pages. Never leaves
     * out a row that does. Columns are those of the file type given at opening; a column the file
     * lacks is taken as null.
     */
    RowRanges matching(Predicate predicate);

    /**
     * A cursor over some columns and some rows. Columns the file lacks are null in every row.
     *
     * @param columns positions in the file type given at opening
     * @param ranges which rows, from {@link RowRanges#all} or {@link #matching}
     */
    RowCursor read(int[] columns, RowRanges ranges);

    /** Closes the file; cursors are of no use afterwards. */
    @Override
    void close();
}
