package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import io.weir.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens a table as a query asks for it: options of the session, of a hint, of time travel. */
final class TimeTravel {

    private TimeTravel() {}

    /**
     * @param remark hint and {@code FOR .. AS OF}
     * @param at the parsed clause {@code AT (..)}
     * @param engine computes the expressions
     */
    static Table table(
            TableScope scope,
            Identifier identifier,
            QueryText.Remark remark,
            @Nullable JsonNode at,
            Engine engine) {
        Map<String, String> options = new LinkedHashMap<>(scope.options());
        options.putAll(remark.options());
        if (remark.version() != null) {
            options.put("scan.version", engine.value(version(remark.version())));
        }
        if (remark.timestamp() != null) {
            options.put("scan.timestamp-millis", millis(engine, remark.timestamp()));
        }
        if (at != null) {
            String value = literal(at.path("expr"));
            if (at.path("unit").asText().toUpperCase(Locale.ROOT).equals("VERSION")) {
                options.put("scan.version", engine.value(version(value)));
            } else {
                options.put("scan.timestamp-millis", millis(engine, value));
            }
        }
        Table table = scope.catalog().table(identifier);
        return options.isEmpty() ? table : table.withOptions(options);
    }

    /** A version is a number, a text, or a bare tag name. */
    private static String version(String text) {
        List<Token> tokens = Lexer.tokens(text);
        return tokens.size() == 2 && tokens.get(0).isName()
                ? EngineTypes.literal(tokens.get(0).value())
                : "CAST((" + text + ") AS VARCHAR)";
    }

    /** Milliseconds since 1970; a plain number counts seconds. */
    private static String millis(Engine engine, String expression) {
        List<Token> tokens = Lexer.tokens(expression);
        if (tokens.size() == 2 && tokens.get(0).kind() == Token.Kind.NUMBER) {
            return engine.value(
                    "CAST(floor(CAST((" + expression + ") AS DECIMAL(30, 6)) * 1000) AS BIGINT)");
        }
        return engine.value("epoch_ms(CAST((" + expression + ") AS TIMESTAMP WITH TIME ZONE))");
    }

    private static String literal(JsonNode expression) {
        JsonNode literal = expression.path("literal");
        if (!literal.isObject()) {
            throw new InvalidRequestException(
                    "AT takes a literal; FOR TIMESTAMP AS OF takes an expression");
        }
        String text = literal.path("text").asText();
        return literal.path("kind").asText().equals("STRING") ? EngineTypes.literal(text) : text;
    }
}
