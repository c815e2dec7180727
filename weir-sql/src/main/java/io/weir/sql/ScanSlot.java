package io.weir.sql;

import io.weir.table.Table;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One place of a query where a table of ours is read.
 *
 * @param number counts from 0 in the query
 * @param table with the options of its hint and time travel
 * @param place where its source is to be put into the query's text
 */
record ScanSlot(int number, Table table, int place) {

    RowType rowType() {
        return table.rowType();
    }

    /** The stub in place of the table: a function that has its columns and no rows. */
    String stub() {
        List<String> columns = new ArrayList<>();
        for (Field field : rowType().fields()) {
            String name = EngineTypes.quote(field.name());
            columns.add(
                    StubFunctions.goesAsText(field.type())
                            ? "CAST("
                                    + name
                                    + " AS "
                                    + EngineTypes.name(field.type())
                                    + ") AS "
                                    + name
                            : name);
        }
        return "(SELECT " + String.join(", ", columns) + " FROM " + functionName() + "())";
    }

    String functionName() {
        return "weir_scan_" + number;
    }

    /**
     * A source in place of the table that has some of its columns; the others, which the query's
     * plan does not read, are nulls of their type, so that names and types stay.
     */
    String over(String source, Set<String> columns) {
        List<String> selected = new ArrayList<>();
        for (Field field : rowType().fields()) {
            String name = EngineTypes.quote(field.name());
            selected.add(
                    columns.contains(field.name()) ? name : nothing(field.type()) + " AS " + name);
        }
        return "(SELECT " + String.join(", ", selected) + " FROM " + source + ")";
    }

    private static String nothing(DataType type) {
        return "CAST(NULL AS " + EngineTypes.name(type) + ")";
    }
}
