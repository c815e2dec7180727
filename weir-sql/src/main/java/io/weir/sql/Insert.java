package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code INSERT INTO|OVERWRITE [TABLE] t [PARTITION (..)] [(columns) | BY NAME] query}. */
final class Insert implements Explained {

    private final List<String> path;
    private final boolean overwrite;
    private final String text;
    private Map<String, String> partition = Map.of();
    private @Nullable List<String> columns;
    private boolean byName;
    private Map<String, String> hint = Map.of();
    private String query = "";

    private Insert(List<String> path, boolean overwrite, String text) {
        this.path = path;
        this.overwrite = overwrite;
        this.text = text;
    }

    /** Reads what follows {@code INSERT}. */
    static Insert parse(StatementTokens tokens) {
        boolean overwrite = tokens.take("OVERWRITE");
        if (!overwrite) {
            tokens.expect("INTO");
        }
        tokens.take("TABLE");
        Insert made =
                new Insert(tokens.qualifiedName("the name of a table"), overwrite, tokens.text());
        if (tokens.peek().kind() == Token.Kind.HINT) {
            made.hint = QueryText.hintOptions(tokens.next().value());
        }
        if (tokens.take("PARTITION")) {
            made.partition = partition(tokens);
        }
        if (tokens.peek().isSymbol("(") && startsColumnList(tokens)) {
            made.columns = tokens.nameList("a column");
        }
        made.byName = made.columns == null && tokens.take("BY", "NAME");
        made.query = tokens.rest();
        if (made.query.isBlank()) {
            throw tokens.problem("VALUES or a query");
        }
        return made;
    }

    private static boolean startsColumnList(StatementTokens tokens) {
        boolean query =
                Set.of("SELECT", "WITH", "FROM", "VALUES").contains(tokens.peek(1).keyword());
        return !query && tokens.peek(1).isName();
    }

    /** {@code (a = 1, b)}: SQL text by column, empty for columns without a value. */
    static Map<String, String> partition(StatementTokens tokens) {
        Map<String, String> values = new LinkedHashMap<>();
        tokens.expectSymbol("(");
        do {
            String name = tokens.name("a partition column");
            values.put(name, tokens.takeSymbol("=") ? tokens.until(",", ")") : "");
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol(")");
        return values;
    }

    @Override
    public String query(SessionState session) {
        return query;
    }

    @Override
    public SqlResult execute(SessionState session) {
        if (path.size() == 1 && session.scope().find(path).isEmpty()) {
            // A temporary table of the query engine, or nothing at all.
            int start = text.length() - query.length();
            return session.queries().run(text.substring(0, start), query, "");
        }
        Map<String, String> options = new LinkedHashMap<>(session.scope().options());
        options.putAll(hint);
        Table table = session.scope().changedTable(path);
        table = options.isEmpty() ? table : table.withOptions(options);
        checkPartition(table);
        TableInsert insert = TableInsert.into(table);
        if (byName) {
            insert.withColumns(
                    session.queries().columns(query).stream().map(SqlColumn::name).toList());
        } else if (columns != null) {
            insert.withColumns(columns);
        }
        Map<String, String> given = new LinkedHashMap<>(partition);
        given.values().removeIf(String::isEmpty);
        insert.withStaticValues(given);
        TableCommitter committer = new TableCommitter(session, table);
        if (!overwrite) {
            return FixedResult.rowsChanged("inserted", insert.execute(session, query));
        }
        Map<String, @Nullable Object> fixed =
                TableInsert.constants(session, table.rowType(), given);
        long rows = committer.overwrite(insert.rows(session, query), replaced(table, fixed));
        return FixedResult.rowsChanged("inserted, replacing what was there", rows);
    }

    private void checkPartition(Table table) {
        for (String name : partition.keySet()) {
            String column = TableInsert.column(table.rowType(), name);
            if (!table.schema().partitionKeys().contains(column)) {
                throw new InvalidRequestException(
                        "PARTITION takes the partition columns "
                                + table.schema().partitionKeys()
                                + " of table "
                                + table.identifier()
                                + ", not "
                                + name);
            }
        }
    }

    /**
     * What an overwrite replaces: the given partitions; without any, all that the new rows are in,
     * or the whole table where that is not partitioned or dynamic overwrite is off.
     */
    private static @Nullable Map<String, @Nullable Object> replaced(
            Table table, Map<String, @Nullable Object> fixed) {
        boolean dynamic =
                !table.options()
                        .find("dynamic-partition-overwrite")
                        .orElse("true")
                        .strip()
                        .equalsIgnoreCase("false");
        List<String> keys = new ArrayList<>(table.schema().partitionKeys());
        if (keys.isEmpty()) {
            return Map.of();
        }
        boolean complete = fixed.keySet().containsAll(keys);
        return dynamic && !complete ? null : fixed;
    }
}
