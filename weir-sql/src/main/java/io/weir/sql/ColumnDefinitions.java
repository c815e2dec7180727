package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.TypeParser;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between the parentheses of {@code CREATE TABLE}: columns in Flink's spelling, and the
 * primary key.
 */
final class ColumnDefinitions {

    private final List<Field> columns = new ArrayList<>();
    private List<String> primaryKey = List.of();

    private ColumnDefinitions() {}

    static ColumnDefinitions none() {
        return new ColumnDefinitions();
    }

    /** Reads from the opening parenthesis to the closing one. */
    static ColumnDefinitions parse(StatementTokens tokens) {
        ColumnDefinitions made = new ColumnDefinitions();
        tokens.expectSymbol("(");
        do {
            made.parseEntry(tokens);
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol(")");
        if (made.columns.isEmpty()) {
            throw new InvalidRequestException("a table needs at least one column");
        }
        return made;
    }

    List<Field> columns() {
        return columns;
    }

    List<String> primaryKey() {
        return primaryKey;
    }

    private void parseEntry(StatementTokens tokens) {
        if (tokens.take("CONSTRAINT")) {
            tokens.name("the name of a constraint");
            tokens.expect("PRIMARY");
            parseKey(tokens);
        } else if (tokens.take("PRIMARY", "KEY")) {
            setKey(tokens.nameList("a column of the primary key"));
            tokens.take("NOT", "ENFORCED");
        } else if (tokens.peek().isWord("WATERMARK") && tokens.peek(1).isWord("FOR")) {
            throw new InvalidRequestException("WATERMARK is not supported in CREATE TABLE");
        } else {
            columns.add(column(tokens));
        }
    }

    private void parseKey(StatementTokens tokens) {
        tokens.expect("KEY");
        setKey(tokens.nameList("a column of the primary key"));
        tokens.take("NOT", "ENFORCED");
    }

    private void setKey(List<String> names) {
        if (!primaryKey.isEmpty()) {
            throw new InvalidRequestException("a table has only one primary key");
        }
        primaryKey = List.copyOf(names);
    }

    private Field column(StatementTokens tokens) {
        String name = tokens.name("the name of a column");
        if (tokens.peek().isWord("AS") || tokens.peek().isWord("METADATA")) {
            throw new InvalidRequestException(
                    "column " + name + ": computed and metadata columns are not supported");
        }
        DataType type = type(tokens);
        String comment = null;
        String defaultValue = null;
        boolean more = true;
        while (more) {
            if (tokens.take("COMMENT")) {
                comment = tokens.string("a comment in quotes");
            } else if (tokens.take("DEFAULT")) {
                defaultValue = tokens.propertyValue();
            } else if (tokens.take("PRIMARY", "KEY")) {
                setKey(List.of(name));
                tokens.take("NOT", "ENFORCED");
            } else if (tokens.take("NOT", "NULL")) {
                type = type.notNull();
            } else {
                more = tokens.take("NULL");
            }
        }
        return new Field(columns.size(), name, type, comment, defaultValue);
    }

    /** Reads a type with its nullability. */
    static DataType type(StatementTokens tokens) {
        TypeParser.Parsed parsed = TypeParser.parseAt(tokens.text(), tokens.peek().start());
        tokens.moveBehind(parsed.end());
        return parsed.type();
    }

    /** Reads what follows a column's name in {@code ALTER TABLE}; keys cannot be given there. */
    static Field columnOfAlter(StatementTokens tokens, List<String> path) {
        DataType type = type(tokens);
        String comment = null;
        String defaultValue = null;
        while (true) {
            if (tokens.take("COMMENT")) {
                comment = tokens.string("a comment in quotes");
            } else if (tokens.take("DEFAULT")) {
                defaultValue = tokens.propertyValue();
            } else {
                return new Field(0, path.get(path.size() - 1), type, comment, defaultValue);
            }
        }
    }
}
