package io.weir.cdc;

import io.weir.type.DataType;
import java.util.List;
import java.util.Map;

/**
 * A table of the source as its catalog describes it at one moment.
 *
 * @param id the server's own number of the table, which survives renaming and nothing else
 * @param name schema and table
 * @param partitioned whether its rows are in partitions
 * @param traces what is left of doings that the log does not tell
 * @param identity what the server logs of old rows
 * @param key columns that name a row: the primary key, else a unique index without nulls; empty
 *     when there is neither
 * @param columns in order, computed ones left out
 */
record SourceTable(
        long id,
        SourceName name,
        boolean partitioned,
        Traces traces,
        Identity identity,
        List<String> key,
        List<Column> columns) {

    /** What the server logs of a row that is updated or deleted. */
    enum Identity {
        /** The whole row. */
        FULL,
        /** The columns of {@link SourceTable#key}. */
        KEY,
        /** Other columns: a change of the key may come without the old one. */
        OTHER,
        /** Nothing; the server refuses updates and deletes. */
        NOTHING
    }

    /**
     * What the catalog keeps of doings that the log does not tell.
     *
     * @param files which file holds the rows, one entry a partition; a rewrite gives a new one
     * @param named changes when the table gets another name or owner, be it only for a time
     * @param published how the job's publication has the table, since when; empty when it has not
     * @param labels those of the enums of its columns, by number: a row has the number only
     * @param listed whether it was put into the publication by name; it cannot be made unlogged
     *     then
     */
    record Traces(
            Map<Long, RowFile> files,
            long named,
            String published,
            boolean listed,
            Map<Long, String> labels) {
        Traces {
            files = Map.copyOf(files);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Where rows are.
     *
     * @param node the server's number of the file
     * @param ties since when it is a partition, and those it is in; empty for a table's own file
     * @param born whether it, and those it is in, were made as partitions: empty then, so that all
     *     its rows are in the log
     */
    record RowFile(long node, String ties, boolean born) {}

    /**
     * A column.
     *
     * @param number which column of the table, never used again
     * @param declared its type as the source spells it
     * @param kind name of the type that says how values are spelled; of arrays, the element's
     * @param type what it gets in the lake
     * @param stamp changes when the column is altered
     * @param large whether values may be kept outside the row, so that an update may not carry them
     * @param filled whether rows from before the column have a value
     */
    record Column(
            int number,
            String name,
            String declared,
            String kind,
            DataType type,
            long stamp,
            boolean large,
            boolean filled) {}

    SourceTable {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** Whether changes, as they are logged now, carry all that is needed to apply them. */
    boolean logsEnough() {
        return switch (identity) {
            case FULL -> true;
            case KEY -> columns.stream().noneMatch(Column::large);
            case OTHER, NOTHING -> false;
        };
    }

    /** Whether old images are whole rows. */
    boolean fullIdentity() {
        return identity == Identity.FULL;
    }

    SourceTable withFullIdentity() {
        return new SourceTable(id, name, partitioned, traces, Identity.FULL, key, columns);
    }

    TableShape shape() {
        return TableShape.of(this);
    }
}
