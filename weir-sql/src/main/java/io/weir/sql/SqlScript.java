package io.weir.sql;

import java.util.ArrayList;
import java.util.List;

/** Scripts: statements with semicolons between them. */
public final class SqlScript {

    private SqlScript() {}

    /**
     * The statements of a script in order, without their semicolons and without empty ones.
     * Semicolons in quotes, dollar quotes and comments do not count. An unclosed quote runs to the
     * end of the text.
     */
    public static List<String> split(String script) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        boolean empty = true;
        for (Token token : Lexer.tokensOfUnfinished(script)) {
            boolean end = token.kind() == Token.Kind.END;
            if (end || token.isSymbol(";")) {
                if (!empty) {
                    statements.add(script.substring(start, token.start()).strip());
                }
                start = token.end();
                empty = true;
            } else {
                empty = false;
            }
        }
        return statements;
    }

    /**
     * Whether a text typed so far can be executed: it holds nothing, or its last statement is ended
     * by a semicolon. A shell asks for another line otherwise.
     */
    public static boolean isComplete(String script) {
        if (Lexer.endsInside(script)) {
            return false;
        }
        List<Token> tokens = Lexer.tokensOfUnfinished(script);
        return tokens.size() < 2 || tokens.get(tokens.size() - 2).isSymbol(";");
    }
}
