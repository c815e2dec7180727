package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ALTER TABLE [IF EXISTS] t ...}: columns, options, name, partitions. */
final class AlterTable implements Statement {

    private final List<String> path;
    private final boolean ifExists;
    private final List<SchemaChange> changes = new ArrayList<>();
    private final ColumnChanges columns = new ColumnChanges();
    private final List<Map<String, String>> droppedPartitions = new ArrayList<>();
    private boolean ifPartitionExists;
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
            columns.parseAdd(tokens);
        } else if (tokens.take("MODIFY")) {
            columns.parseModify(tokens);
        } else if (tokens.take("CHANGE")) {
            columns.parseChange(tokens);
        } else if (tokens.take("ALTER")) {
            columns.parseAlter(tokens);
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
            tokens.take("IF", "EXISTS");
            tokens.expectSymbol("(");
            do {
                changes.add(new SchemaChange.RemoveOption(tokens.propertyKey()));
            } while (tokens.takeSymbol(","));
            tokens.expectSymbol(")");
        } else {
            throw tokens.problem("ADD, MODIFY, ALTER, CHANGE, DROP, RENAME, SET or RESET");
        }
    }

    private void drop(StatementTokens tokens) {
        ifPartitionExists = tokens.take("IF", "EXISTS", "PARTITION");
        if (!ifPartitionExists && !tokens.take("PARTITION")) {
            columns.parseDrop(tokens);
            return;
        }
        do {
            tokens.take("PARTITION");
            droppedPartitions.add(Insert.partition(tokens));
        } while (tokens.takeSymbol(",") || tokens.peek().isWord("PARTITION"));
    }

    private void rename(StatementTokens tokens) {
        if (tokens.take("TO")) {
            newName = tokens.qualifiedName("the new name of the table");
        } else {
            columns.parseRename(tokens);
        }
    }

    @Override
    public SqlResult execute(SessionState session) {
        if (ifExists && session.scope().find(path).isEmpty()) {
            return FixedResult.done("table " + String.join(".", path) + " does not exist");
        }
        Table table = session.scope().changedTable(path);
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
        List<SchemaChange> all = new ArrayList<>(columns.of(table));
        all.addAll(changes);
        if (!all.isEmpty()) {
            session.catalog().alterTable(identifier, all);
        }
        return FixedResult.done("table " + identifier + " altered");
    }

    private SqlResult dropPartitions(SessionState session, Table table) {
        int dropped = 0;
        for (Map<String, String> partition : droppedPartitions) {
            int found = Truncate.partitions(session, table, partition).size();
            if (found == 0 && !ifPartitionExists) {
                throw ExistenceException.notFound(
                        "partition", partition + " of table " + table.identifier());
            }
            dropped += found;
            if (found > 0) {
                Truncate.execute(session, table, partition);
            }
        }
        return FixedResult.done(
                dropped + (dropped == 1 ? " partition" : " partitions") + " dropped");
    }
}
