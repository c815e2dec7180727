package io.weir.core.commit;

import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.LiveFiles;
import io.weir.option.BucketOptions;
import io.weir.option.Options;

/**
 * Whether rows that are only added go to buckets as the table cuts them now (format section 12.2,
 * check 1).
 *
 * <p>A writer that was open while the table's {@code bucket} was altered and a partition rewritten
 * would put a key into a bucket of the old count beside one of the new: two rows for one key. Only
 * a table whose {@code bucket} ever changed pays for the look at its files.
 */
final class BucketCountCheck {

    private final CommitSpec spec;
    private final ConflictCheck conflicts;
    private long lookedUpTo = -1;
    private int count;
    private boolean changed;

    BucketCountCheck(CommitSpec spec, ConflictCheck conflicts) {
        this.spec = spec;
        this.conflicts = conflicts;
    }

    /**
     * @throws io.weir.error.CommitConflictException a partition has files of another bucket count
     */
    void check(CommitPart part, SnapshotMeta latest) {
        LiveFiles.Wanted touched = new LiveFiles.Wanted(spec.layout().partitionType());
        for (ManifestEntry entry : part.entries()) {
            if (entry.totalBuckets() > 0) {
                touched.addPartition(entry.partition());
            }
        }
        if (!touched.isEmpty() && everChanged()) {
            conflicts.oneBucketCountPerPartition(
                    part.entries(),
                    LiveFiles.read(spec.manifests(), spec.manifests().manifests(latest), touched));
        }
    }

    private boolean everChanged() {
        for (long id : spec.schemas().ids()) {
            if (id > lookedUpTo) {
                Options options = spec.schemas().schema(id).tableOptions();
                int now = options.get(BucketOptions.BUCKET);
                changed |= lookedUpTo >= 0 && now != count;
                count = now;
                lookedUpTo = id;
            }
        }
        return changed;
    }
}
