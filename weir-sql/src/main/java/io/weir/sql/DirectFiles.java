package io.weir.sql;

import io.weir.storage.Location;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits whose files the query engine may read itself, which costs it about half of what taking
 * batches from us does. It gives the same rows when a split is raw, its files are local Parquet
 * files of the table's only schema, and the columns are of types that Parquet tells exactly.
 */
final class DirectFiles {

    private DirectFiles() {}

    /** Whether files of a table can be read so for these columns. */
    static boolean suit(Table table, RowType columns) {
        return table.schema().id() == 0
                && columns.size() > 0
                && columns.fields().stream().allMatch(field -> isExact(field.type()));
    }

    private static boolean isExact(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    FLOAT,
                    DOUBLE,
                    DECIMAL,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    DATE ->
                    true;
            case TIMESTAMP, TIMESTAMP_LTZ -> ((ScalarType) type).precision() <= 6;
            case TIME, ARRAY, MAP, MULTISET, ROW -> false;
        };
    }

    /** Whether all files of a split are local Parquet files with names that are no patterns. */
    static boolean suit(Split split) {
        return split.isRaw()
                && !split.files().isEmpty()
                && split.files().stream().allMatch(DirectFiles::isLocalParquet);
    }

    private static boolean isLocalParquet(Location file) {
        String path = file.path();
        boolean pattern = path.chars().anyMatch(c -> "*?[]{}".indexOf(c) >= 0);
        return file.scheme().equals("file") && path.endsWith(".parquet") && !pattern;
    }

    /** A query that reads the columns of the splits' files. */
    static String query(List<Split> splits, RowType columns) {
        List<String> files = new ArrayList<>();
        for (Split split : splits) {
            split.files().forEach(file -> files.add(EngineTypes.literal(file.path())));
        }
        List<String> selected = new ArrayList<>();
        for (Field field : columns.fields()) {
            String name = EngineTypes.quote(field.name());
            selected.add("CAST(" + name + " AS " + EngineTypes.name(field.type()) + ") AS " + name);
        }
        return "SELECT "
                + String.join(", ", selected)
                + " FROM read_parquet(["
                + String.join(", ", files)
                + "], hive_partitioning = false, union_by_name = false)";
    }
}
