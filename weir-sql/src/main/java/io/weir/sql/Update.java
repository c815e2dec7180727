package io.weir.sql;

import io.weir.data.RowKind;
import io.weir.table.Table;
import java.util.Map;

/** {@code UPDATE t [AS a] SET column = expression, ... [WHERE condition]}. */
record Update(TargetTable target, Map<String, String> assignments, String where, String text)
        implements Explained {

    /** Reads what follows {@code UPDATE}. */
    static Update parse(StatementTokens tokens) {
        TargetTable target = TargetTable.parse(tokens);
        tokens.expect("SET");
        Map<String, String> assignments = TargetTable.assignments(tokens, "WHERE", "FROM");
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
                TableInsert.rowsWithKinds(table, session.queries().run(query(session)));
        return FixedResult.rowsChanged("updated", new TableCommitter(session, table).append(rows));
    }

    @Override
    public String query(SessionState session) {
        if (target.isOfEngine(session)) {
            return text;
        }
        Table table = target.keyed(session, "UPDATE");
        String selected =
                TargetTable.selected(
                        table,
                        target.updated(table, assignments),
                        Byte.toString(RowKind.UPDATE_AFTER.code()));
        return "SELECT "
                + selected
                + " FROM "
                + target.name()
                + " AS "
                + EngineTypes.quote(target.alias())
                + " WHERE ("
                + where
                + ")";
    }
}
