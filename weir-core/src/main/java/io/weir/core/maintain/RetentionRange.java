package io.weir.core.maintain;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.option.Options;
import io.weir.option.SnapshotOptions;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which snapshots are to go: those from {@code begin} up to, not including, {@code end}.
 *
 * @param begin earliest snapshot
 * @param end first one that stays
 */
record RetentionRange(long begin, long end) {

    static final RetentionRange NOTHING = new RetentionRange(0, 0);

    boolean isEmpty() {
        return end <= begin;
    }

    /**
     * The range by the table's options (format section 11.7).
     *
     * <p>So many snapshots stay always; more than the most go whatever their age; in between, a
     * snapshot goes when the one after it is old enough, so that the state at any time in the
     * retention window can still be read. What a consumer has not read stays.
     */
    static RetentionRange of(SnapshotStore snapshots, Options options, long nowMillis) {
        Retention keep = Retention.ofSnapshots(options);
        if (snapshots.latestId().isEmpty() || snapshots.earliestId().isEmpty()) {
            return NOTHING;
        }
        long latest = snapshots.latestId().getAsLong();
        long earliest = snapshots.earliestId().getAsLong();
        long end = latest - keep.numMin() + 1;
        end = Math.min(end, earliest + options.get(SnapshotOptions.EXPIRE_LIMIT));
        if (!options.get(SnapshotOptions.CONSUMER_CHANGELOG_ONLY)) {
            end = Math.min(end, snapshots.earliestConsumed().orElse(Long.MAX_VALUE));
        }
        long oldBefore = nowMillis - keep.age().toMillis();
        long first = Math.max(latest - keep.numMax() + 1, earliest);
        for (long id = first; id < end; id++) {
            Optional<SnapshotMeta> successor = snapshots.snapshot(id + 1);
            if (successor.isPresent() && successor.get().timeMillis() >= oldBefore) {
                end = id;
            }
        }
        return new RetentionRange(earliest, end);
    }

    /**
     * The range of the changelogs that were kept beyond their snapshots.
     *
     * <p>Numbers count from the latest snapshot back. When the options do not ask for changelogs
     * that outlive snapshots, all that are there go.
     */
    static RetentionRange ofChangelogs(SnapshotStore snapshots, Options options, long nowMillis) {
        OptionalLong begin = snapshots.earliestChangelogId();
        OptionalLong first = snapshots.earliestId();
        OptionalLong latest = snapshots.latestId();
        if (begin.isEmpty() || first.isEmpty() || latest.isEmpty()) {
            return NOTHING;
        }
        long earliest = begin.getAsLong();
        long end = first.getAsLong();
        end = Math.min(end, earliest + options.get(SnapshotOptions.EXPIRE_LIMIT));
        end = Math.min(end, snapshots.earliestConsumed().orElse(Long.MAX_VALUE));
        if (Retention.changelogsOutlive(options)) {
            Retention keep = Retention.ofChangelogs(options);
            end = Math.min(end, latest.getAsLong() - keep.numMin() + 1);
            long oldBefore = nowMillis - keep.age().toMillis();
            long young = Math.max(latest.getAsLong() - keep.numMax() + 1, earliest);
            for (long id = young; id < end; id++) {
                Optional<SnapshotMeta> changelog = snapshots.changelog(id);
                if (changelog.isPresent() && changelog.get().timeMillis() >= oldBefore) {
                    end = id;
                }
            }
        }
        return new RetentionRange(earliest, end);
    }
}
