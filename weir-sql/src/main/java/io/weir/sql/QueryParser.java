package io.weir.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import org.jspecify.annotations.Nullable;

/** The query engine's parser: text to trees. One thread at a time. */
final class QueryParser {

    private final Engine engine;
    private @Nullable ObjectMapper mapper;

    QueryParser(Engine engine) {
        this.engine = engine;
    }

    /**
     * The tree of a query; null for other statements of the query engine.
     *
     * @throws InvalidRequestException a syntax error
     */
    @Nullable JsonNode query(String text) {
        JsonNode root = tree(engine.value("json_serialize_sql(" + EngineTypes.literal(text) + ")"));
        if (root.path("error").asBoolean()) {
            if (root.path("error_type").asText().equals("not implemented")) {
                return null;
            }
            throw new InvalidRequestException(root.path("error_message").asText());
        }
        int statements = root.path("statements").size();
        if (statements != 1) {
            throw new InvalidRequestException("expected one statement but found " + statements);
        }
        return root.path("statements").get(0).path("node");
    }

    /** The tree of a condition; null if the text is not one. */
    @Nullable JsonNode condition(String text) {
        try {
            JsonNode tree = query("SELECT 1 WHERE " + text);
            JsonNode condition = tree == null ? null : tree.path("where_clause");
            return condition != null && condition.isObject() ? condition : null;
        } catch (WeirException e) {
            // What a plan shows need not be SQL.
            return null;
        }
    }

    JsonNode tree(String json) {
        ObjectMapper made = mapper;
        if (made == null) {
            made = new ObjectMapper();
            mapper = made;
        }
        try {
            return made.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("the query engine's answer is not JSON", e);
        }
    }
}
