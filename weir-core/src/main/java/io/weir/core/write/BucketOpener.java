package io.weir.core.write;

import io.weir.core.append.AppendBucketWriter;
import io.weir.core.file.BucketPlace;
import io.weir.core.file.BucketWriter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.WriterSpecs;
import io.weir.core.lsm.LsmBucketWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.WriteOptions;
import io.weir.table.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens bucket writers on the files a snapshot has for them. Writers of tables without buckets need
 * not know each other's files and start without any.
 *
 * <p>The files are read once a snapshot for all partitions a batch needs. A writer that was opened
 * while files of its bucket are handed out but not in the table yet knows them too, and does not
 * compact: joining older files around them could bring back rows they delete.
 */
final class BucketOpener {

    private final WriteSpec spec;
    private final int totalBuckets;
    private final boolean keyed;
    private final boolean bucketed;
    private final boolean readsExisting;
    private final boolean compacts;
    private final WriterSpecs compacting;
    private final WriterSpecs writeOnly;
    private final DataFiles compactingReader;
    private final DataFiles writeOnlyReader;
    private final Map<PartitionKey, Map<Integer, List<DataFile>>> existing = new HashMap<>();
    private long existingOf = -1;

    /**
     * @param compactionOnly whether the writers are for compacting: then all of them know all files
     *     of their bucket and compact, whatever the table's options say
     */
    BucketOpener(WriteSpec spec, boolean compactionOnly) {
        TableSchema schema = spec.schema();
        this.spec = spec;
        totalBuckets = Math.max(-1, schema.tableOptions().get(BucketOptions.BUCKET));
        keyed = schema.hasPrimaryKey();
        bucketed = keyed || totalBuckets > 0;
        readsExisting = bucketed || compactionOnly;
        compacts = compactionOnly || !schema.tableOptions().get(WriteOptions.WRITE_ONLY);
        TableSchema both = withWriteOnly(schema, false);
        TableSchema plain = withWriteOnly(schema, true);
        compacting = writerSpecs(spec, both);
        writeOnly = writerSpecs(spec, plain);
        compactingReader = reader(spec, both);
        writeOnlyReader = reader(spec, plain);
    }

    private static WriterSpecs writerSpecs(WriteSpec spec, TableSchema schema) {
        return new WriterSpecs(spec.storage(), spec.environment(), schema, spec.formats());
    }

    private static DataFiles reader(WriteSpec spec, TableSchema schema) {
        return new DataFiles(
                spec.storage(), spec.environment(), spec.formats(), schema, spec.schemas());
    }

    private static TableSchema withWriteOnly(TableSchema schema, boolean value) {
        Map<String, String> options = new HashMap<>(schema.options());
        options.put(WriteOptions.WRITE_ONLY.key(), Boolean.toString(value));
        return schema.withOptions(options);
    }

    /** Whether the writers must know what others do to their bucket. */
    boolean needsSnapshot() {
        return readsExisting || compacts;
    }

    /** Whether files that others add to a bucket matter to its writer. */
    boolean isBucketed() {
        return bucketed;
    }

    /** Whether a slot's writer could compact if it were opened again now. */
    boolean couldCompact(BucketSlot slot) {
        return compacts && !slot.compacts() && !slot.hasHandouts();
    }

    /**
     * Opens writers for those slots that have none.
     *
     * @param snapshot whose files they start from; null: from none
     */
    void open(List<BucketSlot> slots, @Nullable SnapshotMeta snapshot) {
        List<BucketSlot> closed = slots.stream().filter(slot -> slot.writer() == null).toList();
        if (closed.isEmpty()) {
            return;
        }
        SnapshotMeta read = readsExisting ? snapshot : null;
        boolean reads = read != null;
        if (read != null) {
            load(closed, read);
        }
        for (BucketSlot slot : closed) {
            List<DataFile> files = new ArrayList<>();
            if (reads) {
                files.addAll(
                        existing.getOrDefault(new PartitionKey(slot.partition()), Map.of())
                                .getOrDefault(slot.bucket(), List.of()));
            }
            Set<String> known = new HashSet<>();
            files.forEach(file -> known.add(file.fileName()));
            slot.unseenFiles().stream()
                    .filter(file -> !known.contains(file.fileName()))
                    .forEach(files::add);
            boolean mayCompact = compacts && !slot.hasHandouts();
            long opened = snapshot == null ? 0 : snapshot.id();
            slot.opened(newWriter(slot, files, mayCompact), opened, mayCompact);
        }
    }

    private BucketWriter newWriter(BucketSlot slot, List<DataFile> files, boolean mayCompact) {
        BucketPlace place =
                new BucketPlace(
                        slot.partition(),
                        slot.bucket(),
                        spec.layout().bucketDirectory(slot.partition(), slot.bucket()));
        WriterSpecs specs = mayCompact ? compacting : writeOnly;
        DataFiles reader = mayCompact ? compactingReader : writeOnlyReader;
        return keyed
                ? new LsmBucketWriter(place, totalBuckets, specs, reader, files)
                : new AppendBucketWriter(place, totalBuckets, specs, reader, files);
    }

    // Files of the partitions of these slots, as the snapshot has them.
    private void load(List<BucketSlot> slots, SnapshotMeta snapshot) {
        if (existingOf != snapshot.id()) {
            existing.clear();
            existingOf = snapshot.id();
        }
        LiveFiles.Wanted missing = new LiveFiles.Wanted(spec.layout().partitionType());
        for (BucketSlot slot : slots) {
            PartitionKey partition = new PartitionKey(slot.partition());
            if (existing.putIfAbsent(partition, new HashMap<>()) == null) {
                missing.addPartition(slot.partition());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        List<ManifestEntry> live =
                LiveFiles.read(spec.manifests(), spec.manifests().manifests(snapshot), missing);
        for (ManifestEntry entry : live) {
            checkBuckets(entry);
            existing.computeIfAbsent(new PartitionKey(entry.partition()), key -> new HashMap<>())
                    .computeIfAbsent(entry.bucket(), bucket -> new ArrayList<>())
                    .add(entry.file());
        }
    }

    private void checkBuckets(ManifestEntry entry) {
        if (entry.totalBuckets() > 0 && totalBuckets != entry.totalBuckets()) {
            throw new InvalidRequestException(
                    "partition "
                            + spec.layout().partitionPath(entry.partition())
                            + " was written with "
                            + entry.totalBuckets()
                            + " buckets and the table now has bucket = "
                            + totalBuckets
                            + "; rewrite the partition with INSERT OVERWRITE first");
        }
    }

    /** Forgets what was read for opening, so that memory is bounded by what is open. */
    void forgetFiles() {
        existing.clear();
        existingOf = -1;
    }
}
