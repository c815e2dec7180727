package io.weir.interop;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.table.BatchReader;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.SchemaChange;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableRead;
import io.weir.table.TableSchema;
import io.weir.table.TableWrite;
import io.weir.testkit.RowText;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** A system table of a table. */
    Table table(TableSpec spec, String system) {
        return catalog.table(new Identifier(TableSpec.DATABASE, spec.name() + "$" + system));
    }

    boolean has(TableSpec spec) {
        return catalog.hasDatabase(TableSpec.DATABASE) && catalog.hasTable(identifier(spec));
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
    public List<Row> read(TableSpec spec, @Nullable Predicate filter, List<String> columns) {
        Scan scan = table(spec).newScan().project(columns);
        scan = filter == null ? scan : scan.filter(filter);
        Plan plan = scan.plan();
        List<Row> rows = rows(spec.type().project(columns), scan.read(), plan);
        if (filter != null && plan.exact() && columns.containsAll(filter.columns())) {
            checkExact(filter, spec.type().project(columns), rows);
        }
        return rows;
    }

    /** A plan that calls itself exact yields nothing that a caller would have to filter out. */
    private static void checkExact(Predicate filter, RowType type, List<Row> rows) {
        RandomPredicates predicates = new RandomPredicates(0, type);
        for (Row row : rows) {
            if (!predicates.satisfies(filter, row)) {
                throw new AssertionError("exact plan of " + filter + " yields " + RowText.of(row));
            }
        }
    }

    @Override
    public void alter(TableSpec spec, List<SchemaChange> changes) {
        catalog.alterTable(identifier(spec), changes);
    }

    /** What a table is now, after its definition changed. */
    TableSpec now(TableSpec spec) {
        TableSchema schema = table(spec).schema();
        return new TableSpec(
                spec.name(),
                schema.rowType(),
                schema.partitionKeys(),
                schema.primaryKeys(),
                schema.options());
    }

    @Override
    public void overwrite(TableSpec spec, @Nullable Integer partition, List<Row> rows) {
        Table table = table(spec);
        Map<String, @Nullable Object> replaced =
                partition == null ? Map.of() : Map.of(spec.partitionKeys().get(0), partition);
        try (TableWrite write = table.newWrite(user);
                TableCommit commit = table.newCommit(user)) {
            write.replaceExisting();
            write.write(Cells.batch(spec.type(), rows));
            commit.overwrite(
                    CommitRequest.of(nextIdentifier++, write.prepareCommit(true)), replaced);
        }
    }

    @Override
    public void expire(TableSpec spec, int kept) {
        table(spec)
                .withOptions(
                        Map.of(
                                "snapshot.num-retained.min",
                                "" + kept,
                                "snapshot.num-retained.max",
                                "" + kept))
                .maintenance()
                .expireSnapshots();
    }

    @Override
    public List<Row> readWith(TableSpec spec, Map<String, String> options) {
        Scan scan = table(spec).withOptions(options).newScan();
        return rows(scan.rowType(), scan.read(), scan.plan());
    }

    @Override
    public Tail tail(TableSpec spec, Map<String, String> options) {
        return new WeirTail(spec.type(), table(spec).withOptions(options).newScan(), null);
    }

    static List<Row> rows(RowType type, TableRead read, Plan plan) {
        List<Row> rows = new ArrayList<>();
        for (Split split : plan.splits()) {
            try (BatchReader reader = read.open(split)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows.addAll(Cells.rows(batch, type));
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
