package io.weir.core.maintain;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.option.SnapshotOptions;
import java.time.Duration;
import java.util.Optional;

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
        int retainMin = options.get(SnapshotOptions.NUM_RETAINED_MIN);
        int retainMax = options.get(SnapshotOptions.NUM_RETAINED_MAX);
        if (retainMin < 1 || retainMax < retainMin) {
            throw new InvalidRequestException(
                    "snapshot.num-retained.min = "
                            + retainMin
                            + " and .max = "
                            + retainMax
                            + " must be 1 <= min <= max");
        }
        if (snapshots.latestId().isEmpty() || snapshots.earliestId().isEmpty()) {
            return NOTHING;
        }
        long latest = snapshots.latestId().getAsLong();
        long earliest = snapshots.earliestId().getAsLong();
        long end = latest - retainMin + 1;
        end = Math.min(end, earliest + options.get(SnapshotOptions.EXPIRE_LIMIT));
        if (!options.get(SnapshotOptions.CONSUMER_CHANGELOG_ONLY)) {
            end = Math.min(end, snapshots.earliestConsumed().orElse(Long.MAX_VALUE));
        }
        Duration age = options.get(SnapshotOptions.TIME_RETAINED);
        long oldBefore = nowMillis - age.toMillis();
        long first = Math.max(latest - retainMax + 1, earliest);
        for (long id = first; id < end; id++) {
            Optional<SnapshotMeta> successor = snapshots.snapshot(id + 1);
            if (successor.isPresent() && successor.get().timeMillis() >= oldBefore) {
                end = id;
            }
        }
        return new RetentionRange(earliest, end);
    }
}
