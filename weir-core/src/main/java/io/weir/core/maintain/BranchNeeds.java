package io.weir.core.maintain;

import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.core.write.LiveFiles;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the branches of a table need of the files they share with it (format section 3.5).
 *
 * <p>A branch begins with a snapshot of the table and goes on from there, and after a fast forward
 * both hold the same snapshots; so nothing may go that any snapshot, tag or changelog of a branch
 * names. Files go by name, which is unique. What a branch names and is gone already is passed over:
 * it cannot be kept.
 */
final class BranchNeeds {

    /** One branch: everything in it that names files, in the order of ids. */
    private record Branch(
            List<SnapshotMeta> snapshots, List<SnapshotMeta> tags, List<SnapshotMeta> changelogs) {}

    private final TableLayout layout;
    private final ManifestStore manifests;
    private final List<Branch> branches = new ArrayList<>();

    private BranchNeeds(TableLayout layout, ManifestStore manifests) {
        this.layout = layout;
        this.manifests = manifests;
    }

    /** Looks at all branches there are now. */
    static BranchNeeds of(
            Storage storage,
            Environment environment,
            TableLayout layout,
            SnapshotStore main,
            ManifestStore manifests) {
        BranchNeeds needs = new BranchNeeds(layout, manifests);
        for (String name : main.branches()) {
            Location directory = layout.branchesDirectory().resolve("branch-" + name);
            Optional<TableSchema> schema =
                    new SchemaStore(storage, directory, environment).latest();
            if (schema.isPresent()) {
                TableLayout own = TableLayout.ofBranch(layout.directory(), name, schema.get());
                needs.branches.add(read(new SnapshotStore(storage, own)));
            }
        }
        return needs;
    }

    private static Branch read(SnapshotStore store) {
        List<SnapshotMeta> snapshots = new ArrayList<>();
        store.ids().forEach(id -> store.snapshot(id).ifPresent(snapshots::add));
        List<SnapshotMeta> changelogs = new ArrayList<>();
        store.changelogIds().forEach(id -> store.changelog(id).ifPresent(changelogs::add));
        return new Branch(snapshots, List.copyOf(store.tags().values()), changelogs);
    }

    /** Every snapshot, tag and changelog of every branch. */
    List<SnapshotMeta> all() {
        List<SnapshotMeta> all = new ArrayList<>();
        for (Branch branch : branches) {
            all.addAll(branch.snapshots());
            all.addAll(branch.tags());
            all.addAll(branch.changelogs());
        }
        return all;
    }

    /** Takes those data and changelog files out that a branch needs. */
    void spare(Map<Location, ManifestEntry> files) {
        if (branches.isEmpty() || files.isEmpty()) {
            return;
        }
        LiveFiles.Wanted buckets = new LiveFiles.Wanted(layout.partitionType());
        files.values().forEach(entry -> buckets.addBucket(entry.partition(), entry.bucket()));
        Set<String> needed = new HashSet<>();
        for (Branch branch : branches) {
            boolean based = false;
            for (SnapshotMeta snapshot : branch.snapshots()) {
                // The state of the first, and what each later one adds to it.
                if (based) {
                    addAdded(manifestsOfDelta(snapshot), buckets, needed);
                } else {
                    based = addLive(snapshot, buckets, needed);
                }
                addAdded(manifestsOfChangelog(snapshot), buckets, needed);
            }
            branch.tags().forEach(tag -> addLive(tag, buckets, needed));
            for (SnapshotMeta changelog : branch.changelogs()) {
                addAdded(manifestsOfChangelog(changelog), buckets, needed);
                addAdded(manifestsOfDelta(changelog), buckets, needed);
            }
        }
        files.values().removeIf(entry -> needed.contains(entry.file().fileName()));
    }

    private boolean addLive(SnapshotMeta snapshot, LiveFiles.Wanted buckets, Set<String> names) {
        try {
            for (ManifestEntry entry :
                    LiveFiles.read(manifests, manifests.manifests(snapshot), buckets)) {
                names.add(entry.file().fileName());
            }
            return true;
        } catch (ExistenceException e) {
            return false;
        }
    }

    private List<ManifestFile> manifestsOfDelta(SnapshotMeta snapshot) {
        try {
            return manifests.deltaManifests(snapshot);
        } catch (ExistenceException e) {
            return List.of();
        }
    }

    private List<ManifestFile> manifestsOfChangelog(SnapshotMeta snapshot) {
        try {
            return manifests.changelogManifests(snapshot);
        } catch (ExistenceException e) {
            return List.of();
        }
    }

    private void addAdded(
            Collection<ManifestFile> from, LiveFiles.Wanted buckets, Set<String> names) {
        for (ManifestFile manifest : from) {
            if (buckets.mayBeIn(manifest)) {
                addNames(manifest, buckets, names);
            }
        }
    }

    private void addNames(ManifestFile manifest, LiveFiles.Wanted buckets, Set<String> names) {
        try {
            manifests.readManifest(manifest, buckets, entry -> names.add(entry.file().fileName()));
        } catch (ExistenceException e) {
            // As in addLive: what is gone cannot be kept.
            return;
        }
    }
}
