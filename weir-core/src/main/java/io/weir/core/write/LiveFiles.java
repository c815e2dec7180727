package io.weir.core.write;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.KeyComparator;
import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.EntryMerge;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.PartitionKey;
import io.weir.type.RowType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live files of some buckets, as writers and committers ask for them: only manifests whose
 * statistics allow for the wanted partitions and buckets are read, and of those only the wanted
 * entries are decoded.
 */
public final class LiveFiles {

    private LiveFiles() {}

    /** The buckets that are wanted, by partition. A null set means every bucket of it. */
    public static final class Wanted implements EntryFilter {

        private final Map<PartitionKey, @Nullable Set<Integer>> buckets = new HashMap<>();
        private final RowType partitionType;

        public Wanted(RowType partitionType) {
            this.partitionType = partitionType;
        }

        /** All buckets of a partition. */
        public void addPartition(byte[] partition) {
            buckets.put(new PartitionKey(partition), null);
        }

        /** One bucket. */
        public void addBucket(byte[] partition, int bucket) {
            PartitionKey key = new PartitionKey(partition);
            if (!buckets.containsKey(key)) {
                buckets.put(key, new HashSet<>());
            }
            Set<Integer> known = buckets.get(key);
            if (known != null) {
                known.add(bucket);
            }
        }

        public boolean isEmpty() {
            return buckets.isEmpty();
        }

        @Override
        public boolean wantsPartition(byte[] partition) {
            return buckets.containsKey(new PartitionKey(partition));
        }

        @Override
        public boolean wants(boolean added, byte[] partition, int bucket, int totalBuckets) {
            Set<Integer> wanted = buckets.get(new PartitionKey(partition));
            return wanted == null || wanted.contains(bucket);
        }

        /** Whether a manifest may hold a wanted entry, by its statistics. */
        public boolean mayBeIn(ManifestFile manifest) {
            return buckets.entrySet().stream()
                    .anyMatch(
                            each ->
                                    partitionMayBeIn(each.getKey().bytes(), manifest)
                                            && bucketsMayBeIn(each.getValue(), manifest));
        }

        private static boolean bucketsMayBeIn(
                @Nullable Set<Integer> wanted, ManifestFile manifest) {
            Integer min = manifest.minBucket();
            Integer max = manifest.maxBucket();
            if (wanted == null || min == null || max == null) {
                return true;
            }
            return wanted.stream().anyMatch(bucket -> bucket >= min && bucket <= max);
        }

        private boolean partitionMayBeIn(byte[] partition, ManifestFile manifest) {
            if (partitionType.size() == 0) {
                return true;
            }
            BinaryRow value = BinaryRow.ofSerialized(partition);
            BinaryRow min = BinaryRow.ofSerialized(manifest.partitionStats().minValues());
            BinaryRow max = BinaryRow.ofSerialized(manifest.partitionStats().maxValues());
            for (int column = 0; column < partitionType.size(); column++) {
                if (value.isNullAt(column) || min.isNullAt(column) || max.isNullAt(column)) {
                    continue;
                }
                var type = partitionType.type(column);
                if (KeyComparator.compareSlots(type, value, min, column) < 0
                        || KeyComparator.compareSlots(type, value, max, column) > 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Live entries of the wanted buckets. */
    public static List<ManifestEntry> read(
            ManifestStore store, Collection<ManifestFile> manifests, Wanted wanted) {
        EntryMerge merge = new EntryMerge();
        for (ManifestFile manifest : manifests) {
            if (wanted.mayBeIn(manifest)) {
                store.readManifest(manifest, wanted, merge::add);
            }
        }
        return merge.live();
    }
}
