package io.weir.core.meta;

import io.weir.error.InvalidRequestException;
import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.Position;
import io.weir.table.TableSchema;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A schema while changes are made to it. */
final class SchemaDraft {

    private final TableSchema base;
    private final boolean hasSnapshots;
    private final Map<String, String> options;
    private List<Field> fields;
    private List<String> primaryKeys;
    private int highestFieldId;
    private @Nullable String comment;

    SchemaDraft(TableSchema base, boolean hasSnapshots) {
        this.base = base;
        this.hasSnapshots = hasSnapshots;
        this.options = new TreeMap<>(base.options());
        this.fields = new ArrayList<>(base.fields());
        this.primaryKeys = new ArrayList<>(base.primaryKeys());
        this.highestFieldId = base.highestFieldId();
        this.comment = base.comment();
    }

    /** The schema as it is now, with an id and a time. */
    TableSchema toSchema(long id, long timeMillis) {
        return new TableSchema(
                id,
                fields,
                highestFieldId,
                base.partitionKeys(),
                primaryKeys,
                options,
                comment,
                timeMillis);
    }

    void apply(SchemaChange change) {
        if (change instanceof SchemaChange.AddColumn add) {
            addColumn(add);
        } else if (change instanceof SchemaChange.DropColumn drop) {
            dropColumn(drop.path());
        } else if (change instanceof SchemaChange.RenameColumn rename) {
            renameColumn(rename.path(), rename.newName());
        } else if (change instanceof SchemaChange.ChangeType retype) {
            changeType(retype.path(), retype.type());
        } else if (change instanceof SchemaChange.ChangeNullability nullability) {
            changeNullability(nullability.path(), nullability.nullable());
        } else if (change instanceof SchemaChange.ChangeComment described) {
            update(
                    described.path(),
                    old ->
                            new Field(
                                    old.id(),
                                    old.name(),
                                    old.type(),
                                    described.comment(),
                                    old.defaultValue()));
        } else if (change instanceof SchemaChange.ChangeDefault changed) {
            changeDefault(changed);
        } else if (change instanceof SchemaChange.MoveColumn move) {
            moveColumn(move);
        } else if (change instanceof SchemaChange.SetOption set) {
            OptionChanges.check(options, set.key(), set.value(), hasSnapshots);
            options.put(set.key(), set.value());
        } else if (change instanceof SchemaChange.RemoveOption remove) {
            OptionChanges.check(options, remove.key(), null, hasSnapshots);
            options.remove(remove.key());
        } else if (change instanceof SchemaChange.ChangeTableComment commented) {
            comment = commented.comment();
        }
    }

    private void addColumn(SchemaChange.AddColumn add) {
        String name = last(add.path());
        if (!add.type().nullable()) {
            throw new InvalidRequestException(
                    "column " + text(add.path()) + " must be nullable: old rows have no value");
        }
        updateRow(
                parent(add.path()),
                siblings -> {
                    if (indexOf(siblings, name) >= 0) {
                        throw new InvalidRequestException(
                                "column " + text(add.path()) + " is there already");
                    }
                    FieldIds ids = new FieldIds(highestFieldId);
                    Field added = ids.assign(new Field(0, name, add.type(), add.comment(), null));
                    highestFieldId = ids.highest();
                    List<Field> changed = new ArrayList<>(siblings);
                    changed.add(position(changed, add.position(), add.path().size() == 1), added);
                    return changed;
                });
    }

    /** Where an added or moved field goes among its siblings. */
    private int position(List<Field> siblings, Position position, boolean column) {
        return switch (position.kind()) {
            case FIRST -> 0;
            case LAST -> column ? lastPosition(siblings) : siblings.size();
            case AFTER -> required(siblings, String.valueOf(position.other())) + 1;
            case BEFORE -> required(siblings, String.valueOf(position.other()));
        };
    }

    private int lastPosition(List<Field> siblings) {
        if (flag("add-column-before-partition", false)) {
            for (int at = 0; at < siblings.size(); at++) {
                if (base.partitionKeys().contains(siblings.get(at).name())) {
                    return at;
                }
            }
        }
        return siblings.size();
    }

    private boolean flag(String key, boolean otherwise) {
        String text = options.get(key);
        return text == null ? otherwise : text.trim().equalsIgnoreCase("true");
    }

    private void dropColumn(List<String> path) {
        if (path.size() == 1) {
            refuseKey(path, "dropped", true);
        }
        updateRow(
                parent(path),
                siblings -> {
                    int at = required(siblings, last(path));
                    if (siblings.size() == 1) {
                        throw new InvalidRequestException(
                                "column " + text(path) + " is the only one and cannot be dropped");
                    }
                    List<Field> changed = new ArrayList<>(siblings);
                    changed.remove(at);
                    return changed;
                });
    }

    private void renameColumn(List<String> path, String newName) {
        if (path.size() == 1) {
            refuseKey(path, "renamed", false);
            SchemaCheck.name(newName);
        }
        updateRow(
                parent(path),
                siblings -> {
                    int at = required(siblings, last(path));
                    if (indexOf(siblings, newName) >= 0) {
                        throw new InvalidRequestException(
                                "column " + newName + " is there already");
                    }
                    List<Field> changed = new ArrayList<>(siblings);
                    changed.set(at, siblings.get(at).withName(newName));
                    return changed;
                });
        if (path.size() == 1) {
            primaryKeys.replaceAll(key -> key.equals(path.get(0)) ? newName : key);
            OptionChanges.renameColumn(options, path.get(0), newName);
        }
    }

    private void changeType(List<String> path, DataType type) {
        if (path.size() == 1) {
            refuseKey(path, "given another type", true);
        }
        boolean explicit = !flag("disable-explicit-type-casting", false);
        update(
                path,
                old -> {
                    if (!TypeChanges.allowed(old.type(), type, explicit)) {
                        throw new InvalidRequestException(
                                "column "
                                        + text(path)
                                        + " of type "
                                        + old.type()
                                        + " cannot be changed to "
                                        + type);
                    }
                    boolean same = old.type().notNull().equals(type.notNull());
                    return same ? old : old.withType(type.withNullable(old.type().nullable()));
                });
    }

    private void changeNullability(List<String> path, boolean nullable) {
        if (nullable && path.size() == 1 && primaryKeys.contains(path.get(0))) {
            throw new InvalidRequestException(
                    "primary key column " + path.get(0) + " cannot be nullable");
        }
        boolean tighten = !flag("alter-column-null-to-not-null.disabled", true);
        update(
                path,
                old -> {
                    if (old.type().nullable() && !nullable && !tighten) {
                        throw new InvalidRequestException(
                                "column "
                                        + text(path)
                                        + " cannot be made NOT NULL unless option"
                                        + " 'alter-column-null-to-not-null.disabled' is false");
                    }
                    return old.withType(old.type().withNullable(nullable));
                });
    }

    private void changeDefault(SchemaChange.ChangeDefault change) {
        update(
                change.path(),
                old ->
                        new Field(
                                old.id(),
                                old.name(),
                                old.type(),
                                old.description(),
                                change.defaultValue()));
    }

    private void moveColumn(SchemaChange.MoveColumn move) {
        int at = required(fields, move.column());
        Field moved = fields.get(at);
        if (move.column().equals(move.position().other())) {
            throw new InvalidRequestException(
                    "column " + move.column() + " cannot be moved beside itself");
        }
        List<Field> changed = new ArrayList<>(fields);
        changed.remove(at);
        boolean last = move.position().kind() == Position.Kind.LAST;
        changed.add(last ? changed.size() : position(changed, move.position(), true), moved);
        fields = changed;
    }

    /** Refuses to touch a partition column, and if asked a primary key column. */
    private void refuseKey(List<String> path, String what, boolean primaryToo) {
        String name = path.get(0);
        boolean partition = base.partitionKeys().contains(name);
        if (partition || (primaryToo && primaryKeys.contains(name))) {
            throw new InvalidRequestException(
                    (partition ? "partition" : "primary key")
                            + " column "
                            + name
                            + " cannot be "
                            + what);
        }
    }

    /** Changes the field at a path. */
    private void update(List<String> path, UnaryOperator<Field> change) {
        String name = last(path);
        List<String> parent = parent(path);
        DataType owner = parent.isEmpty() ? null : typeAt(parent);
        if (owner != null && !(owner instanceof RowType)) {
            // The element of an array or the value of a map is no field: it only has a type.
            updateType(path, type -> change.apply(Field.of(0, name, type)).type());
            return;
        }
        updateRow(
                parent,
                siblings -> {
                    int at = required(siblings, name);
                    List<Field> changed = new ArrayList<>(siblings);
                    changed.set(at, change.apply(siblings.get(at)));
                    return changed;
                });
    }

    /** Changes the fields of the table (empty path) or of the ROW at a path. */
    private void updateRow(List<String> path, UnaryOperator<List<Field>> change) {
        if (path.isEmpty()) {
            fields = change.apply(fields);
            return;
        }
        updateType(
                path,
                type -> {
                    if (!(type instanceof RowType row)) {
                        throw new InvalidRequestException(
                                "column " + text(path) + " of type " + type + " is not a ROW");
                    }
                    return new RowType(change.apply(row.fields()), row.nullable());
                });
    }

    private void updateType(List<String> path, UnaryOperator<DataType> change) {
        int at = required(fields, path.get(0));
        List<Field> changed = new ArrayList<>(fields);
        Field field = fields.get(at);
        changed.set(
                at, field.withType(changeAt(field.type(), path.subList(1, path.size()), change)));
        fields = changed;
    }

    /** A type in which the part that the steps lead to is changed. */
    private static DataType changeAt(
            DataType type, List<String> steps, UnaryOperator<DataType> change) {
        if (steps.isEmpty()) {
            return change.apply(type);
        }
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (type instanceof ArrayType array && step.equals("element")) {
            return new ArrayType(changeAt(array.element(), rest, change), array.nullable());
        }
        if (type instanceof MapType map && step.equals("value")) {
            return new MapType(map.key(), changeAt(map.value(), rest, change), map.nullable());
        }
        if (type instanceof RowType row) {
            int at = required(row.fields(), step);
            List<Field> changed = new ArrayList<>(row.fields());
            Field field = row.field(at);
            changed.set(at, field.withType(changeAt(field.type(), rest, change)));
            return new RowType(changed, row.nullable());
        }
        throw new InvalidRequestException("type " + type + " has no part " + step);
    }

    private DataType typeAt(List<String> path) {
        DataType[] found = new DataType[1];
        DataType type = fields.get(required(fields, path.get(0))).type();
        changeAt(
                type,
                path.subList(1, path.size()),
                part -> {
                    found[0] = part;
                    return part;
                });
        return found[0];
    }

    private static int indexOf(List<Field> siblings, String name) {
        for (int at = 0; at < siblings.size(); at++) {
            if (siblings.get(at).name().equals(name)) {
                return at;
            }
        }
        return -1;
    }

    private static int required(List<Field> siblings, String name) {
        int at = indexOf(siblings, name);
        if (at < 0) {
            throw new InvalidRequestException(
                    "no column "
                            + name
                            + "; columns are "
                            + String.join(", ", siblings.stream().map(Field::name).toList()));
        }
        return at;
    }

    private static List<String> parent(List<String> path) {
        return path.subList(0, path.size() - 1);
    }

    private static String last(List<String> path) {
        if (path.isEmpty()) {
            throw new InvalidRequestException("a column path is empty");
        }
        return path.get(path.size() - 1);
    }

    private static String text(List<String> path) {
        return String.join(".", path);
    }
}
