package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.data.Batch;
import io.weir.error.InvalidRequestException;
import io.weir.predicate.Predicate;
import io.weir.table.BatchReader;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.StreamScan;
import io.weir.table.TableRead;
import io.weir.type.RowType;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scan of a system table: one split; filters are left to the caller. Immutable, safe for many
 * threads.
 */
final class SystemScan implements Scan {

    private final SystemSource source;
    private final SystemTables.Definition definition;
    private final int[] columns;
    private final boolean exact;

    SystemScan(SystemSource source, SystemTables.Definition definition) {
        this(source, definition, allColumns(definition.type().size()), true);
    }

    private SystemScan(
            SystemSource source, SystemTables.Definition definition, int[] columns, boolean exact) {
        this.source = source;
        this.definition = definition;
        this.columns = columns;
        this.exact = exact;
    }

    private static int[] allColumns(int count) {
        int[] columns = new int[count];
        for (int column = 0; column < count; column++) {
            columns[column] = column;
        }
        return columns;
    }

    @Override
    public Scan project(List<String> names) {
        int[] chosen = names.stream().mapToInt(definition.type()::index).toArray();
        return new SystemScan(source, definition, chosen, exact);
    }

    @Override
    public Scan project(RowType wanted) {
        return project(wanted.names());
    }

    @Override
    public Scan filter(Predicate predicate) {
        return new SystemScan(source, definition, columns, false);
    }

    @Override
    public Scan limit(long rows) {
        return this;
    }

    @Override
    public RowType rowType() {
        return definition.type().project(columns);
    }

    @Override
    public Plan plan() {
        SnapshotMeta snapshot = source.snapshot();
        Long snapshotId = snapshot == null ? null : snapshot.id();
        SystemSplit split =
                new SystemSplit(snapshotId == null ? -1 : snapshotId, source.table().location());
        return new Plan(snapshotId, List.of(split), exact, new Plan.Pruning(0, 0, 0, 0, 0, 0));
    }

    @Override
    public TableRead read() {
        return split -> {
            if (!(split instanceof SystemSplit planned)) {
                throw new InvalidRequestException(
                        "a split of another kind of table: " + split.getClass().getSimpleName());
            }
            RowSink rows = new RowSink(definition.type());
            definition.content().fill(source, snapshot(planned.snapshotId()), rows);
            return reader(rows.batches().iterator());
        };
    }

    private @Nullable SnapshotMeta snapshot(long id) {
        SnapshotMeta chosen = source.snapshot();
        if (id < 0 || chosen != null && chosen.id() == id) {
            return id < 0 ? null : chosen;
        }
        return source.scan()
                .snapshots()
                .snapshot(id)
                .orElseThrow(() -> new InvalidRequestException("snapshot " + id + " has expired"));
    }

    private BatchReader reader(Iterator<Batch> batches) {
        return new BatchReader() {
            @Override
            public @Nullable Batch next() {
                return batches.hasNext() ? batches.next().project(columns) : null;
            }

            @Override
            public void close() {
                // Everything is in memory.
            }
        };
    }

    @Override
    public StreamScan stream() {
        throw new InvalidRequestException("system tables cannot be followed");
    }
}
