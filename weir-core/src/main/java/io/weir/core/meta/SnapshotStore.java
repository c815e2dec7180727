package io.weir.core.meta;

import io.weir.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The snapshots of a table. Safe for many threads. */
public final class SnapshotStore {

    public SnapshotStore(Storage storage, TableLayout layout) {}

    /** Greatest id, empty if there is none. */
    public OptionalLong latestId() {
        throw new UnsupportedOperationException();
    }

    /** Least id, empty if there is none. */
    public OptionalLong earliestId() {
        throw new UnsupportedOperationException();
    }

    public Optional<SnapshotMeta> latest() {
        throw new UnsupportedOperationException();
    }

    /** The snapshot of that id, empty if it expired or never was. */
    public Optional<SnapshotMeta> snapshot(long id) {
        throw new UnsupportedOperationException();
    }

    /** All ids in order; some may have expired meanwhile. */
    public List<Long> ids() {
        throw new UnsupportedOperationException();
    }

    /**
     * Publishes a snapshot if its id is free. Does not write hints.
     *
     * @return false: the id is taken
     * @throws io.weir.error.StorageFailureException the outcome is unknown
     */
    public boolean publish(SnapshotMeta snapshot) {
        throw new UnsupportedOperationException();
    }

    /** Replaces hint {@code LATEST}; a failure is swallowed, since hints may be wrong. */
    public void hintLatest(long id) {
        throw new UnsupportedOperationException();
    }

    /** Replaces hint {@code EARLIEST}; a failure is swallowed. */
    public void hintEarliest(long id) {
        throw new UnsupportedOperationException();
    }

    /** The newest snapshot made at or before a time. */
    public Optional<SnapshotMeta> earlierOrEqual(long timeMillis) {
        throw new UnsupportedOperationException();
    }

    /** The newest snapshot of a commit user, looking back from the latest. */
    public Optional<SnapshotMeta> latestOfUser(String commitUser) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the files of snapshots, nothing else. */
    public void delete(List<Long> ids) {
        throw new UnsupportedOperationException();
    }

    /** Snapshots that tags keep, by tag name. */
    public java.util.Map<String, SnapshotMeta> tags() {
        throw new UnsupportedOperationException();
    }

    /** Least {@code nextSnapshot} of all consumers, empty without any. */
    public OptionalLong earliestConsumed() {
        throw new UnsupportedOperationException();
    }

    /** The changelog kept after its snapshot expired. */
    public Optional<SnapshotMeta> changelog(long id) {
        throw new UnsupportedOperationException();
    }
}
