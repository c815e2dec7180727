package io.weir.core.maintain;

import io.weir.core.meta.DataFile;
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
 * it; one that cannot be read keeps everything. What branches need stays, too.
 */
final class FreedFiles {

    private final Storage storage;
    private final TableLayout layout;
    private final ManifestStore manifests;
    private final BranchNeeds branches;
    private final TreeMap<Long, SnapshotMeta> tags = new TreeMap<>();

    FreedFiles(
            Storage storage,
            TableLayout layout,
            ManifestStore manifests,
            List<SnapshotMeta> tagged,
            BranchNeeds branches) {
        this.storage = storage;
        this.layout = layout;
        this.manifests = manifests;
        this.branches = branches;
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
        deleteFreed(snapshots, false);
    }

    /**
     * As {@link #deleteFreed(List)} while changelogs are kept that have no files of their own: what
     * writing added stays, since it is what they read.
     */
    void deleteFreedOfCompactions(List<SnapshotMeta> snapshots) {
        deleteFreed(snapshots, true);
    }

    private void deleteFreed(List<SnapshotMeta> snapshots, boolean onlyOfCompactions) {
        Map<Long, Group> byTag = new TreeMap<>();
        for (SnapshotMeta snapshot : snapshots) {
            Map<Location, ManifestEntry> freed = freed(snapshot);
            if (onlyOfCompactions) {
                freed.values().removeIf(entry -> !isOfCompaction(entry));
            }
            Map.Entry<Long, SnapshotMeta> tag = tags.lowerEntry(snapshot.id());
            byTag.computeIfAbsent(
                            tag == null ? 0L : tag.getKey(),
                            id -> new Group(tag == null ? null : tag.getValue()))
                    .files
                    .putAll(freed);
        }
        byTag.values().forEach(this::delete);
    }

    private static boolean isOfCompaction(ManifestEntry entry) {
        Integer source = entry.file().fileSource();
        return source != null && source == DataFile.SOURCE_COMPACT;
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
            return new HashMap<>();
        }
        deleted.keySet().removeAll(added);
        return deleted;
    }

    private Location path(ManifestEntry entry) {
        return layout.dataFile(entry.partition(), entry.bucket(), entry.file());
    }

    private void delete(Group group) {
        SnapshotMeta tag = group.tag;
        if (tag != null && !group.files.isEmpty()) {
            LiveFiles.Wanted buckets = new LiveFiles.Wanted(layout.partitionType());
            group.files
                    .values()
                    .forEach(entry -> buckets.addBucket(entry.partition(), entry.bucket()));
            try {
                LiveFiles.read(manifests, manifests.manifests(tag), buckets)
                        .forEach(live -> group.files.remove(path(live)));
            } catch (ExistenceException e) {
                return;
            }
        }
        delete(group.files);
    }

    private void delete(Map<Location, ManifestEntry> entries) {
        branches.spare(entries);
        List<Location> files = new ArrayList<>();
        for (ManifestEntry entry : entries.values()) {
            files.addAll(layout.allFiles(entry.partition(), entry.bucket(), entry.file()));
        }
        if (!files.isEmpty()) {
            storage.delete(files);
        }
    }

    /** Deletes the changelog files of snapshots. Tags do not keep these: none is streamed from. */
    void deleteChangelogs(List<SnapshotMeta> snapshots) {
        snapshots.forEach(this::deleteChangelog);
    }

    private void deleteChangelog(SnapshotMeta snapshot) {
        Map<Location, ManifestEntry> files = new HashMap<>();
        try {
            for (ManifestFile manifest : manifests.changelogManifests(snapshot)) {
                manifests.readManifest(
                        manifest, EntryFilter.ALL, entry -> files.put(path(entry), entry));
            }
        } catch (ExistenceException e) {
            // As above: what was listed before went first.
            return;
        }
        delete(files);
    }
}
