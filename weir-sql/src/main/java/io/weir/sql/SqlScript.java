package io.weir.sql;

import java.util.ArrayList;
import java.util.List;

/** Scripts: statements with semicolons between them. */
public final class SqlScript {

    private SqlScript() {}

    /**
     * A statement of a script.
     *
     * @param statement without its semicolon
     * @param line of the script where its first word stands, from 1
     */
    public record Part(String statement, int line) {}

    /**
     * The statements of a script in order, without their semicolons and without empty ones.
     * Semicolons in quotes, dollar quotes and comments do not count. An unclosed quote runs to the
     * end of the text.
     */
    public static List<Part> parts(String script) {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        int first = -1;
        for (Token token : Lexer.tokensOfUnfinished(script)) {
            boolean end = token.kind() == Token.Kind.END;
            if (end || token.isSymbol(";")) {
                if (first >= 0) {
                    long breaks = script.substring(0, first).chars().filter(c -> c == '\n').count();
                    String statement = script.substring(start, token.start()).strip();
                    parts.add(new Part(statement, 1 + (int) breaks));
                }
                start = token.end();
                first = -1;
            } else if (first < 0) {
                first = token.start();
            }
        }
        return parts;
    }

    /** The statements of {@link #parts}. */
    public static List<String> split(String script) {
        return parts(script).stream().map(Part::statement).toList();
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
