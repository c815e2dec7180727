package io.weir.cdc;

import io.weir.type.DataType;
import java.util.List;

/**
 * A table of the source as its catalog describes it.
 *
 * @param schema name of the schema
 * @param name of the table
 * @param columns in order
 * @param primaryKey column names, empty when there is none
 * @param toastable whether large values may be kept outside the row, so that an update may not
 *     carry them
 * @param fullIdentity whether the source logs whole old rows
 */
record SourceTable(
        String schema,
        String name,
        List<Column> columns,
        List<String> primaryKey,
        boolean toastable,
        boolean fullIdentity) {

    /** A column with the type it gets in the lake. */
    record Column(String name, DataType type) {}

    String fullName() {
        return schema + "." + name;
    }

    /**
     * Name in the lake: the table's own, with the schema in front unless that is {@code public}.
     */
    String lakeName() {
        return schema.equals("public") ? name : schema + "_" + name;
    }
}
