package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import io.weir.table.SchemaChange;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a lake table's columns follow those of its source table. */
final class LakeColumns {

    private static final List<TypeKind> INTEGERS =
            List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.BIGINT);

    private LakeColumns() {}

    /**
     * What is to be changed. Columns that the source dropped stay, and a type that holds all values
     * of the new one stays too.
     *
     * @param lake columns now
     * @param before what the source table was, null when that is not known
     * @param anew whether all rows are read again, so that a column may be replaced by one of
     *     another type
     * @throws InvalidRequestException the type of a key column does not fit any more
     */
    static List<SchemaChange> changes(
            RowType lake, @Nullable TableShape before, SourceTable now, boolean anew) {
        List<SchemaChange> changes = new ArrayList<>();
        Map<String, DataType> columns = new LinkedHashMap<>();
        for (Field field : lake.fields()) {
            columns.put(field.name(), field.type());
        }
        if (before != null) {
            rename(columns, before, now, changes);
        }
        for (SourceTable.Column column : now.columns()) {
            DataType have = columns.get(column.name());
            DataType want = column.type().withNullable(true);
            if (have == null) {
                changes.add(added(column.name(), want));
            } else if (!holds(have, want)) {
                if (now.key().contains(column.name())) {
                    throw new InvalidRequestException(
                            "key column "
                                    + column.name()
                                    + " of table "
                                    + now.name()
                                    + " became "
                                    + column.declared()
                                    + ", which does not fit "
                                    + have
                                    + " of the lake table; drop the lake table to have it read anew");
                }
                List<String> path = List.of(column.name());
                if (!anew || (holds(want, have) && sameFamily(have, want))) {
                    changes.add(new SchemaChange.ChangeType(path, want));
                } else {
                    changes.add(new SchemaChange.DropColumn(path));
                    changes.add(added(column.name(), want));
                }
            }
        }
        return changes;
    }

    /**
     * Whether the lake's values cannot stay: a column became one of another kind, whose values are
     * spelled in another way, or a column takes the name of one that the source dropped.
     *
     * @param before what the source table was
     */
    static boolean mustReplace(RowType lake, TableShape before, SourceTable now) {
        for (SourceTable.Column column : now.columns()) {
            TableShape.ColumnShape old = before.column(column.number());
            boolean renamed = old != null && !old.name().equals(column.name());
            int at = lake.indexOf(old == null ? column.name() : old.name());
            // Without the old name it was renamed before the job died.
            if (renamed && at >= 0 && lake.indexOf(column.name()) >= 0) {
                return true;
            }
            if (at < 0) {
                continue;
            }
            DataType have = lake.type(at);
            DataType want = column.type().withNullable(true);
            if (old == null || (!holds(have, want) && !alike(have, want))) {
                return true;
            }
        }
        return false;
    }

    private static boolean alike(DataType have, DataType want) {
        return have.kind() == want.kind() || (have.kind().isText() && want.kind().isText());
    }

    private static SchemaChange added(String name, DataType type) {
        return new SchemaChange.AddColumn(List.of(name), type, null, SchemaChange.Position.AT_END);
    }

    private static void rename(
            Map<String, DataType> columns,
            TableShape before,
            SourceTable now,
            List<SchemaChange> changes) {
        for (TableShape.ColumnShape old : before.columns()) {
            for (SourceTable.Column column : now.columns()) {
                boolean renamed =
                        old.number() == column.number() && !old.name().equals(column.name());
                DataType type = columns.get(old.name());
                if (before.id() == now.id()
                        && renamed
                        && type != null
                        && !columns.containsKey(column.name())) {
                    columns.remove(old.name());
                    columns.put(column.name(), type);
                    changes.add(new SchemaChange.RenameColumn(List.of(old.name()), column.name()));
                }
            }
        }
    }

    /** Whether a column of the first type keeps every value that the source has for the second. */
    static boolean holds(DataType have, DataType want) {
        if (have instanceof ArrayType array) {
            return want instanceof ArrayType other && holds(array.element(), other.element());
        }
        if (!(have instanceof ScalarType to) || !(want instanceof ScalarType from)) {
            return isString(have);
        }
        if (to.kind() != from.kind()) {
            int wide = INTEGERS.indexOf(to.kind());
            int narrow = INTEGERS.indexOf(from.kind());
            return isString(to)
                    || (narrow >= 0 && narrow < wide)
                    || (to.kind() == TypeKind.DOUBLE && from.kind() == TypeKind.FLOAT)
                    || (to.kind() == TypeKind.VARCHAR
                            && from.kind() == TypeKind.CHAR
                            && to.length() >= from.length());
        }
        return switch (to.kind()) {
            case CHAR -> to.length() == from.length();
            case VARCHAR, BINARY, VARBINARY -> to.length() >= from.length();
            case DECIMAL ->
                    to.scale() >= from.scale()
                            && to.precision() - to.scale() >= from.precision() - from.scale();
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> to.precision() >= from.precision();
            default -> true;
        };
    }

    private static boolean isString(DataType type) {
        return type instanceof ScalarType scalar
                && scalar.kind() == TypeKind.VARCHAR
                && scalar.length() == ScalarType.LENGTH_MAX;
    }

    /** Whether files of the first type can be read as the second. */
    private static boolean sameFamily(DataType have, DataType want) {
        return alike(have, want) || (have.kind().isNumeric() && want.kind().isNumeric());
    }
}
