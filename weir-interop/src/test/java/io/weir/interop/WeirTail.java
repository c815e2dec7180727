package io.weir.interop;

import io.weir.data.Row;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.StreamScan;
import io.weir.type.RowType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This engine follows a table. */
final class WeirTail implements Tail {

    private final RowType type;
    private final Scan scan;
    private final StreamScan stream;

    /**
     * @param state of the stream that this one continues, null for a new one
     */
    WeirTail(RowType type, Scan scan, byte @Nullable [] state) {
        this.type = type;
        this.scan = scan;
        this.stream = scan.stream();
        if (state != null) {
            stream.restore(state);
        }
    }

    @Override
    public Map<Long, List<Row>> drain() {
        Map<Long, List<Row>> changes = new TreeMap<>();
        for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
            List<Row> rows = WeirSide.rows(type, scan.read(), plan);
            if (!rows.isEmpty()) {
                changes.put(stream.nextSnapshotId() - 1, rows);
            }
        }
        return changes;
    }

    @Override
    public Tail resumed() {
        return new WeirTail(type, scan, stream.state());
    }
}
