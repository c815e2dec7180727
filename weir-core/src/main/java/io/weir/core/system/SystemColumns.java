package io.weir.core.system;

import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a system table, one after the other; those that are never null end in {@code !}.
 */
final class SystemColumns {

    private final List<Field> fields = new ArrayList<>();

    private SystemColumns() {}

    static SystemColumns of() {
        return new SystemColumns();
    }

    SystemColumns text(String name) {
        return add(name, DataType.string());
    }

    SystemColumns bigint(String name) {
        return add(name, DataType.bigint());
    }

    SystemColumns integer(String name) {
        return add(name, DataType.integer());
    }

    SystemColumns time(String name) {
        return add(name, DataType.timestamp(3));
    }

    SystemColumns texts(String name) {
        return add(name, DataType.array(DataType.string()));
    }

    private SystemColumns add(String name, DataType type) {
        boolean required = name.endsWith("!");
        String plain = required ? name.substring(0, name.length() - 1) : name;
        fields.add(Field.of(fields.size(), plain, type.withNullable(!required)));
        return this;
    }

    RowType type() {
        return RowType.of(fields);
    }
}
