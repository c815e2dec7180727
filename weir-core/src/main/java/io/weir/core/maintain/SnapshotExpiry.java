package io.weir.core.maintain;

import io.weir.core.commit.CommitCounters;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.option.SnapshotOptions;
import io.weir.option.WriteOptions;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Storage;
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
 * crash anywhere in between every kept snapshot is whole, and the next run does the rest. A table
 * with branches is left alone, since a branch may need any file; so is one whose changelogs are to
 * be kept longer than its snapshots. Safe for many threads and processes.
 */
public final class SnapshotExpiry {

    private final Storage storage;
    private final Environment environment;
    private final TableLayout layout;
    private final SnapshotStore snapshots;
    private final ManifestStore manifests;
    private final Options options;
    private final CommitCounters counters;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Future<Integer> background;

    /**
     * @param options of the table
     * @param counters told about failures in the background
     */
    public SnapshotExpiry(
            Storage storage,
            Environment environment,
            TableLayout layout,
            SnapshotStore snapshots,
            ManifestStore manifests,
            Options options,
            CommitCounters counters) {
        this.storage = storage;
        this.environment = environment;
        this.layout = layout;
        this.snapshots = snapshots;
        this.manifests = manifests;
        this.options = options;
        this.counters = counters;
    }

    /**
     * Starts an expiry on a thread of its own unless one is running or the table is {@code
     * write-only}. Returns at once; a failure is counted, and the next commit tries again.
     */
    public void expireInBackground() {
        if (options.get(WriteOptions.WRITE_ONLY) || !running.compareAndSet(false, true)) {
            return;
        }
        background =
                environment.submitBackground(
                        "weir-expiry",
                        () -> {
                            try {
                                return expireOnce();
                            } catch (RuntimeException e) {
                                counters.expiryFailed(e);
                                return 0;
                            } finally {
                                running.set(false);
                            }
                        });
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
        if (hasBranches() || keepsChangelogsLonger()) {
            return 0;
        }
        RetentionRange range = RetentionRange.of(snapshots, options, environment.currentMillis());
        if (range.isEmpty() || snapshots.snapshot(range.end()).isEmpty()) {
            // Nothing is due, or another expiry is ahead of this one.
            return 0;
        }
        List<SnapshotMeta> tags = List.copyOf(snapshots.tags().values());
        List<SnapshotMeta> expired = new ArrayList<>();
        for (long id = range.begin(); id < range.end(); id++) {
            snapshots.snapshot(id).ifPresent(expired::add);
        }
        SnapshotMeta kept = snapshots.snapshot(range.end()).orElse(null);
        if (kept == null) {
            return 0;
        }
        FreedFiles files = new FreedFiles(storage, layout, manifests, tags);
        MetadataFiles metadata = new MetadataFiles(storage, layout, manifests);
        metadata.keep(kept);
        tags.forEach(metadata::keep);
        keptChangelogs().forEach(metadata::keepChangelog);
        List<SnapshotMeta> freeing = new ArrayList<>(expired);
        freeing.add(kept);
        files.deleteFreed(freeing.subList(1, freeing.size()));
        files.deleteChangelogs(expired);
        metadata.deleteUnkept(expired);
        for (SnapshotMeta snapshot : expired) {
            snapshots.delete(List.of(snapshot.id()));
        }
        snapshots.hintEarliest(range.end());
        return expired.size();
    }

    private boolean hasBranches() {
        return !storage.list(layout.directory().resolve("branch"), null, 1).entries().isEmpty();
    }

    // Changelogs that outlive their snapshots are not made by this engine yet; expiring the
    // snapshot would lose them, so nothing is expired then.
    private boolean keepsChangelogsLonger() {
        return outlives(
                        SnapshotOptions.CHANGELOG_NUM_RETAINED_MIN,
                        SnapshotOptions.NUM_RETAINED_MIN)
                || outlives(
                        SnapshotOptions.CHANGELOG_NUM_RETAINED_MAX,
                        SnapshotOptions.NUM_RETAINED_MAX)
                || outlives(SnapshotOptions.CHANGELOG_TIME_RETAINED, SnapshotOptions.TIME_RETAINED);
    }

    private <T extends Comparable<? super T>> boolean outlives(
            Option<T> changelog, Option<T> snapshot) {
        return options.has(changelog)
                && options.get(changelog).compareTo(options.get(snapshot)) > 0;
    }

    // Changelogs another engine kept longer than their snapshots.
    private List<SnapshotMeta> keptChangelogs() {
        List<SnapshotMeta> kept = new ArrayList<>();
        String after = null;
        ListPage page;
        do {
            page = storage.list(layout.changelogDirectory(), after, 1000);
            for (FileStatus file : page.entries()) {
                after = file.location().name();
                if (after.matches("changelog-\\d+")) {
                    long id = Long.parseLong(after.substring("changelog-".length()));
                    snapshots.changelog(id).ifPresent(kept::add);
                }
            }
        } while (!page.last());
        return kept;
    }
}
