package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.LiveFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The paths that snapshots, tags and changelogs of a {@link TestLake} need, and those there are.
 */
final class NeededFiles {

    private final TestLake lake;
    private final TreeSet<String> paths = new TreeSet<>();

    NeededFiles(TestLake lake) {
        this.lake = lake;
    }

    /** The data, changelog, manifest and index files there are must be just these. */
    void checkNoOthers(String when) {
        TreeSet<String> there = new TreeSet<>();
        for (String path : lake.storage.paths()) {
            if (path.contains("/bucket-")
                    || path.contains("/manifest/")
                    || path.contains("/index/")) {
                there.add(path);
            }
        }
        TreeSet<String> missing = new TreeSet<>(paths);
        missing.removeAll(there);
        there.removeAll(paths);
        assertEquals("[]", missing.toString(), "missing " + when);
        assertEquals("[]", there.toString(), "nobody needs " + when);
    }

    /** Everything a snapshot names. */
    void add(SnapshotMeta snapshot) {
        addState(snapshot);
        addChangelog(snapshot);
    }

    /** Everything but its changelog. */
    void addState(SnapshotMeta snapshot) {
        List<ManifestFile> manifests = lake.manifests().manifests(snapshot);
        addLists(snapshot);
        LiveFiles.Wanted all = new LiveFiles.Wanted(lake.layout().partitionType());
        for (int partition = 0; partition < 2; partition++) {
            all.addPartition(BinaryRowWriter.serialize(lake.layout().partitionType(), partition));
        }
        addFiles(LiveFiles.read(lake.manifests(), manifests, all));
        if (snapshot.indexManifest() != null) {
            manifest(snapshot.indexManifest());
            for (IndexFile file : lake.manifests().readIndexManifest(snapshot.indexManifest())) {
                paths.add(lake.layout().index(file).path());
            }
        }
    }

    /** Lists and manifests of the state of a snapshot. */
    void addLists(SnapshotMeta snapshot) {
        manifest(snapshot.baseManifestList());
        manifest(snapshot.deltaManifestList());
        lake.manifests().manifests(snapshot).forEach(each -> manifest(each.fileName()));
    }

    /** The changelog list of a snapshot, its manifests and files. */
    void addChangelog(SnapshotMeta snapshot) {
        if (snapshot.changelogManifestList() != null) {
            manifest(snapshot.changelogManifestList());
            for (ManifestFile each : lake.manifests().changelogManifests(snapshot)) {
                manifest(each.fileName());
                addFiles(lake.manifests().readManifest(each));
            }
        }
    }

    /** What writing brought in and this snapshot took out: changelogs before it read that. */
    void addWrittenAndRemoved(SnapshotMeta snapshot) {
        List<ManifestEntry> removed = new ArrayList<>();
        for (ManifestFile each : lake.manifests().deltaManifests(snapshot)) {
            for (ManifestEntry entry : lake.manifests().readManifest(each)) {
                Integer source = entry.file().fileSource();
                if (!entry.added() && (source == null || source == DataFile.SOURCE_APPEND)) {
                    removed.add(entry);
                }
            }
        }
        addFiles(removed);
    }

    private void addFiles(Collection<ManifestEntry> files) {
        for (ManifestEntry entry : files) {
            paths.add(
                    lake.layout().dataFile(entry.partition(), entry.bucket(), entry.file()).path());
        }
    }

    private void manifest(String name) {
        paths.add(lake.layout().manifest(name).path());
    }
}
