package io.weir.sql;

import io.weir.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL text into {@link Token}s, dropping blanks and comments. It knows what DuckDB and Flink
 * write: names in double quotes and backquotes, strings with doubled quotes, {@code E'..'} strings,
 * dollar quotes, line comments, nested block comments and hints.
 */
final class Lexer {

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private boolean unfinished;

    private Lexer(String text) {
        this.text = text;
    }

    /** All tokens, the last one of kind END. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.run();
        if (lexer.unfinished) {
            throw new InvalidRequestException("a quote or comment in the statement is not closed");
        }
        return lexer.tokens;
    }

    /** The tokens of text that may end within a quote or comment, which then is its last token. */
    static List<Token> tokensOfUnfinished(String text) {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    /** Whether text ends within a quote or a block comment. */
    static boolean endsInside(String text) {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.unfinished;
    }

    private void run() {
        while (position < text.length()) {
            next();
        }
        tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
    }

    private void next() {
        char c = text.charAt(position);
        if (Character.isWhitespace(c)) {
            position++;
        } else if (text.startsWith("--", position)) {
            int end = text.indexOf('\n', position);
            position = end < 0 ? text.length() : end + 1;
        } else if (text.startsWith("/*", position)) {
            comment();
        } else if (c == '\'') {
            quoted(Token.Kind.STRING, position, position, '\'', false);
        } else if ((c == 'e' || c == 'E') && peek(1) == '\'') {
            quoted(Token.Kind.STRING, position, position + 1, '\'', true);
        } else if (c == '"' || c == '`') {
            quoted(Token.Kind.NAME, position, position, c, false);
        } else if (c == '$' && dollarTag() != null) {
            dollarQuoted();
        } else if (isNameStart(c)) {
            int start = position;
            while (position < text.length() && isNamePart(text.charAt(position))) {
                position++;
            }
            add(Token.Kind.WORD, text.substring(start, position), start);
        } else if (isDigit(c) || c == '.' && isDigit(peek(1)) && !followsName()) {
            number();
        } else {
            symbol();
        }
    }

    private void add(Token.Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, start, position));
    }

    private char peek(int distance) {
        int at = position + distance;
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || Character.isLetter(c) || Character.isSurrogate(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c) || c == '$';
    }

    /** Whether a point here belongs to a name before it, as in {@code t.1}. */
    private boolean followsName() {
        return !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).end() == position
                && tokens.get(tokens.size() - 1).isName();
    }

    private void comment() {
        int start = position;
        boolean hint = peek(2) == '+';
        int depth = 0;
        while (position < text.length()) {
            if (text.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (text.startsWith("*/", position)) {
                depth--;
                position += 2;
                if (depth == 0) {
                    if (hint) {
                        add(Token.Kind.HINT, text.substring(start + 3, position - 2), start);
                    }
                    return;
                }
            } else {
                position++;
            }
        }
        unfinished = true;
    }

    private void quoted(Token.Kind kind, int start, int open, char quote, boolean escapes) {
        StringBuilder value = new StringBuilder();
        position = open + 1;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (escapes && c == '\\' && position + 1 < text.length()) {
                value.append(text.charAt(position + 1));
                position += 2;
            } else if (c == quote && peek(1) == quote) {
                value.append(quote);
                position += 2;
            } else if (c == quote) {
                position++;
                add(kind, value.toString(), start);
                return;
            } else {
                value.append(c);
                position++;
            }
        }
        unfinished = true;
        add(kind, value.toString(), start);
    }

    /** The tag of a dollar quote that starts here, with both dollars; null if none does. */
    private @Nullable String dollarTag() {
        int end = position + 1;
        while (end < text.length()
                && (isNameStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        boolean tag = end < text.length() && text.charAt(end) == '$' && !isDigit(peek(1));
        return tag ? text.substring(position, end + 1) : null;
    }

    private void dollarQuoted() {
        int start = position;
        String tag = text.substring(start, text.indexOf('$', start + 1) + 1);
        int end = text.indexOf(tag, start + tag.length());
        if (end < 0) {
            unfinished = true;
            position = text.length();
            add(Token.Kind.STRING, text.substring(start + tag.length()), start);
            return;
        }
        position = end + tag.length();
        add(Token.Kind.STRING, text.substring(start + tag.length(), end), start);
    }

    private void number() {
        int start = position;
        while (position < text.length()) {
            char c = text.charAt(position);
            boolean exponentSign =
                    (c == '+' || c == '-') && "eE".indexOf(text.charAt(position - 1)) >= 0;
            if (!(isNamePart(c) && c != '$') && c != '.' && !(exponentSign && position > start)) {
                break;
            }
            position++;
        }
        add(Token.Kind.NUMBER, text.substring(start, position), start);
    }

    private void symbol() {
        int start = position;
        boolean pair = text.startsWith("::", position) || text.startsWith("=>", position);
        position += pair ? 2 : 1;
        add(Token.Kind.SYMBOL, text.substring(start, position), start);
    }
}
