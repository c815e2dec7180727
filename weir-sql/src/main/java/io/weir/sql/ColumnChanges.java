package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.Position;
import io.weir.table.Table;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ALTER TABLE} says about columns, in the spellings of Flink ({@code MODIFY}) and Spark
 * ({@code ALTER COLUMN}, {@code CHANGE COLUMN}). A column is a path: {@code a.b} is field b of ROW
 * a, {@code a.element.b} is field b of an array's rows.
 */
final class ColumnChanges {

    /** Words that follow a column's name where no type does. */
    private static final Set<String> NOT_TYPES =
            Set.of("TYPE", "SET", "DROP", "COMMENT", "FIRST", "AFTER", "BEFORE", "LAST");

    /** What becomes of one statement's part when the table is known. */
    private interface Change {
        void addTo(Table table, List<SchemaChange> changes);
    }

    private final List<Change> changes = new ArrayList<>();

    /** The changes of the schema, in order. */
    List<SchemaChange> of(Table table) {
        List<SchemaChange> made = new ArrayList<>();
        changes.forEach(change -> change.addTo(table, made));
        return made;
    }

    /** Reads what follows {@code ADD}. */
    void parseAdd(StatementTokens tokens) {
        refuse(tokens, "PARTITION", "partitions come into being with their rows; use INSERT");
        refuseKeys(tokens, "added");
        takeColumnWord(tokens);
        eachColumn(tokens, this::add);
    }

    /** Reads what follows {@code MODIFY}. */
    void parseModify(StatementTokens tokens) {
        refuseKeys(tokens, "changed");
        takeColumnWord(tokens);
        eachColumn(tokens, each -> modify(each, each.qualifiedName("the name of a column")));
    }

    /** Reads what follows {@code CHANGE}: a column, its new name or not, what it becomes. */
    void parseChange(StatementTokens tokens) {
        takeColumnWord(tokens);
        List<String> path = tokens.qualifiedName("the name of a column");
        boolean renamed =
                tokens.peek().isName()
                        && tokens.peek(1).isName()
                        && !NOT_TYPES.contains(tokens.peek().keyword())
                        && !Set.of("COMMENT", "FIRST", "AFTER", "NOT", "NULL", "PRECISION", "WITH")
                                .contains(tokens.peek(1).keyword());
        if (!renamed) {
            alter(tokens, path);
            return;
        }
        String name = tokens.name("the new name of the column");
        modify(tokens, path);
        if (!name.equals(path.get(path.size() - 1))) {
            changes.add((table, made) -> made.add(new SchemaChange.RenameColumn(path, name)));
        }
    }

    /** Reads what follows {@code ALTER}. */
    void parseAlter(StatementTokens tokens) {
        takeColumnWord(tokens);
        eachColumn(tokens, each -> alter(each, each.qualifiedName("the name of a column")));
    }

    /** Reads what follows {@code DROP}. */
    void parseDrop(StatementTokens tokens) {
        refuseKeys(tokens, "dropped");
        takeColumnWord(tokens);
        boolean ifExists = tokens.take("IF", "EXISTS");
        boolean list = tokens.takeSymbol("(");
        do {
            List<String> path = tokens.qualifiedName("a column");
            changes.add(
                    (table, made) -> {
                        if (!ifExists || table.rowType().indexOf(path.get(0)) >= 0) {
                            made.add(new SchemaChange.DropColumn(path));
                        }
                    });
        } while (tokens.takeSymbol(","));
        if (list) {
            tokens.expectSymbol(")");
        }
    }

    /** Reads what follows {@code RENAME}, for a column. */
    void parseRename(StatementTokens tokens) {
        takeColumnWord(tokens);
        List<String> path = tokens.qualifiedName("a column");
        tokens.expect("TO");
        String name = tokens.name("the new name");
        changes.add((table, made) -> made.add(new SchemaChange.RenameColumn(path, name)));
    }

    private static void takeColumnWord(StatementTokens tokens) {
        if (!tokens.take("COLUMN")) {
            tokens.take("COLUMNS");
        }
    }

    private static void refuseKeys(StatementTokens tokens, String what) {
        String fixed = "the primary key of a table is given by CREATE TABLE and cannot be " + what;
        if (tokens.peek(1).isWord("KEY")) {
            refuse(tokens, "PRIMARY", fixed);
        }
        if (tokens.peek(1).isName()) {
            refuse(tokens, "CONSTRAINT", fixed);
        }
        if (tokens.peek(1).isWord("FOR") || tokens.peek(1).kind() == Token.Kind.END) {
            refuse(tokens, "WATERMARK", "WATERMARK is not supported");
        }
    }

    private static void refuse(StatementTokens tokens, String keyword, String message) {
        if (tokens.peek().isWord(keyword)) {
            throw new InvalidRequestException("ALTER TABLE: " + message);
        }
    }

    private interface ColumnParser {
        void parse(StatementTokens tokens);
    }

    private static void eachColumn(StatementTokens tokens, ColumnParser column) {
        if (!tokens.takeSymbol("(")) {
            column.parse(tokens);
            return;
        }
        do {
            column.parse(tokens);
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol(")");
    }

    private void add(StatementTokens tokens) {
        List<String> path = tokens.qualifiedName("the name of a column");
        Field field = ColumnDefinitions.columnOfAlter(tokens, path);
        Position position = position(tokens);
        changes.add(
                (table, made) -> {
                    made.add(
                            new SchemaChange.AddColumn(
                                    path,
                                    field.type(),
                                    field.description(),
                                    position == null ? Position.AT_END : position));
                    if (field.defaultValue() != null) {
                        made.add(new SchemaChange.ChangeDefault(path, field.defaultValue()));
                    }
                });
    }

    private static @Nullable Position position(StatementTokens tokens) {
        if (tokens.take("FIRST")) {
            return new Position(Position.Kind.FIRST, null);
        }
        if (tokens.take("AFTER")) {
            return new Position(Position.Kind.AFTER, tokens.name("a column"));
        }
        if (tokens.take("BEFORE")) {
            return new Position(Position.Kind.BEFORE, tokens.name("a column"));
        }
        return tokens.take("LAST") ? Position.AT_END : null;
    }

    /** The whole new definition of a column. */
    private void modify(StatementTokens tokens, List<String> path) {
        Field field = ColumnDefinitions.columnOfAlter(tokens, path);
        Position position = position(tokens);
        changes.add(
                (table, made) -> {
                    int before = made.size();
                    List<String> column = exact(table, path);
                    if (field.description() != null) {
                        made.add(new SchemaChange.ChangeComment(column, field.description()));
                    }
                    if (field.defaultValue() != null) {
                        made.add(new SchemaChange.ChangeDefault(column, field.defaultValue()));
                    }
                    if (position != null) {
                        made.add(move(column, position));
                    }
                    DataType old = typeAt(table.rowType(), column);
                    addTypeChanges(column, old, field.type(), made);
                    if (made.size() == before) {
                        throw new InvalidRequestException(
                                "column " + String.join(".", column) + " is " + old + " already");
                    }
                });
    }

    /** One property of a column. */
    private void alter(StatementTokens tokens, List<String> path) {
        if (tokens.take("TYPE") || tokens.take("SET", "DATA", "TYPE")) {
            DataType type = ColumnDefinitions.type(tokens);
            changes.add(
                    (table, made) -> {
                        List<String> column = exact(table, path);
                        boolean nullable = typeAt(table.rowType(), column).nullable();
                        made.add(new SchemaChange.ChangeType(column, type.withNullable(nullable)));
                    });
        } else if (tokens.take("SET", "NOT", "NULL")) {
            changes.add((table, made) -> made.add(new SchemaChange.ChangeNullability(path, false)));
        } else if (tokens.take("DROP", "NOT", "NULL")) {
            changes.add((table, made) -> made.add(new SchemaChange.ChangeNullability(path, true)));
        } else if (tokens.take("SET", "DEFAULT")) {
            String value = tokens.propertyValue();
            changes.add((table, made) -> made.add(new SchemaChange.ChangeDefault(path, value)));
        } else if (tokens.take("DROP", "DEFAULT")) {
            changes.add((table, made) -> made.add(new SchemaChange.ChangeDefault(path, null)));
        } else if (tokens.take("COMMENT")) {
            String comment = tokens.string("a comment in quotes");
            changes.add((table, made) -> made.add(new SchemaChange.ChangeComment(path, comment)));
        } else if (NOT_TYPES.contains(tokens.peek().keyword())) {
            Position position = position(tokens);
            if (position == null) {
                throw tokens.problem("NOT NULL, DEFAULT or a type");
            }
            changes.add((table, made) -> made.add(move(path, position)));
        } else {
            modify(tokens, path);
        }
    }

    private static SchemaChange move(List<String> path, Position position) {
        if (path.size() > 1) {
            throw new InvalidRequestException(
                    "field " + String.join(".", path) + " of a ROW cannot be moved");
        }
        return new SchemaChange.MoveColumn(path.get(0), position);
    }

    /** The path with the table's own spelling of the column. */
    private static List<String> exact(Table table, List<String> path) {
        List<String> exact = new ArrayList<>(path);
        exact.set(0, TableInsert.column(table.rowType(), path.get(0)));
        return exact;
    }

    private static DataType typeAt(RowType rowType, List<String> path) {
        DataType type = rowType.field(path.get(0)).type();
        for (String step : path.subList(1, path.size())) {
            if (type instanceof RowType row) {
                type = row.field(step).type();
            } else if (type instanceof ArrayType array && step.equals("element")) {
                type = array.element();
            } else if (type instanceof MapType map && step.equals("value")) {
                type = map.value();
            } else {
                throw new InvalidRequestException("type " + type + " has no part " + step);
            }
        }
        return type;
    }

    /** A modified column keeps what it has of type and nullability, and gets the rest. */
    private static void addTypeChanges(
            List<String> path, DataType before, DataType after, List<SchemaChange> made) {
        if (before instanceof RowType old && after instanceof RowType row) {
            addFieldChanges(path, old, row, made);
        } else if (!before.withNullable(true).equals(after.withNullable(true))) {
            made.add(new SchemaChange.ChangeType(path, after.withNullable(before.nullable())));
        }
        if (before.nullable() != after.nullable()) {
            made.add(new SchemaChange.ChangeNullability(path, after.nullable()));
        }
    }

    /** Fields of a ROW by name: those that are gone, those that changed, those that are new. */
    private static void addFieldChanges(
            List<String> path, RowType before, RowType after, List<SchemaChange> made) {
        for (Field field : after.fields()) {
            List<String> inside = inside(path, field.name());
            int at = before.indexOf(field.name());
            if (at < 0) {
                made.add(
                        new SchemaChange.AddColumn(
                                inside, field.type(), field.description(), Position.AT_END));
            } else {
                addTypeChanges(inside, before.type(at), field.type(), made);
            }
        }
        for (Field field : before.fields()) {
            if (after.indexOf(field.name()) < 0) {
                made.add(new SchemaChange.DropColumn(inside(path, field.name())));
            }
        }
    }

    private static List<String> inside(List<String> path, String name) {
        List<String> inside = new ArrayList<>(path);
        inside.add(name);
        return inside;
    }
}
