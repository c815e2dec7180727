package io.weir.table;

import io.weir.option.Options;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table's definition.
 *
 * @param id from 0 up
 * @param fields the columns in order
 * @param highestFieldId greatest field id ever given, nested ones included
 * @param partitionKeys names of partition columns in partition order
 * @param primaryKeys names of primary key columns; empty for append tables
 * @param options keys and values as set by users
 * @param comment of the table
 * @param timeMillis when this version was made
 */
public record TableSchema(
        long id,
        List<Field> fields,
        int highestFieldId,
        List<String> partitionKeys,
        List<String> primaryKeys,
        Map<String, String> options,
        @Nullable String comment,
        long timeMillis) {

    public TableSchema {
        fields = List.copyOf(fields);
        partitionKeys = List.copyOf(partitionKeys);
        primaryKeys = List.copyOf(primaryKeys);
        options = Map.copyOf(options);
    }

    /** The same version with other options. */
    public TableSchema withOptions(Map<String, String> changed) {
        return new TableSchema(
                id,
                fields,
                highestFieldId,
                partitionKeys,
                primaryKeys,
                changed,
                comment,
                timeMillis);
    }

    public RowType rowType() {
        return RowType.of(fields);
    }

    public RowType partitionType() {
        return rowType().project(partitionKeys);
    }

    /** Primary key columns that are not partition columns, in primary key order. */
    public List<String> trimmedPrimaryKeys() {
        return primaryKeys.stream().filter(name -> !partitionKeys.contains(name)).toList();
    }

    public Options tableOptions() {
        return Options.of(options);
    }

    public boolean hasPrimaryKey() {
        return !primaryKeys.isEmpty();
    }
}
