package io.weir.core.commit;

import io.weir.core.meta.IndexFile;
import io.weir.core.meta.KeyIndexView;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.error.CommitConflictException;
import io.weir.table.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the keys of a commit to a table with dynamic buckets still have the buckets they were
 * written to.
 *
 * <p>A known key keeps its bucket until its partition is overwritten, and a new one may be given a
 * bucket by one writer only. So a commit that gave buckets to new keys must stand on all the
 * indexes its writer knew and no others; one without new keys must only if something was
 * overwritten since. Otherwise one key could be in two buckets, which is two rows.
 */
final class KeyIndexCheck {

    /** After more snapshots than this the indexes are compared without looking at each. */
    private static final int SNAPSHOTS_MAX = 200;

    private final SnapshotStore snapshots;
    private final TableLayout layout;

    KeyIndexCheck(SnapshotStore snapshots, TableLayout layout) {
        this.snapshots = snapshots;
        this.layout = layout;
    }

    /** The partitions whose indexes after the commit must be the ones the writer saw. */
    Set<PartitionKey> toCompare(CommitPart part, @Nullable SnapshotMeta latest) {
        Set<PartitionKey> partitions = new HashSet<>();
        for (IndexFile change : part.indexChanges()) {
            if (change.type().equals(IndexFile.HASH)) {
                partitions.add(new PartitionKey(change.partition()));
            }
        }
        part.indexViews()
                .forEach(
                        (partition, view) -> {
                            if (!partitions.contains(partition)
                                    && isOverwrittenSince(view.snapshotId(), latest)) {
                                partitions.add(partition);
                            }
                        });
        partitions.retainAll(part.indexViews().keySet());
        return partitions;
    }

    private boolean isOverwrittenSince(long snapshotId, @Nullable SnapshotMeta latest) {
        long until = latest == null ? 0 : latest.id();
        if (until < snapshotId || until - snapshotId > SNAPSHOTS_MAX) {
            return true;
        }
        for (long id = snapshotId + 1; id <= until; id++) {
            Optional<SnapshotMeta> snapshot =
                    latest != null && id == until ? Optional.of(latest) : snapshots.snapshot(id);
            if (snapshot.isEmpty() || snapshot.get().commitKind() == Snapshot.Kind.OVERWRITE) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param partitions to look at
     * @param after the index files of the table with this commit
     * @throws CommitConflictException a writer knew others
     */
    void check(CommitPart part, Set<PartitionKey> partitions, List<IndexFile> after) {
        for (PartitionKey partition : partitions) {
            Set<String> there = new HashSet<>();
            for (IndexFile file : after) {
                if (file.type().equals(IndexFile.HASH)
                        && new PartitionKey(file.partition()).equals(partition)) {
                    there.add(file.fileName());
                }
            }
            KeyIndexView view = part.indexViews().get(partition);
            if (view != null && !there.equals(Set.copyOf(view.fileNames()))) {
                String path = layout.partitionPath(partition.bytes());
                throw new CommitConflictException(
                        "since snapshot "
                                + view.snapshotId()
                                + ", from which this writer knows the buckets of "
                                + (path.isEmpty() ? "its keys" : "the keys of partition " + path)
                                + ", "
                                + IndexEntries.ONE_JOB);
            }
        }
    }
}
