package io.weir.core.write;

import io.weir.core.index.HashIndexStore;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.option.BucketOptions;
import io.weir.option.Options;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<Integer, DynamicBuckets> byPartition = new TreeMap<>();
    private @Nullable String manifestRead;
    private Map<PartitionKey, List<IndexFile>> files = Map.of();

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
        DynamicBuckets known = byPartition.get(partition);
        if (known == null) {
            List<IndexFile> existing = snapshot == null ? List.of() : existing(snapshot, partition);
            known = DynamicBuckets.load(limits, spec.environment(), store, existing);
            byPartition.put(partition, known);
        }
        return known;
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
     * bucket, which are there, since a new key is a new row.
     */
    List<BucketChanges> writeInto(List<BucketChanges> changes) {
        Map<PartitionKey, Map<Integer, IndexFile>> written = new HashMap<>();
        boolean complete = false;
        try {
            byPartition.forEach(
                    (partition, buckets) -> {
                        if (buckets.hasChanges()) {
                            byte[] serialized = partitions.partition(partition);
                            Map<Integer, IndexFile> byBucket = new HashMap<>();
                            written.put(new PartitionKey(serialized), byBucket);
                            buckets.writeChanged(store, serialized)
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
                            return file == null ? each : withIndex(each, file);
                        })
                .toList();
    }

    private static BucketChanges withIndex(BucketChanges changes, IndexFile file) {
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
                List.of(file));
    }

    /** Drops the keys of all other partitions from memory. */
    void retain(Set<Integer> busyPartitions) {
        byPartition.keySet().retainAll(busyPartitions);
    }
}
