package io.weir.core;

import io.weir.core.commit.CommitCounters;
import io.weir.core.commit.CommitSpec;
import io.weir.core.commit.TableCommitter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.FileFormats;
import io.weir.core.maintain.SnapshotExpiry;
import io.weir.core.maintain.TableMaintenance;
import io.weir.core.meta.DecodedFiles;
import io.weir.core.meta.ManifestCache;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.core.read.FileSplit;
import io.weir.core.read.FileSplitCodec;
import io.weir.core.scan.ScanSource;
import io.weir.core.scan.SnapshotSelection;
import io.weir.core.scan.TableScan;
import io.weir.core.system.SystemSource;
import io.weir.core.write.BucketMessage;
import io.weir.core.write.TableWriter;
import io.weir.core.write.WriteSpec;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.option.ScanOptions;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.CommitMessage;
import io.weir.table.Identifier;
import io.weir.table.Maintenance;
import io.weir.table.Scan;
import io.weir.table.Snapshot;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableSchema;
import io.weir.table.TableWrite;
import io.weir.type.RowType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A table in the format, wired together. Immutable, safe for many threads.
 *
 * <p>A table whose options name a snapshot, tag, time or version has the schema of that snapshot
 * and cannot be written. An explicit {@code scan.mode} of {@code from-snapshot} or {@code
 * from-timestamp} says where a stream starts and leaves the schema as it is.
 */
final class StoredTable implements Table {

    /**
     * Where a table is.
     *
     * @param directory of the table
     * @param formats file formats there are
     * @param manifestCache of all tables of a catalog
     * @param decodedSnapshots of all tables of a catalog
     */
    record Site(
            Identifier identifier,
            Storage storage,
            Location directory,
            Environment environment,
            FileFormats formats,
            ManifestCache manifestCache,
            DecodedFiles<SnapshotMeta> decodedSnapshots) {}

    private final Site site;
    private final TableSchema schema;
    private final boolean past;
    private final TableLayout layout;
    private final SchemaStore schemas;
    private final SnapshotStore snapshots;
    private final ManifestStore manifests;
    private final CommitCounters counters;
    private final SnapshotExpiry expiry;

    StoredTable(Site site, TableSchema schema) {
        this(
                site,
                schema,
                false,
                new SchemaStore(site.storage(), site.directory(), site.environment()),
                new CommitCounters());
    }

    private StoredTable(
            Site site,
            TableSchema schema,
            boolean past,
            SchemaStore schemas,
            CommitCounters counters) {
        this.counters = counters;
        this.site = site;
        this.schema = schema;
        this.past = past;
        this.schemas = schemas;
        this.layout = TableLayout.of(site.directory(), schema);
        this.snapshots = new SnapshotStore(site.storage(), layout, site.decodedSnapshots());
        this.manifests =
                new ManifestStore(
                        site.storage(),
                        layout,
                        schema.tableOptions(),
                        site.environment(),
                        site.manifestCache());
        this.expiry =
                new SnapshotExpiry(
                        site.storage(),
                        site.environment(),
                        layout,
                        snapshots,
                        manifests,
                        schema,
                        counters);
    }

    @Override
    public Identifier identifier() {
        return site.identifier();
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public RowType rowType() {
        return schema.rowType();
    }

    @Override
    public Options options() {
        return schema.tableOptions();
    }

    @Override
    public Location location() {
        return site.directory();
    }

    @Override
    public Table withOptions(Map<String, String> dynamicOptions) {
        DynamicOptions.check(schema, dynamicOptions);
        Map<String, String> joined = new HashMap<>(schema.options());
        joined.putAll(dynamicOptions);
        Options options = Options.of(joined);
        TableSchema base = schema;
        boolean travels = SnapshotSelection.isTimeTravel(options) && !startsStream(options);
        if (travels) {
            SnapshotMeta snapshot =
                    new SnapshotSelection(snapshots, options, site.environment().zone()).choose();
            if (snapshot != null && snapshot.schemaId() != schema.id()) {
                base = schemas.schema(snapshot.schemaId());
            }
        }
        return new StoredTable(site, base.withOptions(joined), past || travels, schemas, counters);
    }

    private static boolean startsStream(Options options) {
        ScanOptions.Mode mode = options.get(ScanOptions.MODE);
        return mode == ScanOptions.Mode.FROM_SNAPSHOT || mode == ScanOptions.Mode.FROM_TIMESTAMP;
    }

    @Override
    public Optional<Snapshot> latestSnapshot() {
        return snapshots.latest().map(SnapshotMeta::toSnapshot);
    }

    @Override
    public Optional<Snapshot> snapshot(long id) {
        return snapshots.snapshot(id).map(SnapshotMeta::toSnapshot);
    }

    @Override
    public Optional<Snapshot> latestSnapshotOfUser(String commitUser) {
        return snapshots.latestOfUser(commitUser).map(SnapshotMeta::toSnapshot);
    }

    @Override
    public Scan newScan() {
        return new TableScan(scanSource());
    }

    private ScanSource scanSource() {
        return new ScanSource(
                schema,
                layout,
                schemas,
                snapshots,
                manifests,
                new DataFiles(
                        site.storage(),
                        site.environment(),
                        site.formats(),
                        schema,
                        schemas::schema),
                site.environment());
    }

    SystemSource systemSource() {
        return new SystemSource(this, scanSource(), table -> ((StoredTable) table).scanSource());
    }

    @Override
    public TableWrite newWrite(String commitUser) {
        checkPresent();
        return new TableWriter(writeSpec());
    }

    private WriteSpec writeSpec() {
        return new WriteSpec(
                schema,
                schemas::schema,
                site.storage(),
                site.environment(),
                site.formats(),
                layout,
                snapshots,
                manifests);
    }

    @Override
    public TableCommit newCommit(String commitUser) {
        checkPresent();
        return new TableCommitter(commitSpec(), commitUser, counters);
    }

    private CommitSpec commitSpec() {
        return new CommitSpec(
                schema,
                site.storage(),
                site.environment(),
                layout,
                schemas,
                snapshots,
                manifests,
                expiry::expireInBackground);
    }

    @Override
    public Maintenance maintenance() {
        checkPresent();
        return new TableMaintenance(writeSpec(), commitSpec(), counters, expiry);
    }

    private void checkPresent() {
        if (past) {
            throw new InvalidRequestException(
                    "table "
                            + site.identifier()
                            + " is read as of an earlier snapshot and cannot be changed there; remove the"
                            + " scan options");
        }
    }

    @Override
    public Split decodeSplit(byte[] bytes) {
        return new FileSplit(FileSplitCodec.decode(bytes), layout, schema.partitionType());
    }

    @Override
    public CommitMessage decodeMessage(byte[] bytes) {
        return BucketMessage.decode(bytes, schema.partitionType());
    }
}
