package io.weir.core;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.table.BatchReader;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableRead;
import io.weir.table.TableWrite;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/** Short ways to write and read whole tables in tests. */
public final class Tables {

    private Tables() {}

    /** Writes rows as one commit, waiting for compactions. */
    public static void write(Table table, String user, long identifier, List<Row> rows) {
        try (TableWrite write = table.newWrite(user);
                TableCommit commit = table.newCommit(user)) {
            if (!rows.isEmpty()) {
                write.write(Cells.batch(table.rowType(), rows));
            }
            List<CommitMessage> messages = write.prepareCommit(true);
            commit.commit(CommitRequest.of(identifier, messages));
        }
    }

    /** All rows of a scan. */
    public static List<Row> read(Scan scan) {
        return read(scan, scan.plan());
    }

    /** All rows of a plan; splits go through their binary form. */
    public static List<Row> read(Scan scan, Plan plan) {
        List<Row> rows = new ArrayList<>();
        TableRead read = scan.read();
        for (Split split : plan.splits()) {
            read(read, split, scan.rowType(), rows);
        }
        return rows;
    }

    /** Adds the rows of a split. */
    public static void read(TableRead read, Split split, RowType type, List<Row> into) {
        try (BatchReader reader = read.open(split)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                into.addAll(Cells.rows(batch, type));
            }
        }
    }
}
