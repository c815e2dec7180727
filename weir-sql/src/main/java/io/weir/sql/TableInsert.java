package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a query into a table as one commit: columns by position, cast to the table's
 * types, missing ones filled with their default or null.
 */
final class TableInsert {

    private final Table table;
    private List<String> columns;
    private final Map<String, String> staticValues = new LinkedHashMap<>();

    private TableInsert(Table table) {
        this.table = table;
        this.columns = table.rowType().names();
    }

    static TableInsert into(Table table) {
        return new TableInsert(table);
    }

    /** The query gives only these columns, in this order. */
    TableInsert withColumns(List<String> names) {
        List<String> own = new ArrayList<>();
        for (String name : names) {
            String column = column(table.rowType(), name);
            if (own.contains(column)) {
                throw new InvalidRequestException("column " + column + " is given twice");
            }
            own.add(column);
        }
        columns = own;
        return this;
    }

    /** These columns are the same in every row, as SQL text; the query does not give them. */
    TableInsert withStaticValues(Map<String, String> values) {
        List<String> left = new ArrayList<>(columns);
        values.forEach(
                (name, value) -> {
                    String column = column(table.rowType(), name);
                    left.remove(column);
                    staticValues.put(column, value);
                });
        columns = left;
        return this;
    }

    /** The table's column of that name; in other case only if there is no exact one. */
    static String column(RowType rowType, String name) {
        if (rowType.indexOf(name) >= 0) {
            return name;
        }
        List<String> matches = rowType.names().stream().filter(name::equalsIgnoreCase).toList();
        return matches.size() == 1 ? matches.get(0) : rowType.field(name).name();
    }

    /** Runs the query and writes its rows; gives how many there were. */
    long execute(SessionState session, String query) {
        return new TableCommitter(session, table).append(rows(session, query));
    }

    /** The rows to write, as a source that is opened once. */
    TableCommitter.Rows rows(SessionState session, String query) {
        int given = session.queries().columns(query).size();
        if (given != columns.size()) {
            throw new InvalidRequestException(
                    "table "
                            + table.identifier()
                            + " takes "
                            + columns.size()
                            + " columns ("
                            + String.join(", ", columns)
                            + ") but the query gives "
                            + given);
        }
        // The table's own names, since errors of casts tell them.
        List<String> names = columns.stream().map(EngineTypes::quote).toList();
        String prefix = "SELECT " + String.join(", ", selected()) + " FROM (";
        String suffix = ") AS q(" + String.join(", ", names) + ")";
        EngineResult result = session.queries().run(prefix, query, suffix);
        return new TableCommitter.Rows(result, result.batches(table.rowType()), () -> 0);
    }

    private List<String> selected() {
        List<String> selected = new ArrayList<>();
        for (Field field : table.rowType().fields()) {
            int position = columns.indexOf(field.name());
            String value =
                    position >= 0
                            ? EngineTypes.quote(field.name())
                            : staticValues.getOrDefault(field.name(), "NULL");
            selected.add(cast(value, field) + " AS " + EngineTypes.quote(field.name()));
        }
        return selected;
    }

    /** SQL text that makes a value fit a column: its type, its length, its default for null. */
    static String cast(String value, Field field) {
        DataType type = field.type();
        String cast = "CAST(" + value + " AS " + EngineTypes.name(type) + ")";
        if (type instanceof ScalarType scalar && scalar.kind().isBytes()) {
            cast = checkedLength(cast, scalar, field.name());
        }
        String defaultValue = field.defaultValue();
        return defaultValue == null
                ? cast
                : "COALESCE("
                        + cast
                        + ", CAST("
                        + EngineTypes.literal(defaultValue)
                        + " AS "
                        + EngineTypes.name(type)
                        + "))";
    }

    private static String checkedLength(String value, ScalarType type, String column) {
        if (type.length() == ScalarType.LENGTH_MAX) {
            return value;
        }
        boolean text = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR;
        String length = (text ? "length(" : "octet_length(") + value + ")";
        String problem =
                EngineTypes.literal(
                        "column " + column + " of type " + type + " got a value of length ");
        return "CASE WHEN "
                + length
                + " > "
                + type.length()
                + " THEN error("
                + problem
                + " || "
                + length
                + ") ELSE "
                + value
                + " END";
    }

    /** One row of values computed from SQL text, of the columns' types. */
    static Map<String, @Nullable Object> constants(
            SessionState session, RowType rowType, Map<String, String> values) {
        Map<String, @Nullable Object> constants = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            Field field = rowType.field(column(rowType, entry.getKey()));
            String sql = "SELECT " + cast(entry.getValue(), field);
            try (EngineResult result = session.queries().run(sql)) {
                List<@Nullable Object> row = result.next();
                constants.put(field.name(), row == null ? null : row.get(0));
            }
        }
        return constants;
    }
}
