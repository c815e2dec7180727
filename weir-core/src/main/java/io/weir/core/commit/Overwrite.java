package io.weir.core.commit;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyComparator;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.EntryMerge;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.error.InvalidRequestException;
import io.weir.option.CommitOptions;
import io.weir.option.CompactionOptions;
import io.weir.table.Snapshot;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replaces partitions (format section 11.5): everything live in them is deleted, with its index
 * files, and the new files are added, in one snapshot.
 *
 * <p>What is live is looked up on each attempt, so rows that others committed meanwhile go too.
 */
final class Overwrite implements CommitProtocol.Planner {

    private final CommitSpec spec;
    private final List<BucketChanges> changes;
    private final EntryFilter replaced;
    private final boolean evenIfEmpty;

    /**
     * @param staticPartition values of partition columns that say what is replaced; null: the
     *     partitions of the new files
     * @param evenIfEmpty whether a snapshot is made when nothing is removed or added
     */
    Overwrite(
            CommitSpec spec,
            List<BucketChanges> changes,
            @Nullable Map<String, @Nullable Object> staticPartition,
            boolean evenIfEmpty) {
        this.spec = spec;
        this.changes = upgraded(spec.schema(), changes);
        this.evenIfEmpty = evenIfEmpty;
        this.replaced =
                staticPartition == null
                        ? partitionsOf(changes)
                        : matching(spec.schema().partitionType(), staticPartition);
        for (BucketChanges each : changes) {
            if (!each.newFiles().isEmpty() && !replaced.wantsPartition(each.partition())) {
                throw new InvalidRequestException(
                        "the new data has rows of partition "
                                + spec.layout().partitionPath(each.partition())
                                + ", which is not among those to be replaced: "
                                + staticPartition);
            }
        }
        checkIndexes();
    }

    private record Bucket(PartitionKey partition, int number) {
        static Bucket of(BucketChanges changes) {
            return new Bucket(new PartitionKey(changes.partition()), changes.bucket());
        }
    }

    // With dynamic buckets the old index goes, so each bucket must bring its whole index along.
    private void checkIndexes() {
        boolean dynamic =
                spec.schema().hasPrimaryKey()
                        && changes.stream().anyMatch(each -> each.totalBuckets() == -1);
        Set<Bucket> indexed = new HashSet<>();
        for (BucketChanges each : changes) {
            if (each.indexChanges().stream().anyMatch(IndexFile::added)) {
                indexed.add(Bucket.of(each));
            }
        }
        for (BucketChanges each : changes) {
            if (dynamic && !each.newFiles().isEmpty() && !indexed.contains(Bucket.of(each))) {
                throw new InvalidRequestException(
                        "bucket "
                                + each.bucket()
                                + " has new files and no new hash index: call replaceExisting on"
                                + " the writer before writing for an overwrite");
            }
        }
    }

    @Override
    public Optional<CommitPart> against(@Nullable SnapshotMeta latest) {
        List<ManifestEntry> entries = new ArrayList<>();
        List<IndexFile> indexes = new ArrayList<>();
        if (latest != null) {
            for (ManifestEntry entry : live(latest)) {
                entries.add(
                        new ManifestEntry(
                                false,
                                entry.partition(),
                                entry.bucket(),
                                entry.totalBuckets(),
                                entry.file()));
            }
            indexes.addAll(removedIndexes(latest));
        }
        for (BucketChanges each : changes) {
            for (DataFile file : each.newFiles()) {
                entries.add(
                        new ManifestEntry(
                                true, each.partition(), each.bucket(), each.totalBuckets(), file));
            }
        }
        indexes.addAll(newIndexes());
        if (entries.isEmpty() && indexes.isEmpty() && !evenIfEmpty) {
            return Optional.empty();
        }
        return Optional.of(
                new CommitPart(
                        Snapshot.Kind.OVERWRITE, entries, List.of(), indexes, Map.of(), true));
    }

    // Of a bucket that was handed out several times the last index counts.
    private Collection<IndexFile> newIndexes() {
        Map<Bucket, IndexFile> last = new LinkedHashMap<>();
        for (BucketChanges each : changes) {
            for (IndexFile file : each.indexChanges()) {
                if (file.added()) {
                    last.put(Bucket.of(each), file);
                }
            }
        }
        return last.values();
    }

    private List<ManifestEntry> live(SnapshotMeta latest) {
        EntryMerge merge = new EntryMerge();
        for (ManifestFile manifest : spec.manifests().manifests(latest)) {
            spec.manifests().readManifest(manifest, replaced, merge::add);
        }
        return merge.live();
    }

    private List<IndexFile> removedIndexes(SnapshotMeta latest) {
        if (latest.indexManifest() == null) {
            return List.of();
        }
        List<IndexFile> removed = new ArrayList<>();
        for (IndexFile file : spec.manifests().readIndexManifest(latest.indexManifest())) {
            if (replaced.wantsPartition(file.partition())) {
                removed.add(file.asDelete());
            }
        }
        return removed;
    }

    /** Entries in real buckets of chosen partitions. */
    private abstract static class Partitions implements EntryFilter {

        @Override
        public boolean wants(boolean added, byte[] partition, int bucket, int totalBuckets) {
            return bucket >= 0 && wantsPartition(partition);
        }
    }

    private static EntryFilter partitionsOf(List<BucketChanges> changes) {
        Set<PartitionKey> partitions = new HashSet<>();
        for (BucketChanges each : changes) {
            if (!each.newFiles().isEmpty()) {
                partitions.add(new PartitionKey(each.partition()));
            }
        }
        return new Partitions() {
            @Override
            public boolean wantsPartition(byte[] partition) {
                return partitions.contains(new PartitionKey(partition));
            }
        };
    }

    private static EntryFilter matching(
            RowType partitionType, Map<String, @Nullable Object> staticPartition) {
        Map<Integer, byte[]> wanted = new TreeMap<>();
        staticPartition.forEach(
                (name, value) -> {
                    int column = partitionType.index(name);
                    wanted.put(column, oneValue(partitionType, column, value));
                });
        return new Partitions() {
            @Override
            public boolean wantsPartition(byte[] partition) {
                BinaryRow row = BinaryRow.ofSerialized(partition);
                return wanted.entrySet().stream()
                        .allMatch(
                                each -> {
                                    int column = each.getKey();
                                    Object value = row.value(partitionType.type(column), column);
                                    return Arrays.equals(
                                            each.getValue(),
                                            oneValue(partitionType, column, value));
                                });
            }
        };
    }

    private static byte[] oneValue(RowType partitionType, int column, @Nullable Object value) {
        return BinaryRowWriter.serialize(partitionType.project(new int[] {column}), value);
    }

    // Files of a bucket that do not overlap are a sorted run and may go to the top level at once.
    private static List<BucketChanges> upgraded(TableSchema schema, List<BucketChanges> changes) {
        boolean compacted =
                changes.stream()
                        .anyMatch(
                                each ->
                                        !each.compactBefore().isEmpty()
                                                || !each.compactAfter().isEmpty());
        if (compacted
                || !schema.hasPrimaryKey()
                || !schema.tableOptions().get(CommitOptions.OVERWRITE_UPGRADE)) {
            return changes;
        }
        int levels = schema.tableOptions().get(CompactionOptions.NUM_LEVELS);
        int trigger = schema.tableOptions().get(CompactionOptions.TRIGGER);
        int topLevel = levels > 0 ? levels - 1 : trigger;
        Comparator<byte[]> keyOrder =
                KeyComparator.of(schema.rowType().project(schema.trimmedPrimaryKeys()));
        return changes.stream()
                .map(each -> isSortedRun(each.newFiles(), keyOrder) ? lifted(each, topLevel) : each)
                .toList();
    }

    private static boolean isSortedRun(List<DataFile> files, Comparator<byte[]> keyOrder) {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort((left, right) -> keyOrder.compare(left.minKey(), right.minKey()));
        for (int index = 0; index < sorted.size(); index++) {
            if (sorted.get(index).level() != 0) {
                return false;
            }
            if (index > 0
                    && keyOrder.compare(sorted.get(index - 1).maxKey(), sorted.get(index).minKey())
                            >= 0) {
                return false;
            }
        }
        return true;
    }

    private static BucketChanges lifted(BucketChanges changes, int level) {
        return new BucketChanges(
                changes.partition(),
                changes.bucket(),
                changes.totalBuckets(),
                changes.newFiles().stream().map(file -> file.withLevel(level)).toList(),
                changes.deletedFiles(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                changes.indexChanges());
    }
}
