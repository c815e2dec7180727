package io.weir.interop;

import io.weir.data.Row;
import io.weir.type.RowType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.StreamTableScan;
import org.jspecify.annotations.Nullable;

/** Paimon follows a table. */
final class PaimonTail implements Tail {

    private final RowType type;
    private final ReadBuilder builder;
    private final StreamTableScan scan;

    /**
     * @param position of the stream that this one continues, null for a new one
     */
    PaimonTail(RowType type, ReadBuilder builder, @Nullable Long position) {
        this.type = type;
        this.builder = builder;
        this.scan = builder.newStreamScan();
        scan.restore(position);
    }

    @Override
    public Map<Long, List<Row>> drain() {
        return PaimonSide.run(this::changes);
    }

    private Map<Long, List<Row>> changes() throws Exception {
        Map<Long, List<Row>> changes = new TreeMap<>();
        for (Long before = scan.checkpoint(); ; before = scan.checkpoint()) {
            List<Row> rows = PaimonSide.rows(type, builder, scan.plan().splits());
            Long next = scan.checkpoint();
            if (Objects.equals(next, before)) {
                return changes;
            }
            if (!rows.isEmpty()) {
                changes.put(next - 1, rows);
            }
        }
    }

    @Override
    public Tail resumed() {
        return new PaimonTail(type, builder, scan.checkpoint());
    }
}
