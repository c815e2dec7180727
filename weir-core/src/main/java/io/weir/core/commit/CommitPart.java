package io.weir.core.commit;

import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.FileIdentity;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.KeyIndexView;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.PartitionKey;
import io.weir.table.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one snapshot is to do to the table: one half of a commit.
 *
 * @param kind of the snapshot
 * @param entries of the delta, every DELETE before every ADD: expiry reads them in order (format
 *     section 11.6)
 * @param changelog ADD entries of changelog files
 * @param indexChanges index files added or removed
 * @param indexViews by partition, the hash indexes the keys of its rows were looked up in
 * @param fits whether it was made from the very snapshot it is committed on, so that nothing can
 *     conflict
 */
record CommitPart(
        Snapshot.Kind kind,
        List<ManifestEntry> entries,
        List<ManifestEntry> changelog,
        List<IndexFile> indexChanges,
        Map<PartitionKey, KeyIndexView> indexViews,
        boolean fits) {

    /** The rows that were written. Removing files makes it an overwrite. */
    static CommitPart ofData(List<BucketChanges> changes) {
        List<ManifestEntry> removed = new ArrayList<>();
        List<ManifestEntry> added = new ArrayList<>();
        List<ManifestEntry> changelog = new ArrayList<>();
        List<IndexFile> indexes = new ArrayList<>();
        Map<PartitionKey, KeyIndexView> views = new HashMap<>();
        boolean replaces = false;
        for (BucketChanges each : changes) {
            collect(removed, false, each, each.deletedFiles());
            collect(added, true, each, each.newFiles());
            collect(changelog, true, each, each.changelogFiles());
            indexes.addAll(each.indexChanges());
            KeyIndexView view = each.indexView();
            if (view != null) {
                // Of several prepares the last one knows the indexes of all.
                views.put(new PartitionKey(each.partition()), view);
            }
            replaces |=
                    each.indexChanges().stream()
                            .anyMatch(file -> file.type().equals(IndexFile.DELETION_VECTORS));
        }
        replaces |= !removed.isEmpty();
        removed.addAll(added);
        return new CommitPart(
                replaces ? Snapshot.Kind.OVERWRITE : Snapshot.Kind.APPEND,
                removed,
                changelog,
                indexes,
                views,
                false);
    }

    /** The compactions that were done. */
    static CommitPart ofCompaction(List<BucketChanges> changes) {
        List<ManifestEntry> removed = new ArrayList<>();
        List<ManifestEntry> added = new ArrayList<>();
        List<ManifestEntry> changelog = new ArrayList<>();
        for (BucketChanges each : changes) {
            collect(removed, false, each, each.compactBefore());
            collect(added, true, each, each.compactAfter());
            collect(changelog, true, each, each.compactChangelog());
        }
        removed.addAll(added);
        return new CommitPart(
                Snapshot.Kind.COMPACT, removed, changelog, List.of(), Map.of(), false);
    }

    private static void collect(
            List<ManifestEntry> entries, boolean added, BucketChanges of, List<DataFile> files) {
        for (DataFile file : files) {
            entries.add(
                    new ManifestEntry(added, of.partition(), of.bucket(), of.totalBuckets(), file));
        }
    }

    boolean isEmpty() {
        return entries.isEmpty() && changelog.isEmpty() && indexChanges.isEmpty();
    }

    /** Whether it must be checked. Adding to whatever the table holds is always right. */
    boolean mayConflict() {
        return kind != Snapshot.Kind.APPEND && !fits;
    }

    /** Whether another part brings the same files, so that it is this one given again. */
    boolean addsSameFiles(CommitPart other) {
        return kind == other.kind && addedFiles().equals(other.addedFiles());
    }

    private Set<FileIdentity> addedFiles() {
        Set<FileIdentity> files = new HashSet<>();
        for (ManifestEntry entry : entries) {
            if (entry.added()) {
                files.add(FileIdentity.of(entry));
            }
        }
        return files;
    }

    /** Rows added less rows removed. */
    long rowsAdded() {
        long rows = 0;
        for (ManifestEntry entry : entries) {
            rows += entry.added() ? entry.file().rowCount() : -entry.file().rowCount();
        }
        return rows;
    }

    long changelogRows() {
        return changelog.stream().mapToLong(entry -> entry.file().rowCount()).sum();
    }
}
