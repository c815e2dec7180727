package io.weir.cli;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableRead;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a table and prints its changes. */
final class Changelog {

    private static final long POLL_MILLIS = 100;

    private final Environment environment;
    private final RowPrinter printer;
    private final RowType type;
    private final StreamScan stream;
    private final TableRead read;

    Changelog(Table table, Environment environment, RowPrinter printer) {
        this.environment = environment;
        this.printer = printer;
        Scan scan = table.newScan();
        this.type = scan.rowType();
        this.stream = scan.stream();
        this.read = scan.read();
    }

    /**
     * Prints until a snapshot is passed or a time is over.
     *
     * @param existing id of the latest snapshot at the start, 0 for none: what is there already is
     *     printed however long it takes
     * @param lastSnapshot id of the last snapshot to print
     * @param forMillis how long to wait for more once the existing ones are printed
     */
    void follow(long existing, long lastSnapshot, long forMillis) {
        List<Field> columns = new ArrayList<>();
        columns.add(Field.of(-1, "op", DataType.string()));
        columns.addAll(type.fields());
        printer.begin(RowType.of(columns));
        long began = -1;
        while (lastSnapshot > 0) {
            Long next = stream.nextSnapshotId();
            if (next != null && next > lastSnapshot) {
                break;
            }
            if (began < 0 && next != null && next > existing) {
                began = environment.currentMillis();
            }
            if (began >= 0 && environment.currentMillis() - began >= forMillis) {
                break;
            }
            Plan plan = stream.next();
            if (plan == null) {
                printer.flush();
                if (began < 0) {
                    began = environment.currentMillis();
                }
                environment.sleep(Math.min(POLL_MILLIS, forMillis));
                continue;
            }
            for (Split split : plan.splits()) {
                print(split);
            }
            printer.flush();
        }
        printer.end();
    }

    private void print(Split split) {
        try (BatchReader reader = read.open(split)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    printer.row(values(Cells.row(batch, type, row)));
                }
            }
        }
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>(row.size() + 1);
        values.add(row.kind().shortText());
        values.addAll(row.values());
        return values;
    }
}
