package io.weir.interop;

import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.table.SchemaChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One library at work on the tables of a warehouse. One thread at a time. */
interface Side extends AutoCloseable {

    void create(TableSpec spec);

    /** Writes rows and commits them. */
    void write(TableSpec spec, List<Row> rows);

    /**
     * Replaces what the table holds by rows.
     *
     * @param partition value of the INT partition column that is replaced, null for the whole table
     */
    void overwrite(TableSpec spec, @Nullable Integer partition, List<Row> rows);

    /** Compacts everything fully and commits. */
    void compact(TableSpec spec);

    /** Expires all snapshots but the newest few. */
    void expire(TableSpec spec, int kept);

    /** Changes the definition of the table. */
    void alter(TableSpec spec, List<SchemaChange> changes);

    /** The rows of the latest snapshot. */
    default List<Row> read(TableSpec spec) {
        return read(spec, null, spec.type().names());
    }

    /** The rows of the latest snapshot that a filter lets through: those it wants, and more. */
    default List<Row> read(TableSpec spec, Predicate filter) {
        return read(spec, filter, spec.type().names());
    }

    /** The same with some columns only. */
    List<Row> read(TableSpec spec, @Nullable Predicate filter, List<String> columns);

    /** The rows of the table used with more options. */
    List<Row> readWith(TableSpec spec, Map<String, String> options);

    /** The changes from snapshot 1 to the latest, with row kinds. */
    default List<Row> changelog(TableSpec spec) {
        return changes(spec, 1).values().stream().flatMap(List::stream).toList();
    }

    /** The changes of each snapshot that has some, from one to the latest, with row kinds. */
    default Map<Long, List<Row>> changes(TableSpec spec, long from) {
        return tail(spec, Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "" + from))
                .drain();
    }

    /** Follows a table from where the options say, with row kinds. */
    Tail tail(TableSpec spec, Map<String, String> options);

    @Override
    void close();
}
