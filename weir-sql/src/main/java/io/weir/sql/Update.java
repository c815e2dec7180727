package io.weir.sql;

import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import java.util.List;
import java.util.Map;

/** {@code UPDATE t [AS a] SET column = expression, ... [WHERE condition]}. */
record Update(TargetTable target, Map<String, String> assignments, String where, String text)
        implements Explained {

    /** Reads what follows {@code UPDATE}. */
    static Update parse(StatementTokens tokens) {
        TargetTable target = TargetTable.parse(tokens);
        tokens.expect("SET");
        Map<String, String> assignments = TargetTable.assignments(tokens, "WHERE", "FROM");
        if (tokens.peek().isWord("FROM")) {
            throw new InvalidRequestException(
                    "UPDATE .. FROM is not supported; MERGE INTO t USING other ON .. WHEN MATCHED"
                            + " THEN UPDATE SET .. does it");
        }
        String where = tokens.take("WHERE") ? tokens.until(";") : "TRUE";
        tokens.expectEnd();
        return new Update(target, assignments, where, tokens.text());
    }

    @Override
    public SqlResult execute(SessionState session) {
        if (target.isOfEngine(session)) {
            return session.queries().run(text);
        }
        Table table = target.keyed(session, "UPDATE");
        TableCommitter.Rows rows =
                RowChanges.of(table, assignments.keySet())
                        .rows(session.queries().run(query(session)));
        return FixedResult.rowsChanged("updated", new TableCommitter(session, table).append(rows));
    }

    @Override
    public String query(SessionState session) {
        if (target.isOfEngine(session)) {
            return text;
        }
        Table table = target.keyed(session, "UPDATE");
        RowChanges changes = RowChanges.of(table, assignments.keySet());
        List<String> before = target.columns(table);
        List<String> values = target.updated(table, assignments);
        return "SELECT "
                + changes.selected(values, Byte.toString(RowKind.UPDATE_AFTER.code()), before)
                + " FROM "
                + target.name()
                + " AS "
                + EngineTypes.quote(target.alias())
                + " WHERE ("
                + where
                + ") AND "
                + changes.takesEffect(values, before);
    }
}
