package io.weir.sql;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/** Types as a statement can repeat them: names in rows quoted where needed, with their comments. */
final class TypeText {

    private TypeText() {}

    static String of(DataType type) {
        String text;
        if (type instanceof ArrayType array) {
            text = "ARRAY<" + of(array.element()) + ">";
        } else if (type instanceof MultisetType multiset) {
            text = "MULTISET<" + of(multiset.element()) + ">";
        } else if (type instanceof MapType map) {
            text = "MAP<" + of(map.key()) + ", " + of(map.value()) + ">";
        } else if (type instanceof RowType row) {
            text = "ROW<" + fields(row) + ">";
        } else {
            return type.toString();
        }
        return type.nullable() ? text : text + " NOT NULL";
    }

    private static String fields(RowType row) {
        List<String> fields = new ArrayList<>();
        for (Field field : row.fields()) {
            boolean plain = field.name().matches("[A-Za-z_][A-Za-z0-9_]*");
            String text = plain ? field.name() : Shows.backquoted(field.name());
            text += " " + of(field.type());
            if (field.description() != null) {
                text += " COMMENT " + EngineTypes.literal(field.description());
            }
            fields.add(text);
        }
        return String.join(", ", fields);
    }
}
