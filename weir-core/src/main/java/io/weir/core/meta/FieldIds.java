package io.weir.core.meta;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives ids to fields in the order of the reference (format section 2.3): a column takes its id
 * first and its nested fields follow; inside a ROW a field takes its id after the fields inside it.
 */
final class FieldIds {

    private int highest;

    /**
     * @param highest greatest id given so far, -1 for none
     */
    FieldIds(int highest) {
        this.highest = highest;
    }

    int highest() {
        return highest;
    }

    /** A column, or a field added to a ROW, with new ids. */
    Field assign(Field field) {
        int id = ++highest;
        return field.withId(id).withType(assign(field.type()));
    }

    private DataType assign(DataType type) {
        if (type instanceof ArrayType array) {
            return new ArrayType(assign(array.element()), array.nullable());
        }
        if (type instanceof MultisetType multiset) {
            return new MultisetType(assign(multiset.element()), multiset.nullable());
        }
        if (type instanceof MapType map) {
            return new MapType(assign(map.key()), assign(map.value()), map.nullable());
        }
        if (type instanceof RowType row) {
            List<Field> fields = new ArrayList<>(row.size());
            for (Field field : row.fields()) {
                DataType inner = assign(field.type());
                fields.add(field.withType(inner).withId(++highest));
            }
            return new RowType(fields, row.nullable());
        }
        return type;
    }
}
