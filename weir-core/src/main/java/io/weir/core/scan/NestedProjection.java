package io.weir.core.scan;

import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/** Matches wanted columns, in which nested fields may be left out, with those of a table. */
final class NestedProjection {

    private NestedProjection() {}

    /**
     * The wanted field with the table's id and nullability.
     *
     * @param path for the error, names with dots between
     */
    static Field match(Field wanted, Field table, String path) {
        return table.withType(match(wanted.type(), table.type(), path));
    }

    private static DataType match(DataType wanted, DataType table, String path) {
        if (wanted instanceof RowType wantedRow && table instanceof RowType tableRow) {
            List<Field> fields = new ArrayList<>(wantedRow.size());
            for (Field field : wantedRow.fields()) {
                fields.add(match(field, tableRow.field(field.name()), path + "." + field.name()));
            }
            if (fields.isEmpty()) {
                throw new InvalidRequestException("column " + path + " is wanted without fields");
            }
            return new RowType(fields, table.nullable());
        }
        if (wanted instanceof ArrayType wantedArray && table instanceof ArrayType tableArray) {
            return new ArrayType(
                    match(wantedArray.element(), tableArray.element(), path), table.nullable());
        }
        if (wanted instanceof MapType wantedMap && table instanceof MapType tableMap) {
            return new MapType(
                    match(wantedMap.key(), tableMap.key(), path),
                    match(wantedMap.value(), tableMap.value(), path),
                    table.nullable());
        }
        if (!wanted.withNullable(true).equals(table.withNullable(true))) {
            throw new InvalidRequestException(
                    "column " + path + " has type " + table + ", wanted is " + wanted);
        }
        return table;
    }
}
