package io.weir.sql;

import org.jspecify.annotations.Nullable;

/** Statements of the query engine that hold a query over tables of ours. */
final class EngineStatements {

    private EngineStatements() {}

    /** Reads what follows {@code COPY}; null unless it copies out of something. */
    static @Nullable Statement copy(StatementTokens tokens) {
        String query;
        if (tokens.takeSymbol("(")) {
            query = tokens.until(")");
            tokens.expectSymbol(")");
        } else {
            int from = tokens.position();
            tokens.qualifiedName("the name of a table");
            query = "FROM " + tokens.between(from, tokens.position());
        }
        if (!tokens.peek().isWord("TO")) {
            return null;
        }
        String target = tokens.rest();
        return session -> session.queries().run("COPY (", query, ") " + target);
    }

    /**
     * Reads what follows {@code PIVOT}. A pivot without a list of values first asks for them, which
     * needs its source twice: that goes into a temporary table.
     */
    static Statement pivot(StatementTokens tokens) {
        int from = tokens.position();
        String source;
        if (tokens.takeSymbol("(")) {
            source = tokens.until(")");
            tokens.expectSymbol(")");
        } else {
            tokens.qualifiedName("the name of a table");
            source = "FROM " + tokens.between(from, tokens.position());
        }
        String rest = tokens.rest();
        String copy = "weir_pivot";
        return session -> {
            session.queries()
                    .run("CREATE OR REPLACE TEMP TABLE " + copy + " AS ", source, "")
                    .close();
            EngineResult result = session.queries().run("PIVOT " + copy + " " + rest);
            result.onClose(() -> session.engine().run("DROP TABLE IF EXISTS temp.main." + copy));
            return result;
        };
    }
}
