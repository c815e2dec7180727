package io.weir.sql;

import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
        Table table = session.scope().changedTable(path);
        execute(session, table, partition);
        return FixedResult.done(
                partition.isEmpty()
                        ? "table " + table.identifier() + " truncated"
                        : "partition truncated");
    }

    /** Empties the partitions with these values, given as SQL text; all without any. */
    static void execute(SessionState session, Table table, Map<String, String> values) {
        new TableCommitter(session, table).truncate(constants(session, table, values));
    }

    /** The names of those partitions of a table that have these values, given as SQL text. */
    static SortedSet<String> partitions(
            SessionState session, Table table, Map<String, String> values) {
        Map<String, @Nullable Object> wanted = constants(session, table, values);
        RowType type = table.schema().partitionType();
        SortedSet<String> names = new TreeSet<>();
        for (Split split : table.newScan().project(List.of()).plan().splits()) {
            boolean found = type.size() > 0;
            for (Map.Entry<String, @Nullable Object> value : wanted.entrySet()) {
                Object there = split.partition().get(type.index(value.getKey()));
                found &= Objects.deepEquals(there, value.getValue());
            }
            if (found) {
                names.add(name(type, split.partition()));
            }
        }
        return names;
    }

    private static String name(RowType type, Row partition) {
        List<String> parts = new ArrayList<>();
        for (int column = 0; column < type.size(); column++) {
            parts.add(type.field(column).name() + "=" + partition.get(column));
        }
        return String.join("/", parts);
    }

    private static Map<String, @Nullable Object> constants(
            SessionState session, Table table, Map<String, String> values) {
        checkColumns(table, values);
        return TableInsert.constants(session, table.rowType(), values);
    }

    /**
     * @throws InvalidRequestException a value is missing, or not of a partition column
     */
    private static void checkColumns(Table table, Map<String, String> values) {
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
    }
}
