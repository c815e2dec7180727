package io.weir.interop;

import io.weir.type.RowType;
import java.util.List;
import java.util.Map;

/**
 * A table of a test.
 *
 * @param name in the database {@code db}
 * @param type its columns
 * @param partitionKeys may be empty
 * @param primaryKeys may be empty: an append table
 * @param options keys and values
 */
record TableSpec(
        String name,
        RowType type,
        List<String> partitionKeys,
        List<String> primaryKeys,
        Map<String, String> options) {

    static final String DATABASE = "db";

    /** The same table with these options alone. */
    TableSpec withOptions(Map<String, String> options) {
        return new TableSpec(name, type, partitionKeys, primaryKeys, options);
    }
}
