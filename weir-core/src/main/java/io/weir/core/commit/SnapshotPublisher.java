package io.weir.core.commit;

import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.env.Environment;
import io.weir.error.CommitUnknownException;
import io.weir.error.StorageFailureException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one snapshot file so that its outcome is known.
 *
 * <p>When the storage fails, the file may have been written all the same. Then it is read back: a
 * file of that number that names our delta list (whose name nobody else uses) is ours, another one
 * means the race is lost, and none means that the very same bytes may be put again, since of two
 * puts at most one can take the name.
 *
 * <p>A free name is not enough: a committer that slept long may find a number free because the
 * snapshot that had it has expired. Expiry removes snapshots in order, so if the snapshot before is
 * still there, the number was free for good; otherwise the next one must stand on ours.
 */
final class SnapshotPublisher {

    /** What became of an attempt. */
    enum Outcome {
        /** The snapshot is there and is ours. */
        PUBLISHED,
        /** The number is taken by another commit. */
        LOST
    }

    private static final int TRIES = 8;
    private static final long WAIT_MILLIS = 20;
    private static final long WAIT_MILLIS_MAX = 1000;

    private final SnapshotStore snapshots;
    private final ManifestStore manifests;
    private final Environment environment;

    SnapshotPublisher(SnapshotStore snapshots, ManifestStore manifests, Environment environment) {
        this.snapshots = snapshots;
        this.manifests = manifests;
        this.environment = environment;
    }

    /**
     * @throws CommitUnknownException the storage failed again and again, or something else came
     *     between, as an interrupt or a neighbour that cannot be read; nothing may be deleted. No
     *     other exception leaves this method: after the first put the snapshot may be there
     */
    Outcome publish(SnapshotMeta snapshot) {
        try {
            return putUntilKnown(snapshot);
        } catch (CommitUnknownException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unknown(snapshot, "publishing was broken off: " + e.getMessage(), e);
        }
    }

    private Outcome putUntilKnown(SnapshotMeta snapshot) {
        StorageFailureException failure = null;
        long wait = WAIT_MILLIS;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                if (failure == null) {
                    return put(snapshot);
                }
                Optional<SnapshotMeta> there = snapshots.snapshot(snapshot.id());
                return there.isPresent() ? whose(snapshot, there.get()) : putAgain(snapshot);
            } catch (StorageFailureException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
                environment.sleep(wait);
                wait = Math.min(2 * wait, WAIT_MILLIS_MAX);
            }
        }
        throw unknown(snapshot, "publishing failed " + TRIES + " times", failure);
    }

    private Outcome put(SnapshotMeta snapshot) {
        if (snapshots.publish(snapshot)) {
            return confirmed(snapshot);
        }
        // The name is taken; by us, if an earlier put that seemed to fail did take place.
        Optional<SnapshotMeta> there = snapshots.snapshot(snapshot.id());
        return there.isPresent() ? whose(snapshot, there.get()) : Outcome.LOST;
    }

    private Outcome putAgain(SnapshotMeta snapshot) {
        if (snapshots.latestId().orElse(0) > snapshot.id()) {
            throw unknown(snapshot, "later snapshots are there and it is not: it expired", null);
        }
        return put(snapshot);
    }

    private static Outcome whose(SnapshotMeta ours, SnapshotMeta there) {
        return there.deltaManifestList().equals(ours.deltaManifestList())
                ? Outcome.PUBLISHED
                : Outcome.LOST;
    }

    private Outcome confirmed(SnapshotMeta snapshot) {
        if (snapshot.id() > 1 && snapshots.snapshot(snapshot.id() - 1).isPresent()) {
            return Outcome.PUBLISHED;
        }
        // Asked first: a snapshot that comes after this answer stands on ours.
        if (snapshots.latestId().orElse(0) <= snapshot.id()) {
            return Outcome.PUBLISHED;
        }
        Optional<SnapshotMeta> next = snapshots.snapshot(snapshot.id() + 1);
        if (next.isPresent() && standsOn(next.get(), snapshot)) {
            return Outcome.PUBLISHED;
        }
        throw unknown(snapshot, "its number may have been used and expired before", null);
    }

    private boolean standsOn(SnapshotMeta next, SnapshotMeta snapshot) {
        List<ManifestFile> delta =
                manifests.readList(snapshot.deltaManifestList(), snapshot.deltaManifestListSize());
        Set<String> base = new HashSet<>();
        for (ManifestFile manifest :
                manifests.readList(next.baseManifestList(), next.baseManifestListSize())) {
            base.add(manifest.fileName());
        }
        return delta.stream().anyMatch(manifest -> base.contains(manifest.fileName()));
    }

    private static CommitUnknownException unknown(
            SnapshotMeta snapshot, String problem, @Nullable RuntimeException cause) {
        String message =
                "snapshot "
                        + snapshot.id()
                        + " of user "
                        + snapshot.commitUser()
                        + ", identifier "
                        + snapshot.commitIdentifier()
                        + ": "
                        + problem
                        + "; whether it is in the table cannot be found out";
        return cause == null
                ? new CommitUnknownException(message)
                : new CommitUnknownException(message, cause);
    }
}
