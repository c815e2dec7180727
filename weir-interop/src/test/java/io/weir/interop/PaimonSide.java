package io.weir.interop;

import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.table.SchemaChange;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.paimon.AppendOnlyFileStore;
import org.apache.paimon.append.AppendCompactTask;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.operation.BaseAppendFileStoreWrite;
import org.apache.paimon.options.ExpireConfig;
import org.apache.paimon.options.Options;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.BucketMode;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.StreamTableCommit;
import org.apache.paimon.table.sink.StreamTableWrite;
import org.apache.paimon.table.sink.StreamWriteBuilder;
import org.apache.paimon.table.sink.TableWrite;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.jspecify.annotations.Nullable;

/** Paimon's own library. */
final class PaimonSide implements Side {

    private final Catalog catalog;
    private final String user = UUID.randomUUID().toString();
    private long nextIdentifier = 1;

    PaimonSide(Path warehouse) {
        Options options = new Options();
        options.set("warehouse", warehouse.toUri().toString());
        // Others change tables behind its back.
        options.set("cache-enabled", "false");
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

    private Table system(TableSpec spec, String name) {
        return run(
                () ->
                        catalog.getTable(
                                Identifier.create(TableSpec.DATABASE, spec.name() + "$" + name)));
    }

    /** The columns of a system table, without field ids. */
    String systemType(TableSpec spec, String name) {
        return system(spec, name).rowType().toString();
    }

    List<Row> readSystem(TableSpec spec, String name, RowType type) {
        ReadBuilder builder = system(spec, name).newReadBuilder();
        return run(() -> rows(type, builder, builder.newScan().plan().splits()));
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
                (write, user) ->
                        write(spec, write, dynamic ? BucketChoice.of(table, user) : null, rows));
    }

    private static void write(
            TableSpec spec, TableWrite write, @Nullable BucketChoice buckets, List<Row> rows)
            throws Exception {
        for (Row row : rows) {
            InternalRow paimon = PaimonValues.toPaimon(row, spec.type());
            if (buckets != null) {
                write.write(paimon, buckets.of(paimon));
            } else {
                write.write(paimon);
            }
        }
    }

    @Override
    public void compact(TableSpec spec) {
        FileStoreTable table = table(spec).copy(Map.of("write-only", "false"));
        Map<BinaryRow, Map<Integer, List<DataFileMeta>>> files = new LinkedHashMap<>();
        for (Split split : table.newReadBuilder().newScan().plan().splits()) {
            DataSplit data = (DataSplit) split;
            files.computeIfAbsent(data.partition(), partition -> new LinkedHashMap<>())
                    .computeIfAbsent(data.bucket(), bucket -> new ArrayList<>())
                    .addAll(data.dataFiles());
        }
        if (table.bucketMode() == BucketMode.BUCKET_UNAWARE) {
            run(() -> join(table, files));
            return;
        }
        commit(
                table,
                (write, user) -> {
                    for (BinaryRow partition : files.keySet()) {
                        for (int bucket : files.get(partition).keySet()) {
                            write.compact(partition, bucket, true);
                        }
                    }
                });
    }

    /**
     * All files of each partition of an append table in one, as Paimon's compaction job does it.
     */
    private @Nullable Void join(
            FileStoreTable table, Map<BinaryRow, Map<Integer, List<DataFileMeta>>> files)
            throws Exception {
        List<CommitMessage> messages = new ArrayList<>();
        BaseAppendFileStoreWrite write = ((AppendOnlyFileStore) table.store()).newWrite(user);
        try (StreamTableCommit commit =
                table.newStreamWriteBuilder().withCommitUser(user).newCommit()) {
            for (Map.Entry<BinaryRow, Map<Integer, List<DataFileMeta>>> partition :
                    files.entrySet()) {
                List<DataFileMeta> small = partition.getValue().get(0);
                if (small.size() > 1) {
                    messages.add(
                            new AppendCompactTask(partition.getKey(), small)
                                    .doCompact(table, write));
                }
            }
            commit.commit(nextIdentifier++, messages);
        } finally {
            write.close();
        }
        return null;
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
    public Tail tail(TableSpec spec, Map<String, String> options) {
        return new PaimonTail(spec.type(), table(spec).copy(options).newReadBuilder(), null);
    }

    @Override
    public void overwrite(TableSpec spec, @Nullable Integer partition, List<Row> rows) {
        FileStoreTable table = table(spec).copy(Map.of("dynamic-partition-overwrite", "false"));
        Map<String, String> replaced =
                partition == null ? Map.of() : Map.of(spec.partitionKeys().get(0), "" + partition);
        BatchWriteBuilder builder = table.newBatchWriteBuilder().withOverwrite(replaced);
        run(
                () -> {
                    try (IOManager spill = IOManager.create(System.getProperty("java.io.tmpdir"));
                            BatchTableWrite write = builder.newWrite().withIOManager(spill);
                            BatchTableCommit commit = builder.newCommit()) {
                        BucketChoice buckets =
                                table.bucketMode() == BucketMode.HASH_DYNAMIC
                                        ? BucketChoice.ofNothing(table)
                                        : null;
                        write(spec, write, buckets, rows);
                        commit.commit(write.prepareCommit());
                    }
                    return null;
                });
    }

    @Override
    public void expire(TableSpec spec, int kept) {
        table(spec)
                .newExpireSnapshots()
                .config(
                        ExpireConfig.builder()
                                .snapshotRetainMin(kept)
                                .snapshotRetainMax(kept)
                                .build())
                .expire();
    }

    @Override
    public List<Row> readWith(TableSpec spec, Map<String, String> options) {
        FileStoreTable table = table(spec).copy(options);
        ReadBuilder builder = table.newReadBuilder();
        List<Row> rows = run(() -> rows(spec.type(), builder, builder.newScan().plan().splits()));
        return rows.stream().map(row -> Row.insert(row.values().toArray())).toList();
    }

    static List<Row> rows(RowType type, ReadBuilder builder, List<Split> splits) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Split split : splits) {
            try (RecordReader<InternalRow> reader = builder.newRead().createReader(split)) {
                reader.forEachRemaining(row -> rows.add(PaimonValues.toRow(row, type)));
            }
        }
        return rows;
    }

    /** What may throw. */
    interface Call<T> {
        T call() throws Exception;
    }

    static <T> T run(Call<T> call) {
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
