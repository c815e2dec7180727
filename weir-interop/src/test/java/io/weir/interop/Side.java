package io.weir.interop;

import io.weir.data.Row;
import java.util.List;

/** One library at work on the tables of a warehouse. One thread at a time. */
interface Side extends AutoCloseable {

    void create(TableSpec spec);

    /** Writes rows and commits them. */
    void write(TableSpec spec, List<Row> rows);

    /** Compacts everything fully and commits. */
    void compact(TableSpec spec);

    /** The rows of the latest snapshot. */
    List<Row> read(TableSpec spec);

    /** The changes from snapshot 1 to the latest, with row kinds. */
    List<Row> changelog(TableSpec spec);

    @Override
    void close();
}
