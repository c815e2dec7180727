package io.weir.bench;

import io.weir.data.Batch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.CoreOptions;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.predicate.PredicateBuilder;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.StreamTableCommit;
import org.apache.paimon.table.sink.StreamTableWrite;
import org.apache.paimon.table.sink.StreamWriteBuilder;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/** Paimon's own library, used as its documentation tells Java programs to. */
final class PaimonEngine implements Engine {

    static final String DATABASE = "bench";
    private final Path warehouse;
    private final Catalog catalog;

    PaimonEngine(Path warehouse) {
        this.warehouse = warehouse;
        Options options = new Options();
        options.set("warehouse", warehouse.toUri().toString());
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
        try {
            catalog.createDatabase(DATABASE, true);
        } catch (Catalog.DatabaseAlreadyExistException e) {
            throw new IllegalStateException(e);
        }
    }

    private FileStoreTable table(String name) {
        try {
            return (FileStoreTable) catalog.getTable(Identifier.create(DATABASE, name));
        } catch (Catalog.TableNotExistException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void createTable(String name, boolean keyed, Map<String, String> options) {
        Schema.Builder schema =
                Schema.newBuilder()
                        .column("id", keyed ? DataTypes.BIGINT().notNull() : DataTypes.BIGINT())
                        .column("qty", DataTypes.INT())
                        .column("customer", DataTypes.STRING())
                        .column("status", DataTypes.STRING())
                        .column("amount", DataTypes.DECIMAL(12, 2))
                        .column("score", DataTypes.DOUBLE())
                        .column("ts", DataTypes.TIMESTAMP(3))
                        .column("d", DataTypes.DATE())
                        .column("note", DataTypes.STRING())
                        .column("ver", DataTypes.BIGINT())
                        .options(new HashMap<>(options));
        if (keyed) {
            schema.primaryKey("id");
        }
        try {
            catalog.createTable(Identifier.create(DATABASE, name), schema.build(), false);
        } catch (Catalog.TableAlreadyExistException | Catalog.DatabaseNotExistException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(String name, List<List<Batch>> commits) {
        StreamWriteBuilder builder = table(name).newStreamWriteBuilder();
        try (IOManager spill = IOManager.create(System.getProperty("java.io.tmpdir"));
                StreamTableWrite write =
                        (StreamTableWrite) builder.newWrite().withIOManager(spill);
                StreamTableCommit commit = builder.newCommit()) {
            long identifier = 1;
            for (List<Batch> batches : commits) {
                for (Batch batch : batches) {
                    BatchRow row = new BatchRow(batch);
                    for (int index = 0; index < batch.rowCount(); index++) {
                        write.write(row.at(index));
                    }
                }
                commit.commit(identifier, write.prepareCommit(true, identifier));
                identifier++;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void compactFully(String name) {
        FileStoreTable table = table(name).copy(Map.of(CoreOptions.WRITE_ONLY.key(), "false"));
        StreamWriteBuilder builder = table.newStreamWriteBuilder();
        try (IOManager spill = IOManager.create(System.getProperty("java.io.tmpdir"));
                StreamTableWrite write =
                        (StreamTableWrite) builder.newWrite().withIOManager(spill);
                StreamTableCommit commit = builder.newCommit()) {
            for (int bucket = 0; bucket < table.coreOptions().bucket(); bucket++) {
                write.compact(BinaryRow.EMPTY_ROW, bucket, true);
            }
            commit.commit(1, write.prepareCommit(true, 1));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ReadResult read(String name, List<String> columns) {
        FileStoreTable table = table(name);
        RowType type = table.rowType();
        int[] projection = columns.stream().mapToInt(type.getFieldNames()::indexOf).toArray();
        ReadBuilder builder = table.newReadBuilder().withProjection(projection);
        Sum sum = new Sum(projection);
        try {
            for (Split split : builder.newScan().plan().splits()) {
                try (RecordReader<InternalRow> reader = builder.newRead().createReader(split)) {
                    reader.forEachRemaining(sum::add);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new ReadResult(sum.rows, sum.hash);
    }

    @Override
    public long plan(String name, int partition) {
        FileStoreTable table = table(name);
        ReadBuilder builder = table.newReadBuilder();
        if (partition >= 0) {
            builder.withFilter(new PredicateBuilder(table.rowType()).equal(0, partition));
        }
        long files = 0;
        for (Split split : builder.newScan().plan().splits()) {
            files += ((DataSplit) split).dataFiles().size();
        }
        return files;
    }

    @Override
    public Path directory(String name) {
        return warehouse.resolve(DATABASE + ".db").resolve(name);
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }

    /** Touches every value of a row by the column's type. */
    private static final class Sum {
        private final int[] columns;
        private long rows;
        private long hash;

        Sum(int[] columns) {
            this.columns = columns;
        }

        void add(InternalRow row) {
            rows++;
            for (int position = 0; position < columns.length; position++) {
                int column = columns[position];
                hash +=
                        switch (column) {
                            case 0, 9 -> ValueHash.of(column, row.getLong(position));
                            case 1, 7 -> ValueHash.of(column, row.getInt(position));
                            case 4 ->
                                    ValueHash.of(
                                            column,
                                            row.getDecimal(position, 12, 2).toUnscaledLong());
                            case 5 ->
                                    ValueHash.of(
                                            column,
                                            Double.doubleToRawLongBits(row.getDouble(position)));
                            case 6 ->
                                    ValueHash.of(
                                            column, row.getTimestamp(position, 3).getMillisecond());
                            default -> text(column, row.getString(position));
                        };
            }
        }

        private static long text(int column, BinaryString value) {
            int size = value.getSizeInBytes();
            return ValueHash.ofText(column, size, value.byteAt(0), value.byteAt(size - 1));
        }
    }
}
