package io.weir.core.scan;

import io.weir.core.meta.FileIdentity;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.env.Environment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live files of a snapshot: all that were added and not deleted (format section 4.4), as far as
 * a filter keeps them.
 *
 * @param files in the order of the manifests
 * @param manifests manifests of the snapshot
 * @param manifestsRead those that had to be read
 * @param filesSeen live files in the manifests that were read, filtered ones included
 */
public record LiveFiles(
        List<ManifestEntry> files, int manifests, int manifestsRead, long filesSeen) {

    /** All live files of a snapshot. */
    public static LiveFiles of(ScanSource source, SnapshotMeta snapshot) {
        FilePruning all = new FilePruning(source.schema(), source.schemas()::schema, null);
        return of(source.manifests(), source.environment(), snapshot, all);
    }

    /** Reads base and delta of a snapshot. */
    static LiveFiles of(
            ManifestStore store,
            Environment environment,
            SnapshotMeta snapshot,
            FilePruning pruning) {
        List<ManifestFile> manifests = store.manifests(snapshot);
        List<ManifestFile> chosen = manifests.stream().filter(pruning::manifestMayMatch).toList();
        List<ManifestEntry> entries = entries(store, environment, chosen, pruning);
        long seen = 0;
        boolean deletes = false;
        for (ManifestFile manifest : chosen) {
            seen += manifest.addedFiles() - manifest.deletedFiles();
            deletes |= manifest.deletedFiles() > 0;
        }
        List<ManifestEntry> live = deletes ? withoutDeleted(entries) : entries;
        if (!pruning.prunesKeys()) {
            return new LiveFiles(live, manifests.size(), chosen.size(), seen);
        }
        List<ManifestEntry> kept = new ArrayList<>(live.size());
        for (ManifestEntry entry : live) {
            if (pruning.keysMayMatch(entry)) {
                kept.add(entry);
            }
        }
        return new LiveFiles(kept, manifests.size(), chosen.size(), seen);
    }

    /**
     * Entries of a delta or changelog list, added and deleted ones, that pruning by partition and
     * bucket keeps.
     */
    static LiveFiles changes(
            ScanSource source, String list, @Nullable Long listBytes, FilePruning pruning) {
        List<ManifestFile> manifests = source.manifests().readList(list, listBytes);
        List<ManifestFile> chosen = manifests.stream().filter(pruning::manifestMayMatch).toList();
        List<ManifestEntry> entries =
                entries(source.manifests(), source.environment(), chosen, pruning);
        long seen = 0;
        for (ManifestFile manifest : chosen) {
            seen += manifest.addedFiles();
        }
        return new LiveFiles(entries, manifests.size(), chosen.size(), seen);
    }

    private static List<ManifestEntry> entries(
            ManifestStore store,
            Environment environment,
            List<ManifestFile> manifests,
            FilePruning pruning) {
        List<ManifestEntry> all = new ArrayList<>();
        int kept = 0;
        while (kept < manifests.size() && store.readKept(manifests.get(kept), pruning, all::add)) {
            kept++;
        }
        List<Supplier<List<ManifestEntry>>> tasks = new ArrayList<>(manifests.size() - kept);
        for (ManifestFile manifest : manifests.subList(kept, manifests.size())) {
            tasks.add(
                    () -> {
                        List<ManifestEntry> read = new ArrayList<>();
                        store.readManifest(manifest, pruning, read::add);
                        return read;
                    });
        }
        SharedWork.run(environment, tasks).forEach(all::addAll);
        return all;
    }

    private static List<ManifestEntry> withoutDeleted(List<ManifestEntry> entries) {
        Set<FileIdentity> deleted = new HashSet<>();
        for (ManifestEntry entry : entries) {
            if (!entry.added()) {
                deleted.add(FileIdentity.of(entry));
            }
        }
        List<ManifestEntry> live = new ArrayList<>(entries.size());
        for (ManifestEntry entry : entries) {
            if (entry.added() && (deleted.isEmpty() || !deleted.contains(FileIdentity.of(entry)))) {
                live.add(entry);
            }
        }
        return live;
    }
}
