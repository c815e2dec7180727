package io.weir.core.meta;

import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.error.StorageFailureException;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The snapshots of a table: numbered files from 1 up without gaps, two hint files that may be wrong
 * (format section 1.3), and what keeps snapshots alive: tags and consumers.
 *
 * <p>Storage is asked in every call, so an answer is as fresh as storage; what is remembered is how
 * bytes were decoded. A snapshot may expire at any time, then it is simply not found. Safe for many
 * threads and processes.
 */
public final class SnapshotStore {

    private static final String PREFIX = "snapshot-";
    private static final String LATEST = "LATEST";
    private static final String EARLIEST = "EARLIEST";
    private static final String TAG_PREFIX = "tag-";
    private static final String CONSUMER_PREFIX = "consumer-";
    private static final int PAGE = 1000;

    private final Storage storage;
    private final TableLayout layout;
    private final DecodedFiles<SnapshotMeta> decoded;

    public SnapshotStore(Storage storage, TableLayout layout) {
        this(storage, layout, DecodedFiles.snapshots());
    }

    /**
     * @param decoded of all tables of a catalog
     */
    public SnapshotStore(Storage storage, TableLayout layout, DecodedFiles<SnapshotMeta> decoded) {
        this.storage = storage;
        this.layout = layout;
        this.decoded = decoded;
    }

    /** Names of the table's branches, in order. */
    public List<String> branches() {
        List<String> names = new ArrayList<>();
        for (Location directory :
                entries(layout.branchesDirectory(), TableLayout.BRANCH_PREFIX, true)) {
            names.add(directory.name().substring(TableLayout.BRANCH_PREFIX.length()));
        }
        return names;
    }

    /** Greatest id, empty if there is none. */
    public OptionalLong latestId() {
        long hint = hint(layout.snapshotDirectory(), LATEST);
        if (hint > 0 && !exists(hint + 1) && exists(hint)) {
            return OptionalLong.of(hint);
        }
        List<Long> ids = ids();
        return ids.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.get(ids.size() - 1));
    }

    /** Least id, empty if there is none. */
    public OptionalLong earliestId() {
        long hint = hint(layout.snapshotDirectory(), EARLIEST);
        if (hint > 0 && exists(hint)) {
            return OptionalLong.of(hint);
        }
        List<Long> ids = ids();
        return ids.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.get(0));
    }

    private boolean exists(long id) {
        return storage.status(layout.snapshotFile(id)).isPresent();
    }

    /** The number in a hint file; 0 if there is none that can be read. */
    private long hint(Location directory, String name) {
        try {
            byte[] bytes = storage.read(directory.resolve(name));
            return Long.parseLong(new String(bytes, StandardCharsets.UTF_8).trim());
        } catch (ExistenceException | StorageFailureException | NumberFormatException e) {
            return 0;
        }
    }

    /** The newest snapshot, empty if there is none. */
    public Optional<SnapshotMeta> latest() {
        long hint = hint(layout.snapshotDirectory(), LATEST);
        if (hint > 0 && !exists(hint + 1)) {
            Optional<SnapshotMeta> hinted = snapshot(hint);
            if (hinted.isPresent()) {
                return hinted;
            }
        }
        OptionalLong id = latestId();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Optional<SnapshotMeta> found = snapshot(id.getAsLong());
        // It expired since, so there are newer ones.
        return found.isPresent()
                ? found
                : latestId().stream().boxed().findFirst().flatMap(this::snapshot);
    }

    /** The snapshot of that id, empty if it expired or never was. */
    public Optional<SnapshotMeta> snapshot(long id) {
        return read(layout.snapshotFile(id), id);
    }

    /** The changelog of a snapshot that was kept when the snapshot expired. */
    public Optional<SnapshotMeta> changelog(long id) {
        return read(layout.changelogFile(id), id);
    }

    private Optional<SnapshotMeta> read(Location location, long id) {
        byte[] bytes;
        try {
            bytes = storage.read(location);
        } catch (ExistenceException e) {
            return Optional.empty();
        }
        SnapshotMeta snapshot = decoded.decode(bytes, location);
        if (snapshot.id() != id) {
            throw new CorruptFileException(
                    location.toString(), "key id is " + snapshot.id() + ", expected " + id);
        }
        return Optional.of(snapshot);
    }

    /** All ids in ascending order. Those at the start may have expired meanwhile. */
    public List<Long> ids() {
        return NumberedFiles.list(storage, layout.snapshotDirectory(), PREFIX);
    }

    /** Ids of changelogs that were kept when their snapshots expired, ascending. */
    public List<Long> changelogIds() {
        return NumberedFiles.list(storage, layout.changelogDirectory(), "changelog-");
    }

    /** Least id of the changelogs that were kept, empty if there is none. */
    public OptionalLong earliestChangelogId() {
        long hint = hint(layout.changelogDirectory(), EARLIEST);
        if (hint > 0 && storage.status(layout.changelogFile(hint)).isPresent()) {
            return OptionalLong.of(hint);
        }
        return changelogIds().stream().mapToLong(Long::longValue).findFirst();
    }

    /**
     * Greatest id of the changelogs that were kept.
     *
     * @param earliestId of the snapshots, before which changelogs end
     */
    public OptionalLong latestChangelogId(long earliestId) {
        if (storage.status(layout.changelogFile(earliestId - 1)).isPresent()) {
            return OptionalLong.of(earliestId - 1);
        }
        List<Long> ids = changelogIds();
        return ids.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.get(ids.size() - 1));
    }

    /** Keeps what a snapshot says about its changes beyond the snapshot. */
    public void keepAsChangelog(long id) {
        storage.put(layout.changelogFile(id), storage.read(layout.snapshotFile(id)));
        hint(layout.changelogDirectory(), LATEST, id);
    }

    /** Deletes the files of kept changelogs from old to new, nothing they name. */
    public void deleteChangelogs(Collection<Long> ids) {
        ids.stream().sorted().forEach(id -> storage.delete(List.of(layout.changelogFile(id))));
    }

    /** Replaces hint {@code EARLIEST} of the kept changelogs. A failure is passed over. */
    public void hintEarliestChangelog(long id) {
        hint(layout.changelogDirectory(), EARLIEST, id);
    }

    /**
     * Publishes a snapshot if its id is free. Does not write hints.
     *
     * @return false: the id is taken
     * @throws StorageFailureException the outcome is unknown
     */
    public boolean publish(SnapshotMeta snapshot) {
        return storage.putIfAbsent(
                layout.snapshotFile(snapshot.id()), SnapshotJson.encode(snapshot));
    }

    /** Replaces hint {@code LATEST}. A failure is passed over: a hint may be wrong or missing. */
    public void hintLatest(long id) {
        hint(layout.snapshotDirectory(), LATEST, id);
    }

    /** Replaces hint {@code EARLIEST}. A failure is passed over. */
    public void hintEarliest(long id) {
        hint(layout.snapshotDirectory(), EARLIEST, id);
    }

    private void hint(Location directory, String name, long id) {
        try {
            storage.put(
                    directory.resolve(name), Long.toString(id).getBytes(StandardCharsets.UTF_8));
        } catch (StorageFailureException e) {
            // Readers do not rely on hints, and the commit that wants to write this one stands.
            return;
        }
    }

    /** The newest snapshot made at or before a time; snapshots are in the order of their times. */
    public Optional<SnapshotMeta> earlierOrEqual(long timeMillis) {
        OptionalLong earliest = earliestId();
        OptionalLong latest = latestId();
        if (earliest.isEmpty() || latest.isEmpty()) {
            return Optional.empty();
        }
        long low = earliest.getAsLong();
        long high = latest.getAsLong();
        Optional<SnapshotMeta> best = Optional.empty();
        while (low <= high) {
            long middle = low + (high - low) / 2;
            Optional<SnapshotMeta> found = snapshot(middle);
            if (found.isPresent() && found.get().timeMillis() > timeMillis) {
                high = middle - 1;
            } else {
                // A snapshot that is gone was older than those that are there.
                best = found.isPresent() ? found : best;
                low = middle + 1;
            }
        }
        return best;
    }

    /** The newest snapshot of a commit user, looking back from the latest. */
    public Optional<SnapshotMeta> latestOfUser(String commitUser) {
        OptionalLong latest = latestId();
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        for (long id = latest.getAsLong(); id >= 1; id--) {
            Optional<SnapshotMeta> found = snapshot(id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().commitUser().equals(commitUser)) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Deletes the files of snapshots, nothing they name. */
    public void delete(Collection<Long> ids) {
        storage.delete(ids.stream().map(layout::snapshotFile).toList());
    }

    /** The snapshots that tags keep, by tag name. */
    public Map<String, SnapshotMeta> tags() {
        Map<String, SnapshotMeta> snapshots = new TreeMap<>();
        tagFiles().forEach((name, tag) -> snapshots.put(name, tag.snapshot()));
        return snapshots;
    }

    /** The tags by name, with what they say beside their snapshots. */
    public Map<String, Tag> tagFiles() {
        Map<String, Tag> tags = new TreeMap<>();
        for (Location file : files(layout.tagDirectory(), TAG_PREFIX)) {
            try {
                tags.put(
                        file.name().substring(TAG_PREFIX.length()),
                        TagJson.decode(storage.read(file), file.toString()));
            } catch (ExistenceException e) {
                // Deleted since the directory was listed.
            }
        }
        return tags;
    }

    /** Least next snapshot of all consumers, empty without any. */
    public OptionalLong earliestConsumed() {
        OptionalLong least = OptionalLong.empty();
        for (Location file : files(layout.consumerDirectory(), CONSUMER_PREFIX)) {
            try {
                long next =
                        JsonText.parse(storage.read(file), file.toString()).number("nextSnapshot");
                least = OptionalLong.of(Math.min(next, least.orElse(Long.MAX_VALUE)));
            } catch (ExistenceException e) {
                // Released since the directory was listed.
            }
        }
        return least;
    }

    /**
     * Deletes consumers that have not moved on for long: their readers are gone.
     *
     * @return how many went
     */
    public int expireConsumers(long olderThanMillis) {
        int expired = 0;
        for (Location file : files(layout.consumerDirectory(), CONSUMER_PREFIX)) {
            Optional<FileStatus> status = storage.status(file);
            if (status.isPresent() && status.get().modifiedMillis() < olderThanMillis) {
                storage.delete(List.of(file));
                expired++;
            }
        }
        return expired;
    }

    private List<Location> files(Location directory, String prefix) {
        return entries(directory, prefix, false);
    }

    private List<Location> entries(Location directory, String prefix, boolean directories) {
        List<Location> files = new ArrayList<>();
        String after = null;
        while (true) {
            ListPage page = storage.list(directory, after, PAGE);
            for (FileStatus entry : page.entries()) {
                after = entry.location().name();
                if (entry.directory() == directories && after.startsWith(prefix)) {
                    files.add(entry.location());
                }
            }
            if (page.last()) {
                return files;
            }
        }
    }
}
