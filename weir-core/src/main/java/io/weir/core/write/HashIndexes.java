package io.weir.core.write;

import io.weir.core.index.HashIndexStore;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.KeyIndexView;
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

    /** The assigner of a partition, the files that hold what it knows, and how far that is true. */
    private static final class Loaded {
        private final DynamicBuckets buckets;
        private final Map<Integer, IndexFile> files = new TreeMap<>();
        private long snapshotId;

        Loaded(DynamicBuckets buckets, List<IndexFile> existing, long snapshotId) {
            this.buckets = buckets;
            this.snapshotId = snapshotId;
            existing.forEach(file -> files.put(file.bucket(), file));
        }

        KeyIndexView view() {
            return new KeyIndexView(
                    snapshotId, files.values().stream().map(IndexFile::fileName).toList());
        }
    }

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
     * @param pending index files that were handed out and are not in the snapshot yet, each in
     *     place of the one of its bucket
     */
    DynamicBuckets of(
            int partition, @Nullable SnapshotMeta snapshot, Collection<IndexFile> pending) {
        Loaded known = byPartition.get(partition);
        if (known == null) {
            Map<Integer, IndexFile> byBucket = new TreeMap<>();
            if (snapshot != null) {
                existing(snapshot, partition).forEach(file -> byBucket.put(file.bucket(), file));
            }
            pending.forEach(file -> byBucket.put(file.bucket(), file));
            List<IndexFile> existing = List.copyOf(byBucket.values());
            known =
                    new Loaded(
                            DynamicBuckets.load(limits, spec.environment(), store, existing),
                            existing,
                            snapshot == null ? 0 : snapshot.id());
            byPartition.put(partition, known);
        }
        return known.buckets;
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
                        each -> {
                            Loaded loaded = each.getValue();
                            if (names(loaded.files.values())
                                    .equals(names(existing(snapshot, each.getKey())))) {
                                loaded.snapshotId = snapshot.id();
                                return false;
                            }
                            return !unsettled.contains(each.getKey());
                        });
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
     * too, and so is the view of the partition's indexes that all its keys were looked up in, so
     * that the commit sees whether they are still those in the table.
     */
    List<BucketChanges> writeInto(List<BucketChanges> changes) {
        Map<PartitionKey, Map<Integer, IndexFile>> written = new HashMap<>();
        boolean allWritten = false;
        try {
            byPartition.forEach(
                    (partition, loaded) -> {
                        if (loaded.buckets.hasChanges()) {
                            byte[] serialized = partitions.partition(partition);
                            Map<Integer, IndexFile> byBucket = new HashMap<>();
                            written.put(new PartitionKey(serialized), byBucket);
                            loaded.buckets
                                    .writeChanged(store, serialized)
                                    .forEach(file -> byBucket.put(file.bucket(), file));
                        }
                    });
            allWritten = true;
        } finally {
            if (!allWritten) {
                written.values().forEach(each -> store.delete(List.copyOf(each.values())));
            }
        }
        List<List<IndexFile>> replaced = new ArrayList<>();
        for (BucketChanges each : changes) {
            IndexFile file =
                    written.getOrDefault(new PartitionKey(each.partition()), Map.of())
                            .get(each.bucket());
            replaced.add(file == null ? List.of() : replacing(file));
        }
        List<BucketChanges> complete = new ArrayList<>();
        for (int index = 0; index < changes.size(); index++) {
            BucketChanges each = changes.get(index);
            Loaded loaded = byPartition.get(partitions.find(each.partition()));
            complete.add(
                    loaded == null ? each : each.withIndexes(replaced.get(index), loaded.view()));
        }
        return complete;
    }

    private List<IndexFile> replacing(IndexFile file) {
        Loaded loaded = byPartition.get(partitions.number(file.partition()));
        IndexFile before = loaded == null ? null : loaded.files.put(file.bucket(), file);
        return before == null ? List.of(file) : List.of(before.asDelete(), file);
    }

    /** Drops the keys of all other partitions from memory. */
    void retain(Set<Integer> busyPartitions) {
        byPartition.keySet().retainAll(busyPartitions);
    }
}
