package io.weir.core.maintain;

import io.weir.core.commit.CommitCounters;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.option.SnapshotOptions;
import io.weir.option.WriteOptions;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Removes snapshots that are past their retention, and the files only they need (format sections
 * 11.6, 11.7).
 *
 * <p>Order: data files, then manifests, then snapshot files from old to new, then the hint. After a
 * crash anywhere in between every kept snapshot is whole, and the next run does the rest. Nothing
 * goes that a tag, a branch or a changelog that is kept longer than its snapshot needs. Safe for
 * many threads and processes.
 */
public final class SnapshotExpiry {

    private final Storage storage;
    private final Environment environment;
    private final TableLayout layout;
    private final SnapshotStore snapshots;
    private final ManifestStore manifests;
    private final Options options;
    private final CommitCounters counters;
    private final ChangelogExpiry changelogs;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Future<Integer> background;

    /**
     * @param schema of the table, with its options
     * @param counters told about failures in the background
     */
    public SnapshotExpiry(
            Storage storage,
            Environment environment,
            TableLayout layout,
            SnapshotStore snapshots,
            ManifestStore manifests,
            TableSchema schema,
            CommitCounters counters) {
        this.storage = storage;
        this.environment = environment;
        this.layout = layout;
        this.snapshots = snapshots;
        this.manifests = manifests;
        this.options = schema.tableOptions();
        this.counters = counters;
        this.changelogs =
                new ChangelogExpiry(snapshots, environment, options, schema.hasPrimaryKey());
    }

    /**
     * Starts an expiry on a thread of its own unless one is running or the table is {@code
     * write-only}. Returns at once; a failure is counted, and the next commit tries again.
     */
    public void expireInBackground() {
        if (options.get(WriteOptions.WRITE_ONLY) || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            background = environment.submitBackground("weir-expiry", this::expireQuietly);
        } catch (RuntimeException e) {
            // The commit before it stands, whatever becomes of the thread.
            running.set(false);
            counters.expiryFailed(e);
        }
    }

    private int expireQuietly() {
        try {
            return expireOnce();
        } catch (RuntimeException e) {
            counters.expiryFailed(e);
            return 0;
        } finally {
            running.set(false);
        }
    }

    /** The last expiry that was started in the background, for waiting; null before the first. */
    @Nullable Future<Integer> background() {
        return background;
    }

    /** Expires everything that is past its retention and tells how many snapshots went. */
    public int expire() {
        int expired = 0;
        int last;
        do {
            last = expireOnce();
            expired += last;
        } while (last > 0);
        return expired;
    }

    private int expireOnce() {
        long consumerAge = options.get(SnapshotOptions.CONSUMER_EXPIRATION_TIME).toMillis();
        if (consumerAge > 0) {
            snapshots.expireConsumers(environment.currentMillis() - consumerAge);
        }
        int expired = expireSnapshots();
        int last;
        do {
            last = changelogs.expireOnce(this::files);
        } while (last > 0);
        return expired;
    }

    private ExpiryFiles files() {
        List<SnapshotMeta> tags = List.copyOf(snapshots.tags().values());
        BranchNeeds branches = BranchNeeds.of(storage, environment, layout, snapshots, manifests);
        MetadataFiles metadata = new MetadataFiles(storage, layout, manifests);
        tags.forEach(metadata::keepTag);
        branches.all().forEach(metadata::keepWhatIsThere);
        return new ExpiryFiles(
                new FreedFiles(storage, layout, manifests, tags, branches), metadata);
    }

    private int expireSnapshots() {
        RetentionRange range = RetentionRange.of(snapshots, options, environment.currentMillis());
        if (range.isEmpty()) {
            return 0;
        }
        SnapshotMeta kept = snapshots.snapshot(range.end()).orElse(null);
        if (kept == null) {
            // Another expiry is ahead of this one.
            return 0;
        }
        List<SnapshotMeta> expired = new ArrayList<>();
        for (long id = range.begin(); id < range.end(); id++) {
            snapshots.snapshot(id).ifPresent(expired::add);
        }
        if (expired.isEmpty()) {
            return 0;
        }
        ExpiryFiles files = files();
        deleteData(files.data(), expired, kept);
        deleteMetadata(files.metadata(), expired, kept);
        for (SnapshotMeta snapshot : expired) {
            if (changelogs.keeps()) {
                snapshots.keepAsChangelog(snapshot.id());
            }
            snapshots.delete(List.of(snapshot.id()));
        }
        snapshots.hintEarliest(range.end());
        return expired.size();
    }

    private void deleteData(FreedFiles files, List<SnapshotMeta> expired, SnapshotMeta kept) {
        // What the first one took out went when it became the first.
        List<SnapshotMeta> freeing = new ArrayList<>(expired.subList(1, expired.size()));
        freeing.add(kept);
        if (!changelogs.keeps()) {
            files.deleteFreed(freeing);
            files.deleteChangelogs(expired);
        } else if (changelogs.areDeltas()) {
            files.deleteFreedOfCompactions(freeing);
        } else {
            files.deleteFreed(freeing);
        }
    }

    private void deleteMetadata(
            MetadataFiles files, List<SnapshotMeta> expired, SnapshotMeta kept) {
        files.keep(kept);
        changelogs
                .newest(expired.get(0).id())
                .forEach(changelog -> files.keepChangelog(changelog, changelogs.areDeltas()));
        if (changelogs.keeps()) {
            expired.forEach(snapshot -> files.keepChangelog(snapshot, changelogs.areDeltas()));
        }
        files.deleteUnkept(expired);
    }
}
