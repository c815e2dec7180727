package io.weir.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryArray;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryRowWriter;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.io.CompactIncrement;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.io.DataIncrement;
import org.apache.paimon.manifest.FileSource;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.stats.SimpleStats;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageImpl;
import org.apache.paimon.table.sink.StreamTableCommit;
import org.apache.paimon.types.DataTypes;

/**
 * A table whose metadata names many data files; the files themselves are not there, since planning
 * opens none.
 */
final class PlanTable {

    static final String NAME = "plan";
    private static final int PARTITIONS = 100;
    private static final int COMMITS = 25;

    private PlanTable() {}

    /** Makes the table below a warehouse with Paimon's own committer. */
    static void make(Path warehouse, int files) throws Exception {
        Options options = new Options();
        options.set("warehouse", warehouse.toUri().toString());
        try (Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(options))) {
            catalog.createDatabase(PaimonEngine.DATABASE, true);
            Identifier identifier = Identifier.create(PaimonEngine.DATABASE, NAME);
            Schema schema =
                    Schema.newBuilder()
                            .column("p", DataTypes.INT())
                            .column("id", DataTypes.BIGINT())
                            .column("qty", DataTypes.INT())
                            .column("customer", DataTypes.STRING())
                            .column("score", DataTypes.DOUBLE())
                            .partitionKeys("p")
                            .options(Map.of("write-only", "true"))
                            .build();
            catalog.createTable(identifier, schema, false);
            FileStoreTable table = (FileStoreTable) catalog.getTable(identifier);
            try (StreamTableCommit commit = table.newStreamWriteBuilder().newCommit()) {
                int each = files / COMMITS / PARTITIONS;
                for (int number = 0; number < COMMITS; number++) {
                    commit.commit(number + 1, messages(number, each));
                }
            }
        }
    }

    private static List<CommitMessage> messages(int commit, int filesEach) {
        List<CommitMessage> messages = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<DataFileMeta> files = new ArrayList<>();
            for (int file = 0; file < filesEach; file++) {
                files.add(file(commit, partition, file));
            }
            messages.add(
                    new CommitMessageImpl(
                            BinaryRow.singleColumn(partition),
                            0,
                            -1,
                            new DataIncrement(files, List.of(), List.of()),
                            CompactIncrement.emptyIncrement()));
        }
        return messages;
    }

    private static DataFileMeta file(int commit, int partition, int file) {
        long first = (long) commit * 1_000_000 + file * 10_000L;
        SimpleStats stats =
                new SimpleStats(
                        bounds(partition, first),
                        bounds(partition, first + 9_999),
                        BinaryArray.fromLongArray(new Long[] {0L, 0L, 0L, 0L, 0L}));
        return DataFileMeta.forAppend(
                "data-" + new java.util.UUID(commit * 31L + partition, first) + "-0.parquet",
                1_000_000,
                10_000,
                stats,
                0,
                9_999,
                0,
                List.of(),
                null,
                FileSource.APPEND,
                null,
                null,
                null,
                null);
    }

    private static BinaryRow bounds(int partition, long id) {
        BinaryRow row = new BinaryRow(5);
        BinaryRowWriter writer = new BinaryRowWriter(row);
        writer.writeInt(0, partition);
        writer.writeLong(1, id);
        writer.writeInt(2, (int) (id % 100));
        writer.writeString(3, BinaryString.fromString("customer-" + id));
        writer.writeDouble(4, id / 3.0);
        writer.complete();
        return row;
    }
}
