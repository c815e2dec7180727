package io.weir.core.commit;

import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.FileIdentity;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.write.LiveFiles;
import io.weir.option.CommitOptions;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the number of manifests small while a commit builds its base list (format section 4.6).
 *
 * <p>Full: once manifests that are small or hold deletes add up to {@code
 * manifest.full-compaction-threshold-size}, they are rewritten with only live files in them. Minor:
 * otherwise, neighbours are joined up to {@code manifest.target-file-size}. Either way the live
 * files stay the same. A manifest with fields of a newer version is never rewritten, since they
 * would be lost. Entries go through one by one; only the identities of deleted files, and one
 * manifest's worth of entries, are in memory.
 */
final class ManifestMerging {

    /**
     * @param manifests the new list
     * @param written those of it that were written just now
     */
    record Merged(List<ManifestFile> manifests, List<ManifestFile> written) {}

    private final ManifestStore store;
    private final RowType partitionType;
    private final long targetBytes;
    private final int mergeMinCount;
    private final long fullBytes;

    ManifestMerging(ManifestStore store, TableSchema schema) {
        Options options = schema.tableOptions();
        this.store = store;
        partitionType = schema.partitionType();
        targetBytes = options.get(CommitOptions.MANIFEST_TARGET_SIZE);
        mergeMinCount = options.get(CommitOptions.MANIFEST_MERGE_MIN_COUNT);
        fullBytes = options.get(CommitOptions.MANIFEST_FULL_COMPACTION_SIZE);
    }

    /** Merges if it is worth it. */
    Merged merge(List<ManifestFile> manifests) {
        long rewriteBytes = 0;
        for (ManifestFile manifest : manifests) {
            rewriteBytes += isUnfinished(manifest) ? manifest.sizeBytes() : 0;
        }
        if (rewriteBytes < fullBytes || rewriteBytes == 0) {
            return minor(manifests);
        }
        Deleted deleted = deletedFiles(manifests);
        List<ManifestFile> rewritten = new ArrayList<>();
        List<ManifestFile> kept = new ArrayList<>();
        for (ManifestFile manifest : manifests) {
            boolean rewrite = isUnfinished(manifest) || holdsAny(manifest, deleted);
            (rewrite ? rewritten : kept).add(manifest);
        }
        // Deletes may go only if everything they hit is rewritten.
        return rewritten.stream().anyMatch(store::hasUnknownFields)
                ? minor(manifests)
                : full(kept, rewritten, deleted);
    }

    // Half of the target will do: what a merge wrote must not be rewritten by the next one.
    private boolean isUnfinished(ManifestFile manifest) {
        return manifest.deletedFiles() > 0 || manifest.sizeBytes() < targetBytes / 2;
    }

    private Merged full(List<ManifestFile> kept, List<ManifestFile> rewritten, Deleted deleted) {
        EntryChunks chunks = new EntryChunks(store, targetBytes);
        for (ManifestFile manifest : rewritten) {
            chunks.expect(manifest);
            store.readManifest(
                    manifest,
                    EntryFilter.ALL,
                    entry -> {
                        if (entry.added() && !deleted.contains(entry)) {
                            chunks.add(entry);
                        }
                    });
        }
        List<ManifestFile> written = chunks.finish();
        kept.addAll(written);
        return new Merged(kept, written);
    }

    /** The files that DELETE entries name, and where they are. */
    private record Deleted(Set<FileIdentity> files, LiveFiles.Wanted buckets) {

        void add(ManifestEntry entry) {
            files.add(FileIdentity.of(entry));
            buckets.addBucket(entry.partition(), entry.bucket());
        }

        boolean contains(ManifestEntry entry) {
            return files.contains(FileIdentity.of(entry));
        }
    }

    private Deleted deletedFiles(List<ManifestFile> manifests) {
        Deleted deleted = new Deleted(new HashSet<>(), new LiveFiles.Wanted(partitionType));
        for (ManifestFile manifest : manifests) {
            if (manifest.deletedFiles() > 0) {
                store.readManifest(
                        manifest,
                        EntryFilter.ALL,
                        entry -> {
                            if (!entry.added()) {
                                deleted.add(entry);
                            }
                        });
            }
        }
        return deleted;
    }

    private boolean holdsAny(ManifestFile manifest, Deleted deleted) {
        boolean[] hit = new boolean[1];
        if (deleted.buckets().mayBeIn(manifest)) {
            store.readManifest(
                    manifest, deleted.buckets(), entry -> hit[0] |= deleted.contains(entry));
        }
        return hit[0];
    }

    private Merged minor(List<ManifestFile> manifests) {
        List<ManifestFile> result = new ArrayList<>();
        List<ManifestFile> written = new ArrayList<>();
        List<ManifestFile> group = new ArrayList<>();
        long groupBytes = 0;
        for (ManifestFile manifest : manifests) {
            group.add(manifest);
            groupBytes += manifest.sizeBytes();
            if (groupBytes >= targetBytes) {
                join(group, result, written);
                group.clear();
                groupBytes = 0;
            }
        }
        if (group.size() >= mergeMinCount) {
            join(group, result, written);
        } else {
            result.addAll(group);
        }
        return new Merged(result, written);
    }

    // Inside the group an ADD and a DELETE of one file cancel out. A DELETE whose ADD is in an
    // earlier manifest is kept.
    private void join(
            List<ManifestFile> group, List<ManifestFile> result, List<ManifestFile> written) {
        if (group.size() < 2 || group.stream().anyMatch(store::hasUnknownFields)) {
            result.addAll(group);
            return;
        }
        Deleted deleted = deletedFiles(group);
        Set<FileIdentity> cancelled = new HashSet<>();
        for (ManifestFile manifest : group) {
            if (deleted.buckets().mayBeIn(manifest)) {
                store.readManifest(
                        manifest,
                        deleted.buckets(),
                        entry -> {
                            if (entry.added() && deleted.contains(entry)) {
                                cancelled.add(FileIdentity.of(entry));
                            }
                        });
            }
        }
        EntryChunks chunks = new EntryChunks(store, targetBytes);
        for (ManifestFile manifest : group) {
            chunks.expect(manifest);
            store.readManifest(
                    manifest,
                    EntryFilter.ALL,
                    entry -> {
                        if (!cancelled.contains(FileIdentity.of(entry))) {
                            chunks.add(entry);
                        }
                    });
        }
        List<ManifestFile> joined = chunks.finish();
        result.addAll(joined);
        written.addAll(joined);
    }

    /** Collects entries and writes them as manifests of about the target size. */
    private static final class EntryChunks {

        private static final int ENTRIES_MAX = 200_000;

        private final ManifestStore store;
        private final long targetBytes;
        private final List<ManifestEntry> entries = new ArrayList<>();
        private final List<ManifestFile> written = new ArrayList<>();
        private double bytes;
        private double bytesPerEntry;

        EntryChunks(ManifestStore store, long targetBytes) {
            this.store = store;
            this.targetBytes = targetBytes;
        }

        /** The next entries are of this manifest. */
        void expect(ManifestFile manifest) {
            long count = Math.max(1, manifest.addedFiles() + manifest.deletedFiles());
            bytesPerEntry = (double) manifest.sizeBytes() / count;
        }

        void add(ManifestEntry entry) {
            entries.add(entry);
            bytes += bytesPerEntry;
            if (bytes >= targetBytes || entries.size() >= ENTRIES_MAX) {
                write();
            }
        }

        private void write() {
            written.addAll(store.writeManifests(entries));
            entries.clear();
            bytes = 0;
        }

        List<ManifestFile> finish() {
            if (!entries.isEmpty()) {
                write();
            }
            return written;
        }
    }
}
