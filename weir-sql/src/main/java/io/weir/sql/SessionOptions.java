package io.weir.sql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SET 'key' = 'value'} and {@code RESET 'key'}: options of tables that hold for the session.
 * Settings of the query engine are not quoted and go to it.
 */
final class SessionOptions {

    private SessionOptions() {}

    /** Reads what follows {@code SET}; null if it is for the query engine. */
    static @Nullable Statement set(StatementTokens tokens) {
        if (tokens.atEnd()) {
            return session -> {
                FixedResult result = FixedResult.ofTexts("key", "value");
                for (Map.Entry<String, String> entry : session.scope().options().entrySet()) {
                    result.add(entry.getKey(), entry.getValue());
                }
                return result;
            };
        }
        if (tokens.peek().kind() != Token.Kind.STRING) {
            return null;
        }
        String key = tokens.string("a key");
        tokens.expectSymbol("=");
        String value = tokens.propertyValue();
        tokens.expectEnd();
        return session -> {
            session.scope().options().put(key, value);
            return FixedResult.done("'" + key + "' is '" + value + "' for this session");
        };
    }

    /** Reads what follows {@code RESET}; null if it is for the query engine. */
    static @Nullable Statement reset(StatementTokens tokens) {
        if (!tokens.atEnd() && tokens.peek().kind() != Token.Kind.STRING) {
            return null;
        }
        String key = tokens.atEnd() ? null : tokens.string("a key");
        tokens.expectEnd();
        return session -> {
            if (key == null) {
                session.scope().options().clear();
                return FixedResult.done("no option is set for this session");
            }
            session.scope().options().remove(key);
            return FixedResult.done("'" + key + "' is not set for this session");
        };
    }
}
