package io.weir.core.maintain;

import io.weir.core.meta.IndexFile;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.TableLayout;
import io.weir.error.ExistenceException;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Manifest lists, manifests, index and statistics files: which ones kept snapshots name, and
 * deleting the others.
 *
 * <p>What the first kept snapshot names is enough: later ones name only that and newer files.
 */
final class MetadataFiles {

    private final Storage storage;
    private final TableLayout layout;
    private final ManifestStore manifests;
    private final Set<Location> kept = new HashSet<>();

    MetadataFiles(Storage storage, TableLayout layout, ManifestStore manifests) {
        this.storage = storage;
        this.layout = layout;
        this.manifests = manifests;
    }

    /** Keeps everything a snapshot names. */
    void keep(SnapshotMeta snapshot) {
        collect(snapshot, kept, false);
    }

    /** Keeps everything that a snapshot of a branch names and still has. */
    void keepWhatIsThere(SnapshotMeta snapshot) {
        collect(snapshot, kept, true);
    }

    /** Keeps the state that a tag names, as far as it is still there; a changelog is not of it. */
    void keepTag(SnapshotMeta tag) {
        dataLists(tag, kept, true);
        indexAndStatistics(tag, kept, true);
    }

    /**
     * Keeps what a long-lived changelog is read by.
     *
     * @param ofDelta whether that is the delta, and the list before it, rather than a list of its
     *     own
     */
    void keepChangelog(SnapshotMeta changelog, boolean ofDelta) {
        if (ofDelta) {
            dataLists(changelog, kept, true);
        }
        changelogList(changelog, kept, true);
    }

    /** Deletes what these snapshots name and no kept one does. */
    void deleteUnkept(List<SnapshotMeta> snapshots) {
        Set<Location> files = new LinkedHashSet<>();
        for (SnapshotMeta snapshot : snapshots) {
            collect(snapshot, files, true);
        }
        files.removeAll(kept);
        storage.delete(files);
    }

    /** Deletes what these changelogs name and no kept one does. */
    void deleteUnkeptOfChangelogs(List<SnapshotMeta> changelogs) {
        Set<Location> files = new LinkedHashSet<>();
        for (SnapshotMeta changelog : changelogs) {
            dataLists(changelog, files, true);
            changelogList(changelog, files, true);
        }
        files.removeAll(kept);
        storage.delete(files);
    }

    private void collect(SnapshotMeta snapshot, Set<Location> files, boolean mayMiss) {
        dataLists(snapshot, files, mayMiss);
        changelogList(snapshot, files, mayMiss);
        indexAndStatistics(snapshot, files, mayMiss);
    }

    private void indexAndStatistics(SnapshotMeta snapshot, Set<Location> files, boolean mayMiss) {
        if (snapshot.indexManifest() != null) {
            index(snapshot.indexManifest(), files, mayMiss);
        }
        if (snapshot.statistics() != null) {
            files.add(layout.statistics(snapshot.statistics()));
        }
    }

    // Manifests before the lists that name them: a list that is gone needs no second look.
    private void dataLists(SnapshotMeta snapshot, Set<Location> files, boolean mayMiss) {
        list(snapshot.baseManifestList(), snapshot.baseManifestListSize(), files, mayMiss);
        list(snapshot.deltaManifestList(), snapshot.deltaManifestListSize(), files, mayMiss);
    }

    private void changelogList(SnapshotMeta snapshot, Set<Location> files, boolean mayMiss) {
        String list = snapshot.changelogManifestList();
        if (list != null) {
            list(list, snapshot.changelogManifestListSize(), files, mayMiss);
        }
    }

    private void list(String name, @Nullable Long size, Set<Location> files, boolean mayMiss) {
        try {
            for (ManifestFile manifest : manifests.readList(name, size)) {
                files.add(layout.manifest(manifest.fileName()));
            }
        } catch (ExistenceException e) {
            if (!mayMiss) {
                throw e;
            }
        }
        files.add(layout.manifest(name));
    }

    private void index(String name, Set<Location> files, boolean mayMiss) {
        try {
            for (IndexFile file : manifests.readIndexManifest(name)) {
                files.add(layout.index(file));
            }
        } catch (ExistenceException e) {
            if (!mayMiss) {
                throw e;
            }
        }
        files.add(layout.manifest(name));
    }
}
