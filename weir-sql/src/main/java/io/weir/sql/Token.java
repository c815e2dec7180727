package io.weir.sql;

import java.util.Locale;

/**
 * One lexical piece of a statement.
 *
 * @param kind what it is
 * @param value of words as written, of quoted names and strings without quotes and escapes, of
 *     hints what stands between the marks
 * @param start first character in the text
 * @param end behind its last character
 */
record Token(Kind kind, String value, int start, int end) {

    enum Kind {
        /** An unquoted name or keyword. */
        WORD,
        /** A name in double quotes or backquotes. */
        NAME,
        /** Text in single quotes or dollar quotes. */
        STRING,
        NUMBER,
        /** A hint: the comment that starts with a plus sign. */
        HINT,
        /**
         * Punctuation and operators; those of several characters that matter here are one token.
         */
        SYMBOL,
        /** Behind the last token; empty. */
        END
    }

    /** Whether it is this unquoted keyword, given in upper case. */
    boolean isWord(String keyword) {
        return kind == Kind.WORD && value.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && value.equals(symbol);
    }

    /** Whether it can name something: quoted, or a word. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    /** The keyword in upper case, empty for anything but a word. */
    String keyword() {
        return kind == Kind.WORD ? value.toUpperCase(Locale.ROOT) : "";
    }
}
