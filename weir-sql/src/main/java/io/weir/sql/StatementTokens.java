package io.weir.sql;

import io.weir.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A statement's tokens and a place among them, with the steps that parsers of statements share. */
final class StatementTokens {

    private final String text;
    private final List<Token> tokens;
    private int position;

    StatementTokens(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    String text() {
        return text;
    }

    Token peek() {
        return tokens.get(position);
    }

    Token peek(int distance) {
        return tokens.get(Math.min(position + distance, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Moves to the first token at or behind a place of the text. */
    void moveBehind(int place) {
        while (!atEnd() && peek().start() < place) {
            position++;
        }
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Takes these keywords if they all come next. */
    boolean take(String... keywords) {
        for (int at = 0; at < keywords.length; at++) {
            if (!peek(at).isWord(keywords[at])) {
                return false;
            }
        }
        position += keywords.length;
        return true;
    }

    boolean takeSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            position++;
            return true;
        }
        return false;
    }

    void expect(String... keywords) {
        for (String keyword : keywords) {
            if (!take(keyword)) {
                throw problem(keyword);
            }
        }
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw problem("'" + symbol + "'");
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw problem("the end of the statement");
        }
    }

    /** A name, quoted or not. */
    String name(String what) {
        if (!peek().isName()) {
            throw problem(what);
        }
        return next().value();
    }

    String string(String what) {
        if (peek().kind() != Token.Kind.STRING) {
            throw problem(what);
        }
        return next().value();
    }

    /** {@code name[.name]}. */
    List<String> qualifiedName(String what) {
        List<String> parts = new ArrayList<>();
        parts.add(name(what));
        while (takeSymbol(".")) {
            parts.add(name(what));
        }
        return parts;
    }

    /** {@code (name, name ...)}. */
    List<String> nameList(String what) {
        List<String> names = new ArrayList<>();
        expectSymbol("(");
        do {
            names.add(name(what));
        } while (takeSymbol(","));
        expectSymbol(")");
        return names;
    }

    /**
     * {@code ('key' = 'value', ...)}; keys may also be names with points, values words and numbers.
     */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        expectSymbol("(");
        while (!peek().isSymbol(")")) {
            String key = propertyKey();
            if (!takeSymbol("=")) {
                throw problem("'='");
            }
            properties.put(key, propertyValue());
            if (!takeSymbol(",") && !peek().isSymbol(")")) {
                throw problem("',' or ')'");
            }
        }
        expectSymbol(")");
        return properties;
    }

    String propertyKey() {
        if (peek().kind() == Token.Kind.STRING) {
            return next().value();
        }
        StringBuilder key = new StringBuilder(name("the name of an option"));
        while (peek().isSymbol(".") || peek().isSymbol("-")) {
            key.append(next().value()).append(name("the name of an option"));
        }
        return key.toString();
    }

    String propertyValue() {
        Token value = peek();
        if (value.kind() == Token.Kind.STRING
                || value.kind() == Token.Kind.NUMBER
                || value.kind() == Token.Kind.WORD) {
            return next().value();
        }
        throw problem("the value of an option");
    }

    /** The text from the next token to the end. */
    String rest() {
        return text.substring(peek().start());
    }

    /** The text from one token up to another one, which is not in it. */
    String between(int from, int to) {
        return from >= to ? "" : text.substring(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    /**
     * Moves to the next token outside of parentheses that is one of these keywords, or to the end;
     * gives the text passed.
     */
    String until(String... keywords) {
        int from = position;
        int depth = 0;
        int cases = 0;
        while (!atEnd()) {
            Token token = peek();
            if (depth == 0 && cases == 0) {
                for (String keyword : keywords) {
                    boolean found =
                            Character.isLetter(keyword.charAt(0))
                                    ? token.isWord(keyword)
                                    : token.isSymbol(keyword);
                    if (found) {
                        return between(from, position);
                    }
                }
            }
            if (token.kind() == Token.Kind.SYMBOL) {
                depth += "([{".contains(token.value()) ? 1 : ")]}".contains(token.value()) ? -1 : 0;
            }
            cases += token.isWord("CASE") ? 1 : cases > 0 && token.isWord("END") ? -1 : 0;
            position++;
        }
        return between(from, position);
    }

    InvalidRequestException problem(String expected) {
        Token token = peek();
        String found =
                token.kind() == Token.Kind.END
                        ? "the end of the statement"
                        : "'" + text.substring(token.start(), token.end()) + "'";
        return new InvalidRequestException(
                String.format(Locale.ROOT, "expected %s but found %s", expected, found));
    }
}
