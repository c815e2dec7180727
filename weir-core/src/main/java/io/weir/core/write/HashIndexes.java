package io.weir.core.write;

import io.weir.core.index.HashIndexStore;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.option.BucketOptions;
import io.weir.option.Options;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The bucket assigners of the partitions a writer of a dynamic bucket table works on. */
final class HashIndexes {

    private final WriteSpec spec;
    private final PartitionIndex partitions;
    private final HashIndexStore store;
    private final DynamicBuckets.Limits limits;
    private final Map<Integer, Loaded> byPartition = new TreeMap<>();
    private @Nullable String manifestRead;
    private Map<PartitionKey, List<IndexFile>> files = Map.of();

    /** The assigner of a partition and the files that hold what it knows. */
    private record Loaded(DynamicBuckets buckets, Map<Integer, IndexFile> files) {}

    HashIndexes(WriteSpec spec, PartitionIndex partitions) {
        this.spec = spec;
        this.partitions = partitions;
        this.store = new HashIndexStore(spec.storage(), spec.layout(), spec.environment());
        Options options = spec.schema().tableOptions();
        int maxBuckets = options.get(BucketOptions.DYNAMIC_MAX_BUCKETS);
        this.limits =
                new DynamicBuckets.Limits(
                        options.get(BucketOptions.DYNAMIC_TARGET_ROWS),
                        Math.max(1, options.get(BucketOptions.DYNAMIC_INITIAL_BUCKETS)),
                        maxBuckets < 1
                                ? DynamicBuckets.BUCKETS_MAX
                                : Math.min(maxBuckets, DynamicBuckets.BUCKETS_MAX));
    }

    /**
     * The assigner of a partition, loaded if it is not there yet.
     *
     * @param snapshot to load from; null: the partition starts with no keys
     */
    DynamicBuckets of(int partition, @Nullable SnapshotMeta snapshot) {
        Loaded known = byPartition.get(partition);
        if (known == null) {
            List<IndexFile> existing = snapshot == null ? List.of() : existing(snapshot, partition);
            Map<Integer, IndexFile> byBucket = new TreeMap<>();
            existing.forEach(file -> byBucket.put(file.bucket(), file));
            known =
                    new Loaded(
                            DynamicBuckets.load(limits, spec.environment(), store, existing),
                            byBucket);
            byPartition.put(partition, known);
        }
        return known.buckets();
    }

    /**
     * Forgets partitions whose index files in the table are not those that were loaded or written
     * here: someone else wrote the partition meanwhile. Nothing may be assigned and not yet
     * written.
     *
     * @param unsettled partitions with changes that were handed out and are not in the table yet
     */
    void refresh(SnapshotMeta snapshot, Set<Integer> unsettled) {
        byPartition
                .entrySet()
                .removeIf(
                        each ->
                                !unsettled.contains(each.getKey())
                                        && !names(each.getValue().files().values())
                                                .equals(names(existing(snapshot, each.getKey()))));
    }

    private static Set<String> names(Collection<IndexFile> files) {
        Set<String> names = new HashSet<>();
        files.forEach(file -> names.add(file.fileName()));
        return names;
    }

    private List<IndexFile> existing(SnapshotMeta snapshot, int partition) {
        String manifest = snapshot.indexManifest();
        if (manifest == null) {
            return List.of();
        }
        if (!manifest.equals(manifestRead)) {
            Map<PartitionKey, List<IndexFile>> read = new HashMap<>();
            for (IndexFile file : spec.manifests().readIndexManifest(manifest)) {
                if (file.type().equals(IndexFile.HASH)) {
                    read.computeIfAbsent(
                                    new PartitionKey(file.partition()), key -> new ArrayList<>())
                            .add(file);
                }
            }
            files = read;
            manifestRead = manifest;
        }
        return files.getOrDefault(new PartitionKey(partitions.partition(partition)), List.of());
    }

    /**
     * Writes the index files of all buckets that got new keys and puts each into the changes of its
     * bucket, which are there, since a new key is a new row. The file it replaces is in the changes
     * too, so that the commit sees whether it is still the one in the table.
     */
    List<BucketChanges> writeInto(List<BucketChanges> changes) {
        Map<PartitionKey, Map<Integer, IndexFile>> written = new HashMap<>();
        boolean complete = false;
        try {
            byPartition.forEach(
                    (partition, loaded) -> {
                        if (loaded.buckets().hasChanges()) {
                            byte[] serialized = partitions.partition(partition);
                            Map<Integer, IndexFile> byBucket = new HashMap<>();
                            written.put(new PartitionKey(serialized), byBucket);
                            loaded.buckets()
                                    .writeChanged(store, serialized)
                                    .forEach(file -> byBucket.put(file.bucket(), file));
                        }
                    });
            complete = true;
        } finally {
            if (!complete) {
                written.values().forEach(each -> store.delete(List.copyOf(each.values())));
            }
        }
        return changes.stream()
                .map(
                        each -> {
                            Map<Integer, IndexFile> ofPartition =
                                    written.getOrDefault(
                                            new PartitionKey(each.partition()), Map.of());
                            IndexFile file = ofPartition.get(each.bucket());
                            return file == null ? each : withIndex(each, replacing(file));
                        })
                .toList();
    }

    private List<IndexFile> replacing(IndexFile file) {
        Loaded loaded = byPartition.get(partitions.number(file.partition()));
        IndexFile before = loaded == null ? null : loaded.files().put(file.bucket(), file);
        return before == null ? List.of(file) : List.of(before.asDelete(), file);
    }

    private static BucketChanges withIndex(BucketChanges changes, List<IndexFile> files) {
        return new BucketChanges(
                changes.partition(),
                changes.bucket(),
                changes.totalBuckets(),
                changes.newFiles(),
                changes.deletedFiles(),
                changes.changelogFiles(),
                changes.compactBefore(),
                changes.compactAfter(),
                changes.compactChangelog(),
                files);
    }

    /** Drops the keys of all other partitions from memory. */
    void retain(Set<Integer> busyPartitions) {
        byPartition.keySet().retainAll(busyPartitions);
    }
}
