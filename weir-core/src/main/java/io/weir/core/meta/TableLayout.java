package io.weir.core.meta;

import io.weir.core.codec.BinaryRow;
import io.weir.env.Environment;
import io.weir.option.LayoutOptions;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the files of a table are and how new ones are named (format section 1).
 *
 * <pre>
 * schema/schema-N   snapshot/snapshot-N EARLIEST LATEST   changelog/...   manifest/...   index/...
 * [path-directory/] k1=v1/k2=v2/bucket-N/data-UUID-N.parquet
 * branch/branch-NAME/ schema/... snapshot/... changelog/... tag/... consumer/...
 * </pre>
 *
 * <p>Immutable but for a small memory of partition paths; safe for many threads.
 */
public final class TableLayout {

    /** The bucket number of rows that wait for their bucket. */
    public static final int POSTPONE_BUCKET = -2;

    static final String BRANCH_PREFIX = "branch-";

    private static final int PATHS_MAX = 10_000;

    private final Location directory;
    private final Location line;
    private final Location dataDirectory;
    private final boolean indexBesideData;
    private final RowType partitionType;
    private final PartitionPath partitionPath;
    private final Map<PartitionKey, String> paths = new ConcurrentHashMap<>();

    public TableLayout(Location directory, Options options, RowType partitionType) {
        this(directory, directory, options, partitionType);
    }

    private TableLayout(Location directory, Location line, Options options, RowType partitionType) {
        this.directory = directory;
        this.line = line;
        this.partitionType = partitionType;
        String data = options.get(LayoutOptions.DATA_DIRECTORY).trim();
        this.dataDirectory = data.isEmpty() ? directory : directory.resolve(data);
        this.indexBesideData = options.get(LayoutOptions.INDEX_BESIDE_DATA);
        this.partitionPath =
                new PartitionPath(
                        partitionType,
                        options.get(LayoutOptions.PARTITION_DEFAULT_NAME),
                        options.get(LayoutOptions.PARTITION_LEGACY_NAME));
    }

    public static TableLayout of(Location directory, TableSchema schema) {
        return new TableLayout(directory, schema.tableOptions(), schema.partitionType());
    }

    /**
     * The layout of a branch: schemas, snapshots, changelogs, tags and consumers are its own, all
     * other files are where those of the table are (format section 3.5).
     *
     * @param schema newest of the branch
     */
    public static TableLayout ofBranch(Location directory, String branch, TableSchema schema) {
        return new TableLayout(
                directory,
                directory.resolve("branch").resolve(BRANCH_PREFIX + branch),
                schema.tableOptions(),
                schema.partitionType());
    }

    /** Where the branches of the table are, each a directory {@code branch-NAME}. */
    public Location branchesDirectory() {
        return directory.resolve("branch");
    }

    /** The root of the table. */
    public Location directory() {
        return directory;
    }

    public RowType partitionType() {
        return partitionType;
    }

    public Location schemaDirectory() {
        return line.resolve("schema");
    }

    public Location schemaFile(long id) {
        return schemaDirectory().resolve("schema-" + id);
    }

    public Location snapshotDirectory() {
        return line.resolve("snapshot");
    }

    public Location snapshotFile(long id) {
        return snapshotDirectory().resolve("snapshot-" + id);
    }

    public Location changelogDirectory() {
        return line.resolve("changelog");
    }

    public Location changelogFile(long id) {
        return changelogDirectory().resolve("changelog-" + id);
    }

    public Location tagDirectory() {
        return line.resolve("tag");
    }

    public Location consumerDirectory() {
        return line.resolve("consumer");
    }

    public Location manifestDirectory() {
        return directory.resolve("manifest");
    }

    /** A manifest, a manifest list or an index manifest. */
    public Location manifest(String name) {
        return manifestDirectory().resolve(name);
    }

    public Location statistics(String name) {
        return directory.resolve("statistics").resolve(name);
    }

    /** An index file: hash index or deletion vectors. */
    public Location index(IndexFile file) {
        if (file.externalPath() != null) {
            return Location.of(file.externalPath());
        }
        Location place =
                indexBesideData
                        ? bucketDirectory(file.partition(), file.bucket())
                        : directory.resolve("index");
        return place.resolve(file.fileName());
    }

    /**
     * Directory of the data files of a bucket.
     *
     * @param partition serialised row
     */
    public Location bucketDirectory(byte[] partition, int bucket) {
        String name = bucket == POSTPONE_BUCKET ? "bucket-postpone" : "bucket-" + bucket;
        String path = partitionPath(partition);
        return dataDirectory.resolve(path.isEmpty() ? name : path + "/" + name);
    }

    /** {@code k1=v1/k2=v2}, empty without partition columns. It cannot be read back into values. */
    public String partitionPath(byte[] partition) {
        if (partitionType.size() == 0) {
            return "";
        }
        PartitionKey key = new PartitionKey(partition);
        String known = paths.get(key);
        if (known != null) {
            return known;
        }
        String path = partitionPath.of(BinaryRow.ofSerialized(partition));
        if (paths.size() < PATHS_MAX) {
            paths.put(key, path);
        }
        return path;
    }

    /** Directory of a partition, the table's data directory without partition columns. */
    public Location partitionDirectory(byte[] partition) {
        String path = partitionPath(partition);
        return path.isEmpty() ? dataDirectory : dataDirectory.resolve(path);
    }

    public Location dataFile(byte[] partition, int bucket, DataFile file) {
        String external = file.externalPath();
        return external != null
                ? Location.of(external)
                : bucketDirectory(partition, bucket).resolve(file.fileName());
    }

    /** A data file and its extra files, which lie beside it. */
    public List<Location> allFiles(byte[] partition, int bucket, DataFile file) {
        Location data = dataFile(partition, bucket, file);
        List<Location> files = new ArrayList<>(1 + file.extraFiles().size());
        files.add(data);
        for (String extra : file.extraFiles()) {
            files.add(data.parent().resolve(extra));
        }
        return files;
    }

    public String newManifestName(Environment environment) {
        return "manifest-" + environment.newUuid() + "-0";
    }

    public String newManifestListName(Environment environment) {
        return "manifest-list-" + environment.newUuid() + "-0";
    }

    public String newIndexManifestName(Environment environment) {
        return "index-manifest-" + environment.newUuid() + "-0";
    }

    /** Name of a hash index or deletion vector file. */
    public String newIndexName(Environment environment) {
        return "index-" + environment.newUuid() + "-0";
    }
}
