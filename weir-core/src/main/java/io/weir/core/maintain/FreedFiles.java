package io.weir.core.maintain;

import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.TableLayout;
import io.weir.core.write.LiveFiles;
import io.weir.error.ExistenceException;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes data files that no kept snapshot needs (format section 11.6).
 *
 * <p>A file is needed from the snapshot that adds it up to the one before the delta that deletes
 * it. Files go by path, not by entry: a level upgrade deletes and adds the same path in one delta
 * and frees nothing, in whichever order the entries stand. A tag keeps the files that were live in
 * it.
 */
final class FreedFiles {

    private final Storage storage;
    private final TableLayout layout;
    private final ManifestStore manifests;
    private final TreeMap<Long, SnapshotMeta> tags = new TreeMap<>();

    FreedFiles(
            Storage storage,
            TableLayout layout,
            ManifestStore manifests,
            List<SnapshotMeta> tagged) {
        this.storage = storage;
        this.layout = layout;
        this.manifests = manifests;
        tagged.forEach(tag -> tags.put(tag.id(), tag));
    }

    /** Files that deltas freed, all of which the same tag may protect. */
    private static final class Group {
        private final @Nullable SnapshotMeta tag;
        private final Map<Location, ManifestEntry> files = new HashMap<>();

        Group(@Nullable SnapshotMeta tag) {
            this.tag = tag;
        }
    }

    /** Deletes what the deltas of these snapshots took out of the table. */
    void deleteFreed(List<SnapshotMeta> snapshots) {
        Map<Long, Group> byTag = new TreeMap<>();
        for (SnapshotMeta snapshot : snapshots) {
            Map.Entry<Long, SnapshotMeta> tag = tags.lowerEntry(snapshot.id());
            byTag.computeIfAbsent(
                            tag == null ? 0L : tag.getKey(),
                            id -> new Group(tag == null ? null : tag.getValue()))
                    .files
                    .putAll(freed(snapshot));
        }
        byTag.values().forEach(this::delete);
    }

    private Map<Location, ManifestEntry> freed(SnapshotMeta snapshot) {
        Map<Location, ManifestEntry> deleted = new HashMap<>();
        Set<Location> added = new HashSet<>();
        try {
            for (ManifestFile manifest :
                    manifests.readList(
                            snapshot.deltaManifestList(), snapshot.deltaManifestListSize())) {
                manifests.readManifest(
                        manifest,
                        EntryFilter.ALL,
                        entry -> {
                            if (entry.added()) {
                                added.add(path(entry));
                            } else {
                                deleted.put(path(entry), entry);
                            }
                        });
            }
        } catch (ExistenceException e) {
            // An expiry that did not get to its end deleted the manifests, and before them the
            // files they name.
            return Map.of();
        }
        deleted.keySet().removeAll(added);
        return deleted;
    }

    private Location path(ManifestEntry entry) {
        return layout.dataFile(entry.partition(), entry.bucket(), entry.file());
    }

    private void delete(Group group) {
        if (group.files.isEmpty()) {
            return;
        }
        if (group.tag != null) {
            LiveFiles.Wanted buckets = new LiveFiles.Wanted(layout.partitionType());
            group.files
                    .values()
                    .forEach(entry -> buckets.addBucket(entry.partition(), entry.bucket()));
            for (ManifestEntry live :
                    LiveFiles.read(manifests, manifests.manifests(group.tag), buckets)) {
                group.files.remove(path(live));
            }
        }
        List<Location> files = new ArrayList<>();
        for (ManifestEntry entry : group.files.values()) {
            files.addAll(layout.allFiles(entry.partition(), entry.bucket(), entry.file()));
        }
        storage.delete(files);
    }

    /** Deletes the changelog files of snapshots. */
    void deleteChangelogs(List<SnapshotMeta> snapshots) {
        for (SnapshotMeta snapshot : snapshots) {
            String list = snapshot.changelogManifestList();
            if (list != null && !tags.containsKey(snapshot.id())) {
                deleteChangelog(list, snapshot.changelogManifestListSize());
            }
        }
    }

    private void deleteChangelog(String list, @Nullable Long sizeBytes) {
        List<Location> files = new ArrayList<>();
        try {
            for (ManifestFile manifest : manifests.readList(list, sizeBytes)) {
                manifests.readManifest(
                        manifest,
                        EntryFilter.ALL,
                        entry ->
                                files.addAll(
                                        layout.allFiles(
                                                entry.partition(), entry.bucket(), entry.file())));
            }
        } catch (ExistenceException e) {
            // As above: what was listed before went first.
            return;
        }
        storage.delete(files);
    }
}
