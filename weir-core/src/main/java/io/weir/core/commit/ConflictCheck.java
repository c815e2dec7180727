package io.weir.core.commit;

import io.weir.core.meta.FileIdentity;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.TableLayout;
import io.weir.error.CommitConflictException;
import io.weir.table.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a commit fits on a snapshot (format section 12.2). Each check is a named method that
 * throws {@link CommitConflictException} with the file and the place.
 *
 * <p>A conflict means that files this commit builds on are gone or changed; trying again does not
 * help, the work must be done anew on the new snapshot.
 */
final class ConflictCheck {

    private final TableLayout layout;
    private final Comparator<byte[]> keyOrder;
    private final boolean levels;

    /**
     * @param keyOrder order of serialised trimmed primary keys
     * @param levels whether the table has a primary key, so that levels are sorted runs
     */
    ConflictCheck(TableLayout layout, Comparator<byte[]> keyOrder, boolean levels) {
        this.layout = layout;
        this.keyOrder = keyOrder;
        this.levels = levels;
    }

    /**
     * Checks everything.
     *
     * @param live entries of the snapshot in the buckets the delta touches, at least those
     */
    void check(Snapshot.Kind kind, List<ManifestEntry> delta, Collection<ManifestEntry> live) {
        noFileTwiceInDelta(delta);
        Map<FileIdentity, ManifestEntry> files = new HashMap<>();
        live.forEach(entry -> files.put(FileIdentity.of(entry), entry));
        if (kind != Snapshot.Kind.OVERWRITE) {
            oneBucketCountPerPartition(delta, files.values());
        }
        deletedFilesAreLive(delta, files);
        addedFilesAreNotLive(delta, files);
        if (levels) {
            levelsDoNotOverlap(files.values());
        }
    }

    /** Inside a delta a file is added once and not after it was deleted. */
    private void noFileTwiceInDelta(List<ManifestEntry> delta) {
        Set<FileIdentity> seen = new HashSet<>();
        for (ManifestEntry entry : delta) {
            if (!seen.add(FileIdentity.of(entry))) {
                throw new CommitConflictException(
                        "file " + name(entry) + " occurs twice in the changes of one commit");
            }
        }
    }

    /** Files of a partition that were written with a fixed number of buckets agree on it. */
    void oneBucketCountPerPartition(List<ManifestEntry> delta, Collection<ManifestEntry> live) {
        Map<ByteBuffer, Integer> counts = new HashMap<>();
        for (ManifestEntry entry : live) {
            checkBucketCount(counts, entry);
        }
        for (ManifestEntry entry : delta) {
            checkBucketCount(counts, entry);
        }
    }

    private void checkBucketCount(Map<ByteBuffer, Integer> counts, ManifestEntry entry) {
        if (entry.totalBuckets() <= 0) {
            return;
        }
        Integer other =
                counts.putIfAbsent(ByteBuffer.wrap(entry.partition()), entry.totalBuckets());
        if (other != null && other != entry.totalBuckets()) {
            throw new CommitConflictException(
                    "file "
                            + name(entry)
                            + " was written with "
                            + entry.totalBuckets()
                            + " buckets, others of its partition with "
                            + other
                            + "; only an overwrite may change that. Write these rows again with a"
                            + " writer opened now");
        }
    }

    /** What is to be deleted is there: otherwise someone else compacted or overwrote it. */
    private void deletedFilesAreLive(
            List<ManifestEntry> delta, Map<FileIdentity, ManifestEntry> files) {
        for (ManifestEntry entry : delta) {
            if (!entry.added() && files.remove(FileIdentity.of(entry)) == null) {
                throw new CommitConflictException(
                        "file "
                                + name(entry)
                                + " of level "
                                + entry.file().level()
                                + " is to be deleted and is not in the table any more: another"
                                + " commit compacted or replaced it");
            }
        }
    }

    /** What is to be added is not there. */
    private void addedFilesAreNotLive(
            List<ManifestEntry> delta, Map<FileIdentity, ManifestEntry> files) {
        for (ManifestEntry entry : delta) {
            if (entry.added() && files.put(FileIdentity.of(entry), entry) != null) {
                throw new CommitConflictException(
                        "file " + name(entry) + " is to be added and is in the table already");
            }
        }
    }

    private record LevelKey(ByteBuffer partition, int bucket, int level) {}

    /** Above level 0 the key ranges of a level of a bucket do not touch. */
    private void levelsDoNotOverlap(Collection<ManifestEntry> files) {
        Map<LevelKey, List<ManifestEntry>> byLevel = new HashMap<>();
        for (ManifestEntry entry : files) {
            if (entry.file().level() > 0) {
                LevelKey key =
                        new LevelKey(
                                ByteBuffer.wrap(entry.partition()),
                                entry.bucket(),
                                entry.file().level());
                byLevel.computeIfAbsent(key, each -> new ArrayList<>()).add(entry);
            }
        }
        byLevel.values().forEach(this::doNotOverlap);
    }

    private void doNotOverlap(List<ManifestEntry> level) {
        level.sort((left, right) -> keyOrder.compare(left.file().minKey(), right.file().minKey()));
        for (int index = 1; index < level.size(); index++) {
            ManifestEntry before = level.get(index - 1);
            ManifestEntry entry = level.get(index);
            if (keyOrder.compare(before.file().maxKey(), entry.file().minKey()) >= 0) {
                throw new CommitConflictException(
                        "files "
                                + name(before)
                                + " and "
                                + name(entry)
                                + " overlap on level "
                                + entry.file().level()
                                + ": two compactions of one bucket");
            }
        }
    }

    private String name(ManifestEntry entry) {
        return layout.dataFile(entry.partition(), entry.bucket(), entry.file()).toString();
    }
}
