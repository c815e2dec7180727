package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Finds the columns of a source table in the engine's events. One thread at a time. */
final class RowImages {

    private final List<SourceTable.Column> columns;
    private final TableShape shape;
    private final @Nullable Field[] fields;
    private @Nullable Schema schema;

    /**
     * @param shape of the table, with the names its columns had
     */
    RowImages(SourceTable table, TableShape shape) {
        this.columns = table.columns();
        this.shape = shape;
        this.fields = new Field[columns.size()];
    }

    /**
     * Binds to the rows of an event.
     *
     * @return false when their schema is new here and has other columns than the table
     */
    boolean accept(Schema rows) {
        if (rows == schema) {
            return true;
        }
        bind(rows);
        Set<String> names = new HashSet<>();
        rows.fields().forEach(field -> names.add(field.name()));
        return columns.size() == names.size()
                && columns.stream().allMatch(column -> names.contains(column.name()));
    }

    private void bind(Schema rows) {
        if (rows != schema) {
            for (int column = 0; column < fields.length; column++) {
                fields[column] = field(rows, columns.get(column));
            }
            schema = rows;
        }
    }

    /** Rows from before a column was renamed have it by its former name. */
    private @Nullable Field field(Schema rows, SourceTable.Column column) {
        Field field = rows.field(column.name());
        TableShape.ColumnShape known = shape.column(column.number());
        if (field == null && known != null) {
            for (String name : known.former()) {
                field = field == null ? rows.field(name) : field;
            }
        }
        return field;
    }

    /**
     * Takes the change out of an event.
     *
     * @param operation the engine's letter for it
     */
    Change change(String operation, @Nullable Struct before, @Nullable Struct after) {
        Change.Kind kind =
                switch (operation) {
                    case "c" -> Change.Kind.INSERT;
                    case "u" -> Change.Kind.UPDATE;
                    case "d" -> Change.Kind.DELETE;
                    case "t" -> Change.Kind.TRUNCATE;
                    default -> throw new InvalidRequestException("no such change: " + operation);
                };
        return new Change(kind, image(before), image(after));
    }

    private @Nullable Object @Nullable [] image(@Nullable Struct row) {
        if (row == null) {
            return null;
        }
        bind(row.schema());
        @Nullable Object[] values = new Object[fields.length];
        for (int column = 0; column < values.length; column++) {
            Field field = fields[column];
            // Kafka's other getter puts the column's default where a null is.
            values[column] = field == null ? null : row.getWithoutDefault(field.name());
        }
        return values;
    }
}
