package io.weir.type;

import io.weir.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the text of a type: the spelling of schema files for scalars ({@code DECIMAL(12, 2) NOT
 * NULL}), and SQL's for nested types.
 *
 * <pre>
 * type   := (scalar | nested) [NULL | NOT NULL]
 * nested := ARRAY&lt;type&gt; | MULTISET&lt;type&gt; | MAP&lt;type, type&gt; | ROW&lt;[field {, field}]&gt;
 * field  := name type [[COMMENT] 'comment']
 * name   := letters, digits and _ | `any text, `` for a backquote` | "any text, "" for a quote"
 * </pre>
 *
 * <p>Words may be in any case; {@code ROW(...)} is taken too. Fields inside rows get ids 0, 1, 2 in
 * the order in which they are read, since who stores the type gives the real ones.
 */
public final class TypeParser {

    private static final int DEPTH_MAX = 64;

    private final String text;
    private int at;
    private int depth;
    private int nextFieldId;

    private TypeParser(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /**
     * A type found at a place of a longer text.
     *
     * @param type the type, with its nullability
     * @param end place behind the last character that belongs to it
     */
    public record Parsed(DataType type, int end) {}

    /**
     * Reads a type that is the whole text.
     *
     * @throws InvalidRequestException the text is not a type, or one this engine does not have;
     *     says where
     */
    public static DataType parse(String text) {
        TypeParser parser = new TypeParser(text, 0);
        DataType type = parser.type();
        parser.space();
        if (parser.at < text.length()) {
            throw parser.problem("something follows the type");
        }
        return type;
    }

    /** Reads a type that begins at a place of a text and may be followed by something else. */
    public static Parsed parseAt(String text, int from) {
        TypeParser parser = new TypeParser(text, from);
        DataType type = parser.type();
        int end = parser.at;
        while (Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Parsed(type, end);
    }

    private DataType type() {
        if (++depth > DEPTH_MAX) {
            throw problem("types are nested more than " + DEPTH_MAX + " deep");
        }
        DataType type = unmarked(word("a type").toUpperCase(Locale.ROOT));
        depth--;
        if (taken("NOT")) {
            if (!taken("NULL")) {
                throw problem("NULL must follow NOT");
            }
            return type.notNull();
        }
        pass("NULL");
        return type;
    }

    private DataType unmarked(String name) {
        return switch (name) {
            case "BOOLEAN" -> DataType.bool();
            case "TINYINT" -> DataType.tinyint();
            case "SMALLINT" -> DataType.smallint();
            case "INT", "INTEGER" -> DataType.integer();
            case "BIGINT" -> DataType.bigint();
            case "FLOAT" -> DataType.floating();
            case "DOUBLE" -> {
                pass("PRECISION");
                yield DataType.doubling();
            }
            case "DECIMAL", "NUMERIC", "DEC" -> decimal();
            case "CHAR" -> DataType.character(parameter(1));
            case "BINARY" -> DataType.binary(parameter(1));
            case "VARCHAR" -> DataType.varchar(length("VARCHAR", "STRING"));
            case "VARBINARY" -> DataType.varbinary(length("VARBINARY", "BYTES"));
            case "STRING" -> DataType.string();
            case "BYTES" -> DataType.bytes();
            case "DATE" -> DataType.date();
            case "TIME" -> time();
            case "TIMESTAMP" -> timestamp();
            case "TIMESTAMP_LTZ" -> DataType.timestampLtz(parameter(6));
            case "ARRAY" -> array();
            case "MULTISET" -> multiset();
            case "MAP" -> map();
            case "ROW" -> row();
            case "VARIANT", "BLOB", "VECTOR", "GEOMETRY", "GEOGRAPHY" ->
                    throw problem("type " + name + " is not supported");
            default ->
                    throw problem(
                            "unknown type "
                                    + name
                                    + "; there are BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT,"
                                    + " DOUBLE, DECIMAL, CHAR, VARCHAR, STRING, BINARY, VARBINARY,"
                                    + " BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, ARRAY, MAP,"
                                    + " MULTISET, ROW");
        };
    }

    private DataType decimal() {
        if (!symbol('(')) {
            return DataType.decimal(10, 0);
        }
        int precision = number();
        int scale = symbol(',') ? number() : 0;
        expect(')');
        return DataType.decimal(precision, scale);
    }

    private DataType time() {
        int precision = parameter(0);
        zone(false);
        return DataType.time(precision);
    }

    private DataType timestamp() {
        int precision = parameter(6);
        return zone(true) ? DataType.timestampLtz(precision) : DataType.timestamp(precision);
    }

    /**
     * Reads {@code WITH LOCAL TIME ZONE} (true) or {@code WITHOUT TIME ZONE} or nothing (false).
     */
    private boolean zone(boolean localAllowed) {
        boolean local = taken("WITH");
        if (local && (!localAllowed || !taken("LOCAL"))) {
            throw problem("a zone other than LOCAL TIME ZONE is not supported");
        }
        if ((local || taken("WITHOUT")) && !(taken("TIME") && taken("ZONE"))) {
            throw problem("TIME ZONE must follow");
        }
        return local;
    }

    private DataType array() {
        char close = open();
        DataType element = type();
        expect(close);
        return DataType.array(element);
    }

    private DataType multiset() {
        char close = open();
        DataType element = type();
        expect(close);
        return DataType.multiset(element);
    }

    private DataType map() {
        char close = open();
        DataType key = type();
        expect(',');
        DataType value = type();
        expect(close);
        return DataType.map(key, value);
    }

    private DataType row() {
        char close = open();
        List<Field> fields = new ArrayList<>();
        if (symbol(close)) {
            return new RowType(fields, true);
        }
        do {
            String name = name();
            int id = nextFieldId++;
            DataType type = type();
            boolean announced = taken("COMMENT");
            space();
            boolean quoted = at < text.length() && text.charAt(at) == '\'';
            if (announced && !quoted) {
                throw problem("a quoted text must follow COMMENT");
            }
            fields.add(new Field(id, name, type, quoted ? quoted('\'') : null, null));
        } while (symbol(','));
        expect(close);
        return new RowType(fields, true);
    }

    /** Reads the opening bracket and gives the closing one that belongs to it. */
    private char open() {
        if (symbol('(')) {
            return ')';
        }
        expect('<');
        return '>';
    }

    private int length(String name, String unlimited) {
        int length = parameter(0);
        if (length == 0) {
            throw problem(name + " needs a length of at least 1; " + unlimited + " has no limit");
        }
        return length;
    }

    private int parameter(int whenMissing) {
        if (!symbol('(')) {
            return whenMissing;
        }
        int number = number();
        expect(')');
        return number;
    }

    private int number() {
        space();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from || at - from > 10) {
            throw problem("a number up to " + Integer.MAX_VALUE + " is wanted");
        }
        long number = Long.parseLong(text, from, at, 10);
        if (number > Integer.MAX_VALUE) {
            throw problem("a number up to " + Integer.MAX_VALUE + " is wanted");
        }
        return (int) number;
    }

    private String name() {
        space();
        if (at < text.length() && (text.charAt(at) == '`' || text.charAt(at) == '"')) {
            String name = quoted(text.charAt(at));
            if (name.isEmpty()) {
                throw problem("a name is empty");
            }
            return name;
        }
        return word("a name");
    }

    /** Reads a quoted text in which the quote is written twice. */
    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == quote) {
                if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
                    at++;
                    return value.toString();
                }
                at++;
            }
            value.append(next);
        }
        throw problem("closing " + quote + " is missing");
    }

    private String word(String wanted) {
        space();
        int end = wordEnd();
        if (end == at) {
            throw problem(wanted + " is wanted");
        }
        String word = text.substring(at, end);
        at = end;
        return word;
    }

    private int wordEnd() {
        int end = at;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** Reads a word if it comes next, in any case. */
    private boolean taken(String word) {
        space();
        if (wordEnd() - at == word.length()
                && text.regionMatches(true, at, word, 0, word.length())) {
            at += word.length();
            return true;
        }
        return false;
    }

    /** Reads a word that may come next and means nothing. */
    private void pass(String word) {
        if (!taken(word)) {
            space();
        }
    }

    private boolean symbol(char symbol) {
        space();
        if (at < text.length() && text.charAt(at) == symbol) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char symbol) {
        if (!symbol(symbol)) {
            throw problem("'" + symbol + "' is wanted");
        }
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private InvalidRequestException problem(String problem) {
        int from = Math.max(0, at - 60);
        int to = Math.min(text.length(), at + 60);
        return new InvalidRequestException(
                problem
                        + " (type text '"
                        + text.substring(from, to)
                        + "', character "
                        + (at + 1)
                        + ")");
    }
}
