package io.weir.interop;

import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.table.SchemaChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One library at work on the tables of a warehouse. One thread at a time. */
interface Side extends AutoCloseable {

    void create(TableSpec spec);

    /** Writes rows and commits them. */
    void write(TableSpec spec, List<Row> rows);

    /** Compacts everything fully and commits. */
    void compact(TableSpec spec);

    /** The rows of the latest snapshot. */
    default List<Row> read(TableSpec spec) {
        return read(spec, null, spec.type().names());
    }

    /**
     * The rows of the latest snapshot that a filter lets through: those that satisfy it, and more.
     */
    List<Row> read(TableSpec spec, @Nullable Predicate filter, List<String> columns);

    /** Changes the definition of the table. */
    void alter(TableSpec spec, List<SchemaChange> changes);

    /** The changes from snapshot 1 to the latest, with row kinds. */
    List<Row> changelog(TableSpec spec);

    @Override
    void close();
}
