package io.weir.sql;

import io.weir.table.BatchReader;
import io.weir.type.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement gave: rows, or a message and a count. Rows come once, as they are computed,
 * either one by one or in columns. One thread at a time; it must be closed, and the next statement
 * of the session closes it.
 */
public interface SqlResult extends AutoCloseable {

    /** The columns in order; empty for statements that give no rows. */
    List<SqlColumn> columns();

    /** Whether the statement gives rows, be it none. */
    default boolean hasRows() {
        return !columns().isEmpty();
    }

    /** What was done, in words, such as {@code 3 rows inserted}; empty for queries. */
    String message();

    /** Rows inserted, updated, deleted; -1 where that has no meaning. */
    long rowsChanged();

    /**
     * The next row, null at the end. Values are as {@link io.weir.data.Row} lists them by {@link
     * SqlColumn#type()}; a {@code ROW} is a {@code Row}.
     *
     * @throws io.weir.error.WeirException the query failed while running, or was cancelled
     */
    @Nullable List<@Nullable Object> next();

    /** The columns as a row type; column names that repeat get a number behind them. */
    RowType rowType();

    /**
     * The rows in columns, of {@link #rowType()}, closed with the result; instead of {@link
     * #next()}.
     */
    BatchReader batches();

    @Override
    void close();
}
