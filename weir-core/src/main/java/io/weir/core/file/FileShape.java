package io.weir.core.file;

import io.weir.option.FileOptions;
import io.weir.table.TableSchema;
import io.weir.type.RowType;

/**
 * The columns of the files a writer makes.
 *
 * @param keyed whether rows have sequence number and kind
 * @param table the table's columns
 * @param file the columns of the file, see {@link FileColumns}
 * @param keys the trimmed primary key columns
 * @param keyColumns positions of those in the table
 * @param extraKeyColumns how many {@code _KEY_} columns the file has
 */
record FileShape(
        boolean keyed,
        RowType table,
        RowType file,
        RowType keys,
        int[] keyColumns,
        int extraKeyColumns) {

    static FileShape of(FileWriterSpec spec) {
        TableSchema schema = spec.schema();
        boolean thin = schema.tableOptions().get(FileOptions.THIN_MODE);
        RowType table = schema.rowType();
        RowType keys = FileColumns.keyType(schema);
        int[] keyColumns = new int[keys.size()];
        for (int column = 0; column < keyColumns.length; column++) {
            keyColumns[column] = table.index(keys.field(column).name());
        }
        return new FileShape(
                schema.hasPrimaryKey(),
                table,
                FileColumns.of(schema, thin),
                keys,
                keyColumns,
                thin ? 0 : keyColumns.length);
    }

    /** Position in the file of the first table column. */
    int firstValueColumn() {
        return keyed ? extraKeyColumns + 2 : 0;
    }
}
