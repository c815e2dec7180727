package io.weir.core;

import io.weir.core.commit.CommitCounters;
import io.weir.core.commit.CommitSpec;
import io.weir.core.commit.TableCommitter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.FileFormats;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.core.scan.ScanSource;
import io.weir.core.scan.TableScan;
import io.weir.core.write.TableWriter;
import io.weir.core.write.WriteSpec;
import io.weir.data.Row;
import io.weir.storage.Location;
import io.weir.table.CommitRequest;
import io.weir.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A branch of a {@link TestLake}, made from a tag as the reference makes one. */
final class TestBranch {

    private final TestLake lake;
    private final Location directory;
    private final TableSchema schema;
    private final TableLayout layout;
    private final SnapshotStore snapshots;
    private final Map<Long, List<Row>> rowsOfSnapshot = new TreeMap<>();
    private long commits;

    /**
     * @param snapshot the tag's
     * @param rows of it
     */
    TestBranch(TestLake lake, String name, String tag, long snapshot, List<Row> rows) {
        this.lake = lake;
        this.directory = lake.layout().branchesDirectory().resolve("branch-" + name);
        this.schema = lake.table().schema();
        this.layout = TableLayout.ofBranch(TestLake.DIRECTORY, name, schema);
        this.snapshots = new SnapshotStore(lake.storage, layout);
        Location of = lake.layout().tagDirectory().resolve("tag-" + tag);
        copy(of, layout.tagDirectory().resolve("tag-" + tag));
        copy(of, layout.snapshotFile(snapshot));
        copy(lake.layout().schemaFile(schema.id()), layout.schemaFile(schema.id()));
        rowsOfSnapshot.put(snapshot, rows);
    }

    private void copy(Location from, Location to) {
        lake.storage.put(to, lake.storage.read(from));
    }

    /** Commits rows to the branch; all there is afterwards is noted. */
    void write(List<Row> rows, List<Row> expected) {
        WriteSpec write =
                new WriteSpec(
                        schema,
                        new SchemaStore(lake.storage, directory, lake.environment)::schema,
                        lake.storage,
                        lake.environment,
                        lake.formats(),
                        layout,
                        snapshots,
                        lake.manifests());
        CommitSpec commit =
                new CommitSpec(
                        schema,
                        lake.storage,
                        lake.environment,
                        layout,
                        new SchemaStore(lake.storage, directory, lake.environment),
                        snapshots,
                        lake.manifests(),
                        () -> {});
        try (TableWriter writer = new TableWriter(write);
                TableCommitter committer = new TableCommitter(commit, "b", new CommitCounters())) {
            rows.forEach(writer::write);
            committer.commit(CommitRequest.of(++commits, writer.prepareCommit(true)));
        }
        rowsOfSnapshot.put(snapshots.latestId().orElseThrow(), expected);
    }

    /** The rows of the newest snapshot. */
    List<Row> newest() {
        return rowsOfSnapshot.get(snapshots.latestId().orElseThrow());
    }

    List<SnapshotMeta> all() {
        return snapshots.ids().stream().map(id -> snapshots.snapshot(id).orElseThrow()).toList();
    }

    /** What is read of a snapshot, and what should be. */
    Map<Long, List<Row>> expected() {
        return rowsOfSnapshot;
    }

    List<Row> rowsOf(long id) {
        FileFormats formats = lake.formats();
        SchemaStore schemas = new SchemaStore(lake.storage, directory, lake.environment);
        TableSchema at = lake.table().withOptions(Map.of()).schema();
        ScanSource source =
                new ScanSource(
                        withSnapshot(at, id),
                        layout,
                        schemas,
                        snapshots,
                        lake.manifests(),
                        new DataFiles(lake.storage, lake.environment, formats, at, schemas::schema),
                        lake.environment);
        return TestLake.sorted(Tables.read(new TableScan(source)));
    }

    private static TableSchema withSnapshot(TableSchema schema, long id) {
        Map<String, String> options = new TreeMap<>(schema.options());
        options.put("scan.snapshot-id", Long.toString(id));
        return schema.withOptions(options);
    }
}
