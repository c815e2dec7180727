package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import io.weir.type.TypeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE FROM t [AS a] [WHERE condition]}. Whole tables and whole partitions are dropped
 * from the metadata; else the rows that satisfy the condition get a delete each.
 */
record Delete(TargetTable target, @Nullable String where, String text) implements Explained {

    /** Reads what follows {@code DELETE}. */
    static Delete parse(StatementTokens tokens) {
        tokens.expect("FROM");
        TargetTable target = TargetTable.parse(tokens);
        if (tokens.peek().isWord("USING")) {
            throw new InvalidRequestException(
                    "DELETE .. USING is not supported; MERGE INTO t USING other ON .. WHEN MATCHED"
                            + " THEN DELETE does it, or DELETE FROM t WHERE id IN (SELECT ..)");
        }
        String where = tokens.take("WHERE") ? tokens.until(";") : null;
        tokens.expectEnd();
        return new Delete(target, where, tokens.text());
    }

    @Override
    public SqlResult execute(SessionState session) {
        if (target.isOfEngine(session)) {
            return session.queries().run(text);
        }
        Table table = session.scope().changedTable(target.path());
        Map<String, String> partition = droppedPartitions(session, table);
        if (partition != null) {
            Truncate.execute(session, table, partition);
            return FixedResult.done(
                    partition.isEmpty() ? "all rows deleted" : "all rows of the partition deleted");
        }
        TableCommitter.Rows rows =
                RowChanges.ofDeletes(table).rows(session.queries().run(rowsQuery(session)));
        return FixedResult.rowsChanged("deleted", new TableCommitter(session, table).append(rows));
    }

    @Override
    public @Nullable String query(SessionState session) {
        if (target.isOfEngine(session)) {
            return text;
        }
        Table table = session.scope().changedTable(target.path());
        return droppedPartitions(session, table) == null ? rowsQuery(session) : null;
    }

    private String rowsQuery(SessionState session) {
        Table table = target.keyed(session, "DELETE of some rows");
        RowChanges changes = RowChanges.ofDeletes(table);
        List<String> row = changes.withKind(target.columns(table), RowKind.DELETE);
        return "SELECT "
                + changes.selected(row, Byte.toString(RowKind.DELETE.code()), List.of())
                + " FROM "
                + target.name()
                + " AS "
                + EngineTypes.quote(target.alias())
                + " WHERE ("
                + (where == null ? "TRUE" : where)
                + ")";
    }

    private static boolean keepsChangelog(Table table) {
        return table.schema().hasPrimaryKey()
                && table.options()
                        .find("delete.force-produce-changelog")
                        .orElse("false")
                        .equalsIgnoreCase("true");
    }

    /** The partitions to drop whole; null if rows must be deleted one by one. */
    private @Nullable Map<String, String> droppedPartitions(SessionState session, Table table) {
        return keepsChangelog(table) ? null : wholePartitions(session, table);
    }

    /**
     * The values of partition columns if the condition says nothing else, the empty map without a
     * condition; null for other conditions.
     */
    private @Nullable Map<String, String> wholePartitions(SessionState session, Table table) {
        if (where == null) {
            return Map.of();
        }
        JsonNode condition = session.queries().condition(where);
        Map<String, String> values = new LinkedHashMap<>();
        boolean whole =
                condition != null
                        && !table.schema().partitionKeys().isEmpty()
                        && collect(condition, table, values);
        return whole ? values : null;
    }

    private boolean collect(JsonNode node, Table table, Map<String, String> values) {
        String type = node.path("type").asText();
        if (type.equals("CONJUNCTION_AND")) {
            for (JsonNode child : node.path("children")) {
                if (!collect(child, table, values)) {
                    return false;
                }
            }
            return true;
        }
        JsonNode names = node.path("left").path("column_names");
        JsonNode literal = node.path("right").path("literal");
        if (!type.equals("COMPARE_EQUAL") || names.isEmpty() || !literal.isObject()) {
            return false;
        }
        boolean named =
                names.size() == 1
                        || (names.size() == 2
                                && names.get(0).asText().equalsIgnoreCase(target.alias()));
        String column = names.get(names.size() - 1).asText();
        String kind = literal.path("kind").asText();
        String text = literal.path("text").asText();
        String sql = kind.equals("STRING") ? EngineTypes.literal(text) : text;
        return named
                && table.schema().partitionKeys().contains(column)
                && compares(kind, table.rowType().field(column).type().kind())
                && values.put(column, sql) == null;
    }

    /**
     * Whether comparing a column with such a literal is comparing it with the literal cast to the
     * column's type. A text column and a number are compared as numbers: {@code '05' = 5}.
     */
    private static boolean compares(String literal, TypeKind column) {
        return switch (literal) {
            case "STRING" -> true;
            case "INTEGER" -> column.isNumeric();
            case "BOOLEAN" -> column == TypeKind.BOOLEAN;
            default -> false;
        };
    }
}
