package io.weir.core.maintain;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.env.Environment;
import io.weir.option.MergeOptions;
import io.weir.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The life of changelogs that outlive their snapshots (format sections 3.3, 11.7).
 *
 * <p>When a snapshot expires its file is kept as {@code changelog/changelog-N}. Tables with a
 * changelog producer then keep changelog files; others keep what writing added, which is what their
 * streams read. Same order as {@link SnapshotExpiry}: data, manifests, then the changelog's own
 * file.
 */
final class ChangelogExpiry {

    private final SnapshotStore snapshots;
    private final Environment environment;
    private final Options options;
    private final boolean keyed;

    ChangelogExpiry(
            SnapshotStore snapshots, Environment environment, Options options, boolean keyed) {
        this.snapshots = snapshots;
        this.environment = environment;
        this.options = options;
        this.keyed = keyed;
    }

    /** Whether an expired snapshot leaves its changelog behind. */
    boolean keeps() {
        return Retention.changelogsOutlive(options);
    }

    /** Whether changelogs are read from deltas, not from changelog files. */
    boolean areDeltas() {
        return !keyed
                || options.get(MergeOptions.CHANGELOG_PRODUCER)
                        == MergeOptions.ChangelogProducer.NONE;
    }

    /** The newest changelog there is: what older ones share with snapshots it names, too. */
    List<SnapshotMeta> newest(long earliestSnapshotId) {
        List<SnapshotMeta> found = new ArrayList<>();
        snapshots
                .latestChangelogId(earliestSnapshotId)
                .ifPresent(id -> snapshots.changelog(id).ifPresent(found::add));
        return found;
    }

    /** Expires some changelogs that are past their retention and tells how many. */
    int expireOnce(Supplier<ExpiryFiles> filesOfTable) {
        RetentionRange range =
                RetentionRange.ofChangelogs(snapshots, options, environment.currentMillis());
        if (range.isEmpty()) {
            return 0;
        }
        List<SnapshotMeta> expired = new ArrayList<>();
        for (long id = range.begin(); id < range.end(); id++) {
            snapshots.changelog(id).ifPresent(expired::add);
        }
        List<SnapshotMeta> kept = new ArrayList<>();
        snapshots.changelog(range.end()).ifPresent(kept::add);
        List<SnapshotMeta> freeing = new ArrayList<>(expired);
        long earliest = snapshots.earliestId().orElse(0);
        SnapshotMeta first = snapshots.snapshot(earliest).orElse(null);
        if (first == null) {
            // Another expiry is ahead of this one.
            return 0;
        }
        if (kept.isEmpty()) {
            // No changelog is left that reads what the first snapshot took out.
            freeing.add(first);
        }
        ExpiryFiles files = filesOfTable.get();
        MetadataFiles metadata = files.metadata();
        metadata.keep(first);
        kept.forEach(changelog -> metadata.keepChangelog(changelog, areDeltas()));
        files.data().deleteFreed(freeing);
        files.data().deleteChangelogs(expired);
        metadata.deleteUnkeptOfChangelogs(expired);
        snapshots.deleteChangelogs(expired.stream().map(SnapshotMeta::id).toList());
        snapshots.hintEarliestChangelog(range.end());
        return expired.size();
    }
}
