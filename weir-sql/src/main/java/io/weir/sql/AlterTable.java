package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.Position;
import io.weir.table.Table;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ALTER TABLE [IF EXISTS] t ...}: columns, options, name, partitions. */
final class AlterTable implements Statement {

    private final List<String> path;
    private final boolean ifExists;
    private final List<SchemaChange> changes = new ArrayList<>();
    private final List<Field> modified = new ArrayList<>();
    private final List<Map<String, String>> droppedPartitions = new ArrayList<>();
    private @Nullable List<String> newName;

    private AlterTable(List<String> path, boolean ifExists) {
        this.path = path;
        this.ifExists = ifExists;
    }

    /** Reads what follows {@code ALTER TABLE}. */
    static AlterTable parse(StatementTokens tokens) {
        boolean ifExists = tokens.take("IF", "EXISTS");
        AlterTable made = new AlterTable(tokens.qualifiedName("the name of a table"), ifExists);
        made.parseAction(tokens);
        tokens.expectEnd();
        return made;
    }

    private void parseAction(StatementTokens tokens) {
        if (tokens.take("ADD")) {
            takeColumnWord(tokens);
            eachColumn(tokens, this::add);
        } else if (tokens.take("MODIFY") || tokens.take("CHANGE") || tokens.take("ALTER")) {
            takeColumnWord(tokens);
            eachColumn(tokens, this::modify);
        } else if (tokens.take("DROP")) {
            drop(tokens);
        } else if (tokens.take("RENAME")) {
            rename(tokens);
        } else if (tokens.take("SET", "COMMENT") || tokens.take("COMMENT")) {
            changes.add(new SchemaChange.ChangeTableComment(tokens.string("a comment in quotes")));
        } else if (tokens.take("SET")) {
            tokens.take("TBLPROPERTIES");
            tokens.properties()
                    .forEach((key, value) -> changes.add(new SchemaChange.SetOption(key, value)));
        } else if (tokens.take("RESET") || tokens.take("UNSET")) {
            tokens.take("TBLPROPERTIES");
            tokens.expectSymbol("(");
            do {
                changes.add(new SchemaChange.RemoveOption(tokens.propertyKey()));
            } while (tokens.takeSymbol(","));
            tokens.expectSymbol(")");
        } else {
            throw tokens.problem("ADD, MODIFY, DROP, RENAME, SET or RESET");
        }
    }

    private static void takeColumnWord(StatementTokens tokens) {
        if (!tokens.take("COLUMN")) {
            tokens.take("COLUMNS");
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
        Field field = ColumnDefinitions.columnOfAlter(tokens);
        Position position = position(tokens);
        changes.add(
                new SchemaChange.AddColumn(
                        List.of(field.name()),
                        field.type(),
                        field.description(),
                        position == null ? Position.AT_END : position));
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

    private void modify(StatementTokens tokens) {
        Field field = ColumnDefinitions.columnOfAlter(tokens);
        modified.add(field);
        if (field.description() != null) {
            changes.add(new SchemaChange.ChangeComment(List.of(field.name()), field.description()));
        }
        Position position = position(tokens);
        if (position != null) {
            changes.add(new SchemaChange.MoveColumn(field.name(), position));
        }
    }

    private void drop(StatementTokens tokens) {
        boolean partitions = tokens.take("IF", "EXISTS", "PARTITION") || tokens.take("PARTITION");
        if (partitions) {
            do {
                tokens.take("PARTITION");
                droppedPartitions.add(Insert.partition(tokens));
            } while (tokens.takeSymbol(",") || tokens.peek().isWord("PARTITION"));
            return;
        }
        takeColumnWord(tokens);
        if (tokens.peek().isSymbol("(")) {
            tokens.nameList("a column")
                    .forEach(name -> changes.add(new SchemaChange.DropColumn(List.of(name))));
        } else {
            changes.add(new SchemaChange.DropColumn(tokens.qualifiedName("a column")));
        }
    }

    private void rename(StatementTokens tokens) {
        if (tokens.take("TO")) {
            newName = tokens.qualifiedName("the new name of the table");
            return;
        }
        takeColumnWord(tokens);
        List<String> column = tokens.qualifiedName("a column");
        tokens.expect("TO");
        changes.add(new SchemaChange.RenameColumn(column, tokens.name("the new name")));
    }

    @Override
    public SqlResult execute(SessionState session) {
        if (ifExists && session.scope().find(path).isEmpty()) {
            return FixedResult.done("table " + String.join(".", path) + " does not exist");
        }
        Table table = session.scope().table(path);
        Identifier identifier = table.identifier();
        List<String> to = newName;
        if (to != null) {
            Identifier target =
                    to.size() == 1
                            ? new Identifier(identifier.database(), to.get(0))
                            : session.scope().identifier(to);
            if (session.catalog().hasTable(target)) {
                throw ExistenceException.alreadyExists("table", target.toString());
            }
            session.catalog().renameTable(identifier, target);
            return FixedResult.done("table " + identifier + " renamed to " + target);
        }
        if (!droppedPartitions.isEmpty()) {
            return dropPartitions(session, table);
        }
        modified.forEach(field -> addTypeChanges(table, field));
        session.catalog().alterTable(identifier, changes);
        return FixedResult.done("table " + identifier + " altered");
    }

    /** A modified column keeps what it has of type and nullability, and gets the rest. */
    private void addTypeChanges(Table table, Field field) {
        List<String> column = List.of(TableInsert.column(table.rowType(), field.name()));
        Field before = table.rowType().field(column.get(0));
        if (!before.type().withNullable(true).equals(field.type().withNullable(true))) {
            changes.add(
                    new SchemaChange.ChangeType(
                            column, field.type().withNullable(before.type().nullable())));
        }
        if (before.type().nullable() != field.type().nullable()) {
            changes.add(new SchemaChange.ChangeNullability(column, field.type().nullable()));
        }
        if (changes.isEmpty()) {
            throw new InvalidRequestException(
                    "column " + field.name() + " is " + before.type() + " already");
        }
    }

    private SqlResult dropPartitions(SessionState session, Table table) {
        for (Map<String, String> partition : droppedPartitions) {
            Map<String, String> values = new LinkedHashMap<>(partition);
            Truncate.execute(session, table, values);
        }
        return FixedResult.done(
                droppedPartitions.size()
                        + (droppedPartitions.size() == 1 ? " partition" : " partitions")
                        + " dropped");
    }
}
