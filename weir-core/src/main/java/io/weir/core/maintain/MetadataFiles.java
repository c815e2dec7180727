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

    /** Keeps everything a snapshot or a tag names. */
    void keep(SnapshotMeta snapshot) {
        collect(snapshot, kept, false);
    }

    /** Keeps everything a long-lived changelog names and still has. */
    void keepChangelog(SnapshotMeta changelog) {
        collect(changelog, kept, true);
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

    private void collect(SnapshotMeta snapshot, Set<Location> files, boolean mayMiss) {
        // Manifests before the lists that name them: a list that is gone needs no second look.
        list(snapshot.baseManifestList(), snapshot.baseManifestListSize(), files, mayMiss);
        list(snapshot.deltaManifestList(), snapshot.deltaManifestListSize(), files, mayMiss);
        if (snapshot.changelogManifestList() != null) {
            list(
                    snapshot.changelogManifestList(),
                    snapshot.changelogManifestListSize(),
                    files,
                    mayMiss);
        }
        if (snapshot.indexManifest() != null) {
            index(snapshot.indexManifest(), files, mayMiss);
        }
        if (snapshot.statistics() != null) {
            files.add(layout.statistics(snapshot.statistics()));
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
