package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place of a query where a table is named.
 *
 * @param path the names: catalog, database, table, those that were given
 * @param alias what the query calls it, empty when nothing else than its name
 * @param start first byte of the text
 * @param length bytes of the name with its alias and everything between
 * @param at the clause {@code AT (VERSION => ..)} as parsed, null without one
 */
record TableReference(
        List<String> path, String alias, int start, int length, @Nullable JsonNode at) {

    /**
     * The tables that a parsed statement names, names of common table expressions not counted.
     *
     * @param statement as {@code json_serialize_sql} gives it
     */
    static List<TableReference> find(JsonNode statement) {
        List<TableReference> found = new ArrayList<>();
        walk(statement, Set.of(), found);
        return found;
    }

    private static void walk(JsonNode node, Set<String> hidden, List<TableReference> found) {
        if (node.isArray()) {
            node.forEach(child -> walk(child, hidden, found));
        } else if (node.isObject()) {
            if (node.path("type").asText().equals("BASE_TABLE")) {
                addTable(node, hidden, found);
            }
            Set<String> inside = walkWith(node, hidden, found);
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getKey().equals("cte_map")) {
                    walk(field.getValue(), inside, found);
                }
            }
        }
    }

    /** Walks the WITH clause of a node; gives the names hidden in the rest of the node. */
    private static Set<String> walkWith(
            JsonNode node, Set<String> hidden, List<TableReference> found) {
        Set<String> inside = hidden;
        for (JsonNode entry : node.path("cte_map").path("map")) {
            String name = entry.path("key").asText().toLowerCase(Locale.ROOT);
            JsonNode value = entry.path("value");
            Set<String> with = new HashSet<>(inside);
            with.add(name);
            boolean recursive =
                    value.path("query_node").path("type").asText().equals("RECURSIVE_CTE_NODE");
            walk(value, recursive ? with : inside, found);
            inside = with;
        }
        return inside;
    }

    private static void addTable(JsonNode node, Set<String> hidden, List<TableReference> found) {
        List<String> path = new ArrayList<>();
        node.path("qualified_name").path("path").forEach(part -> path.add(part.asText()));
        boolean expression =
                path.size() == 1 && hidden.contains(path.get(0).toLowerCase(Locale.ROOT));
        JsonNode start = node.path("query_location");
        if (!expression && !path.isEmpty() && start.canConvertToInt()) {
            JsonNode at = node.path("at_clause");
            found.add(
                    new TableReference(
                            List.copyOf(path),
                            node.path("alias").asText(),
                            start.asInt(),
                            node.path("query_location_length").asInt(),
                            at.isObject() ? at : null));
        }
    }
}
