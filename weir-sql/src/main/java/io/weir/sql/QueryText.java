package io.weir.sql;

import io.weir.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A query in DuckDB's own spelling, and what was said about its tables in ours. Names in backquotes
 * become names in double quotes; hints and {@code FOR ... AS OF} clauses are taken out and kept
 * beside the table name they follow.
 */
final class QueryText {

    /**
     * What was said about one table.
     *
     * @param options of the hint, empty without one
     * @param version SQL text of the version to read, null when not given
     * @param timestamp SQL text of the time to read, null when not given
     */
    record Remark(
            Map<String, String> options, @Nullable String version, @Nullable String timestamp) {
        static final Remark NONE = new Remark(Map.of(), null, null);
    }

    private static final Set<String> UNITS =
            Set.of("VERSION", "SYSTEM_VERSION", "TIMESTAMP", "SYSTEM_TIME");
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "|");

    private final String source;
    private final List<Token> tokens;
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Remark> remarks = new HashMap<>();
    private final TreeMap<Integer, Integer> unused = new TreeMap<>();
    private int copied;

    private QueryText(String source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    static QueryText of(String query) {
        QueryText made = new QueryText(query);
        made.run();
        return made;
    }

    /** The query in DuckDB's spelling. */
    String text() {
        return text.toString();
    }

    /** What was said about the table whose name ends at this place of the text. */
    Remark remark(int nameEnd) {
        unused.remove(nameEnd);
        return remarks.getOrDefault(nameEnd, Remark.NONE);
    }

    /** Refuses hints and time travel that stand behind something that is not a table of ours. */
    void checkAllUsed() {
        if (!unused.isEmpty()) {
            String before = source.substring(0, unused.firstEntry().getValue()).strip();
            String word = before.substring(Math.max(0, before.length() - 30));
            throw new InvalidRequestException(
                    "a hint or FOR .. AS OF must directly follow the name of a table, not '"
                            + word
                            + "'");
        }
    }

    private void run() {
        int at = 0;
        while (tokens.get(at).kind() != Token.Kind.END) {
            Token token = tokens.get(at);
            if (token.kind() == Token.Kind.NAME && source.charAt(token.start()) == '`') {
                copyTo(token.start());
                text.append(EngineTypes.quote(token.value()));
                copied = token.end();
                at++;
            } else if (token.isWord("DEFAULT") && tokens.get(at + 1).isSymbol(".")) {
                // A keyword of DuckDB, and the usual name of the first database.
                copyTo(token.start());
                text.append(EngineTypes.quote(token.value()));
                copied = token.end();
                at++;
            } else if (isOptionsHint(token) || isTimeTravel(at)) {
                at = remark(at, token);
            } else if (token.isWord("TABLE") && isFirst(at) && tokens.get(at + 1).isName()) {
                copyTo(token.start());
                text.append("FROM");
                copied = token.end();
                at++;
            } else if (needsFrom(at)) {
                copyTo(token.end());
                text.append(" FROM ");
                at++;
            } else {
                at++;
            }
        }
        copyTo(source.length());
    }

    private void copyTo(int end) {
        text.append(source, copied, end);
        copied = end;
    }

    private static boolean isOptionsHint(Token token) {
        return token.kind() == Token.Kind.HINT
                && token.value().strip().toUpperCase(java.util.Locale.ROOT).startsWith("OPTIONS");
    }

    /** Whether {@code [FOR] VERSION AS OF} or the like starts here; FOR is left out by Spark. */
    private boolean isTimeTravel(int at) {
        boolean announced = tokens.get(at).isWord("FOR");
        int unit = announced ? at + 1 : at;
        return unit + 2 < tokens.size()
                && UNITS.contains(tokens.get(unit).keyword())
                && tokens.get(unit + 1).isWord("AS")
                && tokens.get(unit + 2).isWord("OF")
                && (announced || followsTable(at));
    }

    /** Whether the names before a token stand where a query names a table. */
    private boolean followsTable(int at) {
        int first = at - 1;
        while (first > 1 && tokens.get(first).isName() && tokens.get(first - 1).isSymbol(".")) {
            first -= 2;
        }
        return first > 0
                && tokens.get(first).isName()
                && (tokens.get(first - 1).isSymbol(",")
                        || Set.of("FROM", "JOIN", "USING")
                                .contains(tokens.get(first - 1).keyword()));
    }

    private boolean isFirst(int at) {
        return at == 0 || tokens.get(at - 1).isSymbol("(");
    }

    /**
     * {@code SUMMARIZE t} and {@code TABLE t} hide where the name stands; with FROM they do not.
     */
    private boolean needsFrom(int at) {
        Token token = tokens.get(at);
        return isFirst(at)
                && (token.isWord("SUMMARIZE") || token.isWord("DESCRIBE"))
                && tokens.get(at + 1).isName()
                && !Set.of("SELECT", "FROM", "WITH", "VALUES", "TABLE")
                        .contains(tokens.get(at + 1).keyword());
    }

    /** Takes out the hints and time travel that begin at a token; gives the first token behind. */
    private int remark(int first, Token token) {
        copyTo(first == 0 ? 0 : tokens.get(first - 1).end());
        int nameEnd = text.length();
        Remark remark = Remark.NONE;
        int at = first;
        while (isOptionsHint(tokens.get(at)) || isTimeTravel(at)) {
            if (tokens.get(at).kind() == Token.Kind.HINT) {
                remark =
                        new Remark(
                                hintOptions(tokens.get(at).value()),
                                remark.version(),
                                remark.timestamp());
                at++;
            } else {
                int unit = tokens.get(at).isWord("FOR") ? at + 1 : at;
                boolean version = tokens.get(unit).keyword().endsWith("VERSION");
                int end = skipExpression(unit + 3);
                String value =
                        source.substring(tokens.get(unit + 3).start(), tokens.get(end - 1).end());
                remark =
                        version
                                ? new Remark(remark.options(), value, remark.timestamp())
                                : new Remark(remark.options(), remark.version(), value);
                at = end;
            }
        }
        copied = tokens.get(at - 1).end();
        remarks.put(nameEnd, remark);
        unused.put(nameEnd, token.start());
        return at;
    }

    /** The token behind the expression that starts at a token: operands with operators between. */
    private int skipExpression(int first) {
        int at = skipOperand(first);
        while (true) {
            Token token = tokens.get(at);
            if (token.isSymbol("::")) {
                at = skipParentheses(at + 2);
            } else if (token.kind() == Token.Kind.SYMBOL && OPERATORS.contains(token.value())) {
                at = skipOperand(at + 1);
            } else {
                return at;
            }
        }
    }

    private int skipOperand(int first) {
        Token token = tokens.get(first);
        if (token.kind() == Token.Kind.END) {
            throw new InvalidRequestException("a value is missing behind AS OF");
        }
        if (token.isSymbol("(")) {
            return skipParentheses(first);
        }
        if (token.isSymbol("-") || token.isSymbol("+") || token.isSymbol("|")) {
            return skipOperand(first + 1);
        }
        boolean typed =
                Set.of("TIMESTAMP", "DATE", "INTERVAL", "TIMESTAMPTZ").contains(token.keyword());
        if (typed && tokens.get(first + 1).kind() == Token.Kind.STRING) {
            boolean unit = token.isWord("INTERVAL") && isUnit(tokens.get(first + 2));
            return first + (unit ? 3 : 2);
        }
        if (token.isWord("INTERVAL") && tokens.get(first + 1).kind() == Token.Kind.NUMBER) {
            return first + (isUnit(tokens.get(first + 2)) ? 3 : 2);
        }
        int at = first + 1;
        while (token.isName() && tokens.get(at).isSymbol(".")) {
            at += 2;
        }
        return token.isName() ? skipParentheses(at) : at;
    }

    private static boolean isUnit(Token token) {
        return Set.of(
                        "SECOND",
                        "SECONDS",
                        "MINUTE",
                        "MINUTES",
                        "HOUR",
                        "HOURS",
                        "DAY",
                        "DAYS",
                        "WEEK",
                        "WEEKS",
                        "MONTH",
                        "MONTHS",
                        "YEAR",
                        "YEARS",
                        "MILLISECOND",
                        "MILLISECONDS")
                .contains(token.keyword());
    }

    private int skipParentheses(int first) {
        if (!tokens.get(first).isSymbol("(")) {
            return first;
        }
        int depth = 0;
        for (int at = first; at < tokens.size(); at++) {
            depth += tokens.get(at).isSymbol("(") ? 1 : tokens.get(at).isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                return at + 1;
            }
        }
        throw new InvalidRequestException("a parenthesis is not closed");
    }

    /** Reads {@code OPTIONS('k' = 'v', ...)}. */
    static Map<String, String> hintOptions(String hint) {
        StatementTokens tokens = new StatementTokens(hint);
        tokens.expect("OPTIONS");
        Map<String, String> options = tokens.properties();
        tokens.expectEnd();
        return options;
    }

    /**
     * Places in a text by places in its UTF-8 bytes: entry b is where byte b's character begins.
     */
    static int[] placesOfBytes(String text) {
        int[] places = new int[text.getBytes(StandardCharsets.UTF_8).length + 1];
        int at = 0;
        for (int place = 0; place < text.length(); ) {
            int point = text.codePointAt(place);
            int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            Arrays.fill(places, at, at + size, place);
            at += size;
            place += Character.charCount(point);
        }
        places[at] = text.length();
        return places;
    }

    /** The remarks in order of their places, for tests. */
    List<Remark> remarks() {
        return new ArrayList<>(new TreeMap<>(remarks).values());
    }
}
