package io.weir.core;

import io.weir.core.file.FileFormats;
import io.weir.core.file.MemoryFormat;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SchemaJson;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.format.FileFormat;
import io.weir.format.FormatOptions;
import io.weir.format.FormatReader;
import io.weir.format.FormatWriter;
import io.weir.storage.Location;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableSchema;
import io.weir.table.TableWrite;
import io.weir.testkit.MemoryStorage;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table in memory, files included, for tests of writing, committing and maintaining. Columns: p
 * INT (the partition, if any), k BIGINT (the key, if any), v STRING.
 */
public final class TestLake {

    public static final Location DIRECTORY = Location.of("/lake/db.db/t");

    public final MemoryStorage storage;
    public final Environment environment;
    public final MemoryFormat format;
    private final Map<String, String> options = new HashMap<>();

    public TestLake(Environment environment) {
        this.environment = environment;
        this.storage = new MemoryStorage(environment);
        this.format = new MemoryFormat();
    }

    /** The same files storage through other options. */
    public TestLake with(String... keysAndValues) {
        for (int index = 0; index < keysAndValues.length; index += 2) {
            options.put(keysAndValues[index], keysAndValues[index + 1]);
        }
        return this;
    }

    public Table create(boolean keyed, boolean partitioned, String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int index = 0; index < keysAndValues.length; index += 2) {
            given.put(keysAndValues[index], keysAndValues[index + 1]);
        }
        List<String> key = new ArrayList<>();
        if (keyed) {
            key.addAll(partitioned ? List.of("p", "k") : List.of("k"));
        }
        publish(
                new TableSchema(
                        0,
                        List.of(
                                Field.of(0, "p", type(DataType.integer(), keyed && partitioned)),
                                Field.of(1, "k", type(DataType.bigint(), keyed)),
                                Field.of(2, "v", DataType.string())),
                        2,
                        partitioned ? List.of("p") : List.of(),
                        key,
                        given,
                        null,
                        0));
        return table();
    }

    private static DataType type(DataType type, boolean required) {
        return type.withNullable(!required);
    }

    /** Publishes the next schema version, with another option. */
    public void setOption(String key, String value) {
        TableSchema last = schemas().latest().orElseThrow();
        Map<String, String> changed = new HashMap<>(last.options());
        changed.put(key, value);
        publish(
                new TableSchema(
                        last.id() + 1,
                        last.fields(),
                        last.highestFieldId(),
                        last.partitionKeys(),
                        last.primaryKeys(),
                        changed,
                        null,
                        0));
    }

    private void publish(TableSchema schema) {
        Location file = DIRECTORY.resolve("schema").resolve("schema-" + schema.id());
        storage.put(file, SchemaJson.encode(schema));
    }

    private SchemaStore schemas() {
        return new SchemaStore(storage, DIRECTORY, environment);
    }

    /** The table anew, as another process would open it. */
    public Table table() {
        TableSchema schema = schemas().latest().orElseThrow();
        return new StoredTable(
                        new StoredTable.Site(
                                new Identifier("db", "t"),
                                storage,
                                DIRECTORY,
                                environment,
                                formats(),
                                new io.weir.core.meta.ManifestCache(environment),
                                io.weir.core.meta.DecodedFiles.snapshots()),
                        schema)
                .withOptions(options);
    }

    FileFormats formats() {
        return FileFormats.of(asParquet(format));
    }

    // Tables are of the formats users may choose; here the files are in memory all the same.
    private static FileFormat asParquet(FileFormat format) {
        return new FileFormat() {
            @Override
            public String name() {
                return "parquet";
            }

            @Override
            public FormatReader open(
                    StorageInput input, RowType fileType, Environment environment) {
                return format.open(input, fileType, environment);
            }

            @Override
            public FormatWriter create(
                    StorageOutput output,
                    RowType type,
                    FormatOptions options,
                    Environment environment) {
                return format.create(output, type, options, environment);
            }
        };
    }

    public TableLayout layout() {
        return TableLayout.of(DIRECTORY, schemas().latest().orElseThrow());
    }

    public SnapshotStore snapshots() {
        return new SnapshotStore(storage, layout());
    }

    public ManifestStore manifests() {
        return new ManifestStore(
                storage, layout(), schemas().latest().orElseThrow().tableOptions(), environment);
    }

    public SnapshotMeta latest() {
        return snapshots().latest().orElseThrow();
    }

    /** Messages of a writer of its own for some rows. */
    public List<CommitMessage> messages(List<Row> rows) {
        try (TableWrite write = table().newWrite("writer")) {
            write.write(Cells.batch(table().rowType(), rows));
            return write.prepareCommit(true);
        }
    }

    /** Writes and commits rows as one batch. */
    public Optional<Long> write(Row... rows) {
        try (TableCommit commit = table().newCommit(environment.newUuid())) {
            return commit.commit(CommitRequest.batch(messages(List.of(rows))));
        }
    }

    /** Rows of the latest snapshot by key. */
    public List<Row> rows() {
        return rows(table());
    }

    public List<Row> rowsOf(long snapshot) {
        return rows(table().withOptions(Map.of("scan.snapshot-id", Long.toString(snapshot))));
    }

    static List<Row> rows(Table table) {
        return sorted(Tables.read(table.newScan()));
    }

    /** Rows by partition, key and value. */
    static List<Row> sorted(List<Row> rows) {
        return rows.stream()
                .sorted(
                        Comparator.comparing((Row row) -> (Integer) row.get(0))
                                .thenComparing(row -> (Long) row.get(1))
                                .thenComparing(row -> String.valueOf(row.get(2))))
                .toList();
    }
}
