package io.weir.interop;

import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.table.SchemaChange;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.BucketMode;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.StreamTableCommit;
import org.apache.paimon.table.sink.StreamTableWrite;
import org.apache.paimon.table.sink.StreamWriteBuilder;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.table.source.StreamTableScan;
import org.jspecify.annotations.Nullable;

/** Paimon's own library. */
final class PaimonSide implements Side {

    private final Catalog catalog;
    private final String user = UUID.randomUUID().toString();
    private long nextIdentifier = 1;

    PaimonSide(Path warehouse) {
        Options options = new Options();
        options.set("warehouse", warehouse.toUri().toString());
        catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
    }

    @Override
    public void create(TableSpec spec) {
        Schema.Builder schema = Schema.newBuilder().options(new HashMap<>(spec.options()));
        for (Field field : spec.type().fields()) {
            schema.column(field.name(), PaimonTypes.of(field.type()), field.description());
        }
        schema.partitionKeys(spec.partitionKeys());
        schema.primaryKey(spec.primaryKeys());
        run(
                () -> {
                    catalog.createDatabase(TableSpec.DATABASE, true);
                    catalog.createTable(identifier(spec), schema.build(), false);
                    return null;
                });
    }

    FileStoreTable table(TableSpec spec) {
        return run(() -> (FileStoreTable) catalog.getTable(identifier(spec)));
    }

    private static Identifier identifier(TableSpec spec) {
        return Identifier.create(TableSpec.DATABASE, spec.name());
    }

    @Override
    public void write(TableSpec spec, List<Row> rows) {
        FileStoreTable table = table(spec);
        boolean dynamic = table.bucketMode() == BucketMode.HASH_DYNAMIC;
        commit(
                table,
                (write, user) -> {
                    BucketChoice buckets = dynamic ? new BucketChoice(table, user) : null;
                    for (Row row : rows) {
                        InternalRow paimon = PaimonValues.toPaimon(row, spec.type());
                        if (buckets != null) {
                            write.write(paimon, buckets.of(paimon));
                        } else {
                            write.write(paimon);
                        }
                    }
                });
    }

    @Override
    public void compact(TableSpec spec) {
        FileStoreTable table = table(spec);
        Set<Map.Entry<BinaryRow, Integer>> buckets = new LinkedHashSet<>();
        for (Split split : table.newReadBuilder().newScan().plan().splits()) {
            DataSplit data = (DataSplit) split;
            buckets.add(Map.entry(data.partition(), data.bucket()));
        }
        commit(
                table,
                (write, user) -> {
                    for (Map.Entry<BinaryRow, Integer> bucket : buckets) {
                        write.compact(bucket.getKey(), bucket.getValue(), true);
                    }
                });
    }

    private interface Work {
        void on(StreamTableWrite write, String user) throws Exception;
    }

    private void commit(FileStoreTable table, Work work) {
        StreamWriteBuilder builder = table.newStreamWriteBuilder().withCommitUser(user);
        run(
                () -> {
                    try (IOManager spill = IOManager.create(System.getProperty("java.io.tmpdir"));
                            StreamTableWrite write =
                                    (StreamTableWrite) builder.newWrite().withIOManager(spill);
                            StreamTableCommit commit = builder.newCommit()) {
                        work.on(write, user);
                        long identifier = nextIdentifier++;
                        commit.commit(identifier, write.prepareCommit(true, identifier));
                    }
                    return null;
                });
    }

    @Override
    public List<Row> read(TableSpec spec, @Nullable Predicate filter, List<String> columns) {
        int[] projection = columns.stream().mapToInt(spec.type()::index).toArray();
        ReadBuilder builder = table(spec).newReadBuilder().withProjection(projection);
        if (filter != null) {
            builder.withFilter(new PaimonPredicates(spec.type()).of(filter));
        }
        RowType type = spec.type().project(columns);
        List<Row> rows = run(() -> rows(type, builder, builder.newScan().plan().splits()));
        // A batch read gives rows the kind they were written with, which means nothing there.
        return rows.stream().map(row -> Row.insert(row.values().toArray())).toList();
    }

    @Override
    public void alter(TableSpec spec, List<SchemaChange> changes) {
        run(
                () -> {
                    catalog.alterTable(identifier(spec), PaimonChanges.of(changes), false);
                    return null;
                });
    }

    @Override
    public List<Row> changelog(TableSpec spec) {
        FileStoreTable table =
                table(spec).copy(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"));
        ReadBuilder builder = table.newReadBuilder();
        return run(
                () -> {
                    List<Row> rows = new ArrayList<>();
                    StreamTableScan scan = builder.newStreamScan();
                    long latest = table.snapshotManager().latestSnapshotId();
                    Long next = null;
                    while (next == null || next <= latest) {
                        rows.addAll(rows(spec.type(), builder, scan.plan().splits()));
                        next = scan.checkpoint();
                    }
                    return rows;
                });
    }

    private static List<Row> rows(RowType type, ReadBuilder builder, List<Split> splits)
            throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Split split : splits) {
            try (RecordReader<InternalRow> reader = builder.newRead().createReader(split)) {
                reader.forEachRemaining(row -> rows.add(PaimonValues.toRow(row, type)));
            }
        }
        return rows;
    }

    private interface Call<T> {
        T call() throws Exception;
    }

    private static <T> T run(Call<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run(
                () -> {
                    catalog.close();
                    return null;
                });
    }
}
