package io.weir.core.write;

import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a writer's view of its buckets true: reads the changes of each new snapshot and tells which
 * buckets changed in a way their writers do not know.
 *
 * <p>Three things can make a bucket writer's view wrong. Another writer added or compacted files;
 * someone overwrote the partition; or the writer's own compaction was dropped at the commit because
 * it conflicted. The first two are seen as files the writer did not hand out, the third as files it
 * handed out that are still missing when a later handout of it is in the table.
 */
final class TableFollower {

    private final SnapshotStore snapshots;
    private final ManifestStore manifests;
    private final BiFunction<byte[], Integer, @Nullable BucketSlot> slotOf;
    private final EntryFilter ofSlots;
    private final boolean bucketed;
    private long seen;
    private long committedPrepare = -1;

    /**
     * @param bucketed whether files that others add to a bucket matter to its writer
     * @param slotOf the slot of a partition's bucket, null if this writer has none
     */
    TableFollower(
            SnapshotStore snapshots,
            ManifestStore manifests,
            boolean bucketed,
            BiFunction<byte[], Integer, @Nullable BucketSlot> slotOf) {
        this.snapshots = snapshots;
        this.manifests = manifests;
        this.bucketed = bucketed;
        this.slotOf = slotOf;
        this.ofSlots =
                new EntryFilter() {
                    @Override
                    public boolean wantsPartition(byte[] partition) {
                        return true;
                    }

                    @Override
                    public boolean wants(
                            boolean added, byte[] partition, int bucket, int totalBuckets) {
                        return slotOf.apply(partition, bucket) != null;
                    }
                };
    }

    /** The snapshot up to which changes were looked at. */
    long seen() {
        return seen;
    }

    /** Goes on from where another follower was. */
    void startAt(long snapshotId) {
        seen = snapshotId;
    }

    /** The latest snapshot whose changes were looked at; empty while the table has none. */
    Optional<SnapshotMeta> follow(Collection<BucketSlot> slots) {
        Optional<SnapshotMeta> latest = snapshots.latest();
        if (latest.isEmpty()) {
            return latest;
        }
        long until = latest.get().id();
        if (slots.isEmpty()) {
            seen = until;
        }
        for (long id = seen + 1; id <= until; id++) {
            Optional<SnapshotMeta> snapshot = id == until ? latest : snapshots.snapshot(id);
            if (snapshot.isPresent()) {
                look(snapshot.get());
            } else {
                // It expired before it was looked at.
                slots.forEach(BucketSlot::doubt);
            }
        }
        seen = until;
        slots.forEach(slot -> slot.settle(committedPrepare));
        return latest;
    }

    private void look(SnapshotMeta snapshot) {
        for (ManifestFile manifest :
                manifests.readList(
                        snapshot.deltaManifestList(), snapshot.deltaManifestListSize())) {
            manifests.readManifest(manifest, ofSlots, entry -> see(snapshot, entry));
        }
    }

    private void see(SnapshotMeta snapshot, ManifestEntry entry) {
        BucketSlot slot = slotOf.apply(entry.partition(), entry.bucket());
        if (slot != null) {
            long prepare = slot.see(entry.added(), entry.file());
            committedPrepare = Math.max(committedPrepare, prepare);
            if (prepare < 0 && (bucketed || !entry.added())) {
                slot.changedByOthers(snapshot.id());
            }
        }
    }
}
