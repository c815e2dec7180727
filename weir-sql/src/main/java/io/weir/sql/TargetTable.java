package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table that an UPDATE, DELETE or MERGE changes, and what the statement calls it.
 *
 * @param path its names
 * @param alias the alias, or the last name
 */
record TargetTable(List<String> path, String alias) {

    private static final Set<String> NOT_ALIASES = Set.of("SET", "WHERE", "USING", "ON", "WHEN");

    /** Reads {@code db.t [[AS] alias]}. */
    static TargetTable parse(StatementTokens tokens) {
        List<String> path = tokens.qualifiedName("the name of a table");
        if (tokens.take("AS")) {
            return new TargetTable(path, tokens.name("an alias"));
        }
        boolean alias = tokens.peek().isName() && !NOT_ALIASES.contains(tokens.peek().keyword());
        return new TargetTable(path, alias ? tokens.name("an alias") : path.get(path.size() - 1));
    }

    /** Whether it is the query engine's and not a table of ours. */
    boolean isOfEngine(SessionState session) {
        return path.size() == 1 && session.scope().find(path).isEmpty();
    }

    /** The table, which must have a primary key. */
    Table keyed(SessionState session, String statement) {
        Table table = session.scope().changedTable(path);
        if (!table.schema().hasPrimaryKey()) {
            throw new InvalidRequestException(
                    statement
                            + " needs a table with a primary key, "
                            + table.identifier()
                            + " is an append table");
        }
        return table;
    }

    /** The names in SQL. */
    String name() {
        return String.join(".", path.stream().map(EngineTypes::quote).toList());
    }

    /** All columns of the table in SQL. */
    List<String> columns(Table table) {
        return table.rowType().fields().stream().map(this::column).toList();
    }

    /** A column of the table in SQL. */
    String column(Field field) {
        return EngineTypes.quote(alias) + "." + EngineTypes.quote(field.name());
    }

    /** Reads {@code column = expression, ...} up to one of the keywords: SQL text by column. */
    static Map<String, String> assignments(StatementTokens tokens, String... end) {
        List<String> ends = new ArrayList<>(List.of(end));
        ends.add(",");
        Map<String, String> assignments = new LinkedHashMap<>();
        do {
            List<String> column = tokens.qualifiedName("a column");
            tokens.expectSymbol("=");
            String name = column.get(column.size() - 1);
            String value = tokens.until(ends.toArray(String[]::new));
            if (value.isEmpty()) {
                throw tokens.problem("a value for column " + name);
            }
            if (assignments.put(name, value) != null) {
                throw new InvalidRequestException("column " + name + " is given twice");
            }
        } while (tokens.takeSymbol(","));
        return assignments;
    }

    /** SQL text of every column after assignments: the new value, or the old one. */
    List<String> updated(Table table, Map<String, String> assignments) {
        Map<String, String> byColumn = new LinkedHashMap<>();
        assignments.forEach(
                (name, value) -> {
                    String column = TableInsert.column(table.rowType(), name);
                    if (table.schema().primaryKeys().contains(column)) {
                        throw new InvalidRequestException(
                                "column " + column + " is part of the primary key and stays");
                    }
                    byColumn.put(column, value);
                });
        List<String> values = new ArrayList<>();
        for (Field field : table.rowType().fields()) {
            String assigned = byColumn.get(field.name());
            values.add(
                    assigned == null
                            ? column(field)
                            : TableInsert.cast("(" + assigned + ")", field));
        }
        return values;
    }
}
