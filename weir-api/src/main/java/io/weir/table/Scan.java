package io.weir.table;

import io.weir.predicate.Predicate;
import io.weir.type.RowType;
import java.util.List;

/**
 * A query's read. Immutable: each method gives a narrowed copy. Which snapshot is read is said by
 * the table's {@code scan.*} options.
 */
public interface Scan {

    /** Only these columns, in this order. */
    Scan project(List<String> columns);

    /**
     * Only these columns and, inside rows, only these nested fields. Fields are matched by name;
     * types must be those of the table apart from left out nested fields.
     */
    Scan project(RowType wanted);

    /**
     * Rows that do not satisfy the predicate may be left out; none that does is. The reader applies
     * it where it is cheap; the caller must filter again unless {@link Plan#exact()}. Replaces an
     * earlier filter.
     */
    Scan filter(Predicate predicate);

    /** Enough splits for that many rows may do; the caller still counts. */
    Scan limit(long rows);

    /** Columns the read yields, in order. */
    RowType rowType();

    /**
     * Chooses the snapshot, prunes and cuts the work. Each split is read on its own, in any order,
     * by {@link #read()}.
     */
    Plan plan();

    /** Reads splits of plans of this scan, in this or another process. */
    TableRead read();

    /** Follows the table. Starts as the {@code scan.mode} options say. */
    StreamScan stream();
}
