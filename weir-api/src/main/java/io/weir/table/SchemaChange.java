package io.weir.table;

import io.weir.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a table's definition. Column paths name nested fields by several names; most have
 * one.
 */
public sealed interface SchemaChange {

    /** Where an added or moved column goes. */
    record Position(Kind kind, @Nullable String other) {
        /** First, last, or beside another column. */
        public enum Kind {
            FIRST,
            LAST,
            AFTER,
            BEFORE
        }

        public static final Position AT_END = new Position(Kind.LAST, null);
    }

    /** Adds a column; its type must be nullable. */
    record AddColumn(List<String> path, DataType type, @Nullable String comment, Position position)
            implements SchemaChange {}

    record DropColumn(List<String> path) implements SchemaChange {}

    record RenameColumn(List<String> path, String newName) implements SchemaChange {}

    /** Changes the type, keeping the column's nullability. */
    record ChangeType(List<String> path, DataType type) implements SchemaChange {}

    record ChangeNullability(List<String> path, boolean nullable) implements SchemaChange {}

    record ChangeComment(List<String> path, @Nullable String comment) implements SchemaChange {}

    record ChangeDefault(List<String> path, @Nullable String defaultValue)
            implements SchemaChange {}

    record MoveColumn(String column, Position position) implements SchemaChange {}

    record SetOption(String key, String value) implements SchemaChange {}

    record RemoveOption(String key) implements SchemaChange {}

    record ChangeTableComment(@Nullable String comment) implements SchemaChange {}
}
