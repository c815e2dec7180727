package io.weir.interop;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.table.BatchReader;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableRead;
import io.weir.table.TableWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This engine, by its public API. */
final class WeirSide implements Side {

    private final Catalog catalog;
    private final String user;
    private long nextIdentifier = 1;

    WeirSide(Path warehouse) {
        this(warehouse, "weir-interop");
    }

    WeirSide(Path warehouse, String user) {
        this.catalog =
                Weir.open(Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"));
        this.user = user;
    }

    @Override
    public void create(TableSpec spec) {
        if (!catalog.hasDatabase(TableSpec.DATABASE)) {
            catalog.createDatabase(TableSpec.DATABASE);
        }
        catalog.createTable(
                identifier(spec),
                new TableDefinition(
                        spec.type().fields(),
                        spec.partitionKeys(),
                        spec.primaryKeys(),
                        spec.options(),
                        null));
    }

    Table table(TableSpec spec) {
        return catalog.table(identifier(spec));
    }

    private static Identifier identifier(TableSpec spec) {
        return new Identifier(TableSpec.DATABASE, spec.name());
    }

    @Override
    public void write(TableSpec spec, List<Row> rows) {
        Table table = table(spec);
        try (TableWrite write = table.newWrite(user);
                TableCommit commit = table.newCommit(user)) {
            for (int from = 0; from < rows.size(); from += 100) {
                List<Row> some = rows.subList(from, Math.min(rows.size(), from + 100));
                write.write(Cells.batch(spec.type(), some));
            }
            commit.commit(CommitRequest.of(nextIdentifier++, write.prepareCommit(true)));
        }
    }

    @Override
    public void compact(TableSpec spec) {
        table(spec).maintenance().compact(true, null);
    }

    @Override
    public List<Row> read(TableSpec spec) {
        Scan scan = table(spec).newScan();
        return rows(spec, scan.read(), scan.plan());
    }

    @Override
    public List<Row> changelog(TableSpec spec) {
        return changes(spec, table(spec));
    }

    /** The changes of a table from snapshot 1 to the latest. */
    static List<Row> changes(TableSpec spec, Table latestTable) {
        long latest = latestTable.latestSnapshot().orElseThrow().id();
        Table table =
                latestTable.withOptions(
                        Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"));
        Scan scan = table.newScan();
        StreamScan stream = scan.stream();
        List<Row> rows = new ArrayList<>();
        Long next = null;
        while (next == null || next <= latest) {
            Plan plan = stream.next();
            if (plan == null) {
                break;
            }
            rows.addAll(rows(spec, scan.read(), plan));
            next = stream.nextSnapshotId();
        }
        return rows;
    }

    static List<Row> rows(TableSpec spec, TableRead read, Plan plan) {
        List<Row> rows = new ArrayList<>();
        for (Split split : plan.splits()) {
            try (BatchReader reader = read.open(split)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows.addAll(Cells.rows(batch, spec.type()));
                }
            }
        }
        return rows;
    }

    @Override
    public void close() {
        catalog.close();
    }
}
