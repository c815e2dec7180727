package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import java.util.List;
import java.util.Map;

/** {@code TRUNCATE TABLE t [PARTITION (..)]}. */
final class Truncate implements Statement {

    private final List<String> path;
    private final Map<String, String> partition;

    private Truncate(List<String> path, Map<String, String> partition) {
        this.path = path;
        this.partition = partition;
    }

    /** Reads what follows {@code TRUNCATE}. */
    static Truncate parse(StatementTokens tokens) {
        tokens.take("TABLE");
        List<String> path = tokens.qualifiedName("the name of a table");
        Map<String, String> partition =
                tokens.take("PARTITION") ? Insert.partition(tokens) : Map.of();
        tokens.expectEnd();
        return new Truncate(path, partition);
    }

    @Override
    public SqlResult execute(SessionState session) {
        Table table = session.scope().table(path);
        execute(session, table, partition);
        return FixedResult.done(
                partition.isEmpty()
                        ? "table " + table.identifier() + " truncated"
                        : "partition truncated");
    }

    /** Empties the partitions with these values, given as SQL text; all without any. */
    static void execute(SessionState session, Table table, Map<String, String> values) {
        for (Map.Entry<String, String> value : values.entrySet()) {
            String column = TableInsert.column(table.rowType(), value.getKey());
            if (!table.schema().partitionKeys().contains(column) || value.getValue().isEmpty()) {
                throw new InvalidRequestException(
                        "PARTITION takes values of the partition columns "
                                + table.schema().partitionKeys()
                                + ", not "
                                + value.getKey());
            }
        }
        new TableCommitter(session, table)
                .truncate(TableInsert.constants(session, table.rowType(), values));
    }
}
