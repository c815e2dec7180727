package io.weir.table;

import io.weir.type.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new table is to be; the ids of fields are given by the catalog and ignored here.
 *
 * @param columns in order, at least one
 * @param partitionKeys may be empty
 * @param primaryKeys may be empty: an append table
 * @param options keys and values
 * @param comment of the table
 */
public record TableDefinition(
        List<Field> columns,
        List<String> partitionKeys,
        List<String> primaryKeys,
        Map<String, String> options,
        @Nullable String comment) {

    public TableDefinition {
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        primaryKeys = List.copyOf(primaryKeys);
        options = Map.copyOf(options);
    }
}
