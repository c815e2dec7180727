package io.weir.core.file;

import io.weir.core.codec.BinaryRow;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the partition columns of one partition, as Java values. Partition columns can be
 * neither renamed nor retyped, so the table's current schema says what they are.
 */
record PartitionValues(Map<String, @Nullable Object> byName, Map<Integer, @Nullable Object> byId) {

    static PartitionValues of(TableSchema schema, byte[] partition) {
        RowType type = schema.partitionType();
        Map<String, @Nullable Object> byName = new LinkedHashMap<>();
        Map<Integer, @Nullable Object> byId = new LinkedHashMap<>();
        if (type.size() > 0) {
            BinaryRow row = BinaryRow.ofSerialized(partition);
            for (int column = 0; column < type.size(); column++) {
                Field field = type.field(column);
                Object value = row.value(field.type(), column);
                byName.put(field.name(), value);
                byId.put(field.id(), value);
            }
        }
        return new PartitionValues(byName, byId);
    }

    boolean has(int fieldId) {
        return byId.containsKey(fieldId);
    }

    @Nullable Object value(int fieldId) {
        return byId.get(fieldId);
    }
}
