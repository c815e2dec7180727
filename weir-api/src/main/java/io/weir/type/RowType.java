package io.weir.type;

import io.weir.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An ordered list of named, typed fields: the shape of a table's rows or of a nested value. Names
 * are unique.
 */
public final class RowType implements DataType {

    private final List<Field> fields;
    private final boolean nullable;
    private final Map<String, Integer> indexByName;

    public RowType(List<Field> fields, boolean nullable) {
        this.fields = List.copyOf(fields);
        this.nullable = nullable;
        this.indexByName = new HashMap<>(fields.size() * 2);
        for (int column = 0; column < fields.size(); column++) {
            if (indexByName.put(fields.get(column).name(), column) != null) {
                throw new InvalidRequestException(
                        "column " + fields.get(column).name() + " is declared twice");
            }
        }
    }

    /** A row type as tables have it: the row itself is never null. */
    public static RowType of(List<Field> fields) {
        return new RowType(fields, false);
    }

    public static RowType of(Field... fields) {
        return new RowType(List.of(fields), false);
    }

    public List<Field> fields() {
        return fields;
    }

    public Field field(int column) {
        return fields.get(column);
    }

    /** The field of that name, or an error that lists the columns there are. */
    public Field field(String name) {
        return fields.get(index(name));
    }

    public DataType type(int column) {
        return fields.get(column).type();
    }

    public int size() {
        return fields.size();
    }

    /** Position of a column, or -1. */
    public int indexOf(String name) {
        return indexByName.getOrDefault(name, -1);
    }

    /** Position of a column, or an error that lists the columns there are. */
    public int index(String name) {
        Integer found = indexByName.get(name);
        if (found == null) {
            throw new InvalidRequestException(
                    "no column " + name + "; columns are " + String.join(", ", names()));
        }
        return found;
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** The row type of the named columns, in the given order. */
    public RowType project(List<String> names) {
        List<Field> chosen = new ArrayList<>(names.size());
        for (String name : names) {
            chosen.add(field(name));
        }
        return new RowType(chosen, nullable);
    }

    /** The row type of the columns at these positions. */
    public RowType project(int[] columns) {
        List<Field> chosen = new ArrayList<>(columns.length);
        for (int column : columns) {
            chosen.add(fields.get(column));
        }
        return new RowType(chosen, nullable);
    }

    @Override
    public TypeKind kind() {
        return TypeKind.ROW;
    }

    @Override
    public boolean nullable() {
        return nullable;
    }

    @Override
    public RowType withNullable(boolean value) {
        return value == nullable ? this : new RowType(fields, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowType that
                && nullable == that.nullable
                && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields, nullable);
    }

    @Override
    public String toString() {
        return fields.stream()
                .map(field -> field.name() + " " + field.type())
                .collect(Collectors.joining(", ", "ROW<", nullable ? ">" : "> NOT NULL"));
    }
}
