package io.weir.core.scan;

import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.error.InvalidRequestException;
import io.weir.option.MergeOptions;
import io.weir.option.ScanOptions;
import io.weir.predicate.Predicate;
import io.weir.table.Plan;
import io.weir.table.StreamScan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes from snapshot to snapshot (format section 11.3). One thread at a time.
 *
 * <p>State, all numbers big endian: version byte 1, then the next snapshot id as 8 bytes. A scan
 * that has not begun has no state but the empty one: version byte only.
 */
final class FollowingScan implements StreamScan {

    private static final byte VERSION = 1;

    private final ScanSource source;
    private final SnapshotStore snapshots;
    private final TableScan full;
    private final ChangePlanning changes;
    private @Nullable Long next;

    FollowingScan(ScanSource source, TableScan full, @Nullable Predicate filter) {
        ScanSupport.checkStream(source.schema());
        this.source = source;
        this.snapshots = source.snapshots();
        this.full = full;
        this.changes = new ChangePlanning(source, full, filter);
    }

    @Override
    public @Nullable Plan next() {
        Long at = next;
        if (at != null) {
            return follow(at);
        }
        SnapshotSelection selection = source.selection();
        return switch (selection.mode()) {
            case LATEST_FULL, FROM_SNAPSHOT_FULL, COMPACTED_FULL -> startFull(selection);
            case LATEST -> follow(behindLatest());
            case FROM_TIMESTAMP -> follow(firstSince(selection.timeMillis()));
            case FROM_SNAPSHOT -> follow(atLeastEarliest(namedSnapshot()));
            default -> throw new IllegalStateException("mode " + selection.mode());
        };
    }

    private @Nullable Plan startFull(SnapshotSelection selection) {
        SnapshotMeta snapshot = selection.choose();
        if (snapshot == null) {
            return null;
        }
        Plan plan = full.plan(snapshot, changes::startingFiles);
        next = snapshot.id() + 1;
        return plan;
    }

    private long behindLatest() {
        return snapshots.latestId().orElse(0) + 1;
    }

    /** The first snapshot a time or later; the one behind the latest when all are older. */
    private long firstSince(long timeMillis) {
        Optional<SnapshotMeta> before = snapshots.earlierOrEqual(timeMillis - 1);
        if (before.isPresent()) {
            return before.get().id() + 1;
        }
        long first = snapshots.earliestId().orElse(1);
        Optional<SnapshotMeta> changelog = snapshots.changelog(first - 1);
        while (changelog.isPresent() && changelog.get().timeMillis() >= timeMillis) {
            first--;
            changelog = snapshots.changelog(first - 1);
        }
        return first;
    }

    private long atLeastEarliest(long id) {
        return snapshots.snapshot(id).isPresent() ? id : Math.max(id, earliestId());
    }

    private long namedSnapshot() {
        if (source.options().has(ScanOptions.SNAPSHOT_ID)) {
            return source.options().get(ScanOptions.SNAPSHOT_ID);
        }
        String version = source.options().get(ScanOptions.VERSION);
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "a stream starts at 'scan.snapshot-id', not at a tag or watermark; to start with"
                            + " the tag's full state set 'scan.mode' = 'from-snapshot-full'",
                    e);
        }
    }

    /** The first snapshot whose changes can still be read; 1 when there is none. */
    private long earliestId() {
        long earliest = snapshots.earliestId().orElse(1);
        while (snapshots.changelog(earliest - 1).isPresent()) {
            earliest--;
        }
        return earliest;
    }

    private @Nullable Plan follow(long id) {
        // From here on the position is known, also when there is nothing to read yet.
        next = id;
        Optional<SnapshotMeta> found = snapshots.snapshot(id);
        if (found.isEmpty()) {
            found = snapshots.changelog(id);
        }
        if (found.isEmpty()) {
            checkNotGone(id);
            return null;
        }
        SnapshotMeta snapshot = found.get();
        long delayMillis = source.options().get(ScanOptions.STREAMING_READ_DELAY).toMillis();
        if (delayMillis > 0
                && snapshot.timeMillis() > source.environment().currentMillis() - delayMillis) {
            return null;
        }
        Plan plan = changes.plan(snapshot);
        next = id + 1;
        return plan;
    }

    private void checkNotGone(long id) {
        long latest = snapshots.latestId().orElse(0);
        if (id > latest + 1) {
            throw new InvalidRequestException(
                    "the next snapshot would be "
                            + id
                            + ", but the latest is "
                            + latest
                            + ": the table was rolled back or created anew; start a new stream");
        }
        if (id <= latest && snapshots.snapshot(id).isEmpty() && snapshots.changelog(id).isEmpty()) {
            throw new InvalidRequestException(
                    "snapshot "
                            + id
                            + " has expired, the earliest is "
                            + earliestId()
                            + "; start a new stream, and keep snapshots longer with"
                            + " 'snapshot.time-retained' or changelogs with"
                            + " 'changelog.time-retained'");
        }
    }

    @Override
    public @Nullable Long nextSnapshotId() {
        return next;
    }

    @Override
    public byte[] state() {
        ByteWriter bytes = new ByteWriter();
        bytes.writeByte(VERSION);
        Long at = next;
        if (at != null) {
            bytes.writeLong(at);
        }
        return bytes.toBytes();
    }

    @Override
    public void restore(byte[] state) {
        if (next != null) {
            throw new InvalidRequestException("a stream is restored before its first plan");
        }
        ByteReader bytes = new ByteReader(state, "stream state");
        byte version = bytes.readByte();
        if (version != VERSION) {
            throw new InvalidRequestException(
                    "stream state has version " + version + ", this engine reads " + VERSION);
        }
        if (bytes.remaining() > 0) {
            long at = bytes.readLong();
            bytes.expectEnd();
            if (at < 1) {
                throw new InvalidRequestException("stream state has snapshot id " + at);
            }
            next = at;
        }
    }

    /** Producers whose full phase leaves out what comes later as a change. */
    static boolean isByCompaction(MergeOptions.ChangelogProducer producer) {
        return producer == MergeOptions.ChangelogProducer.LOOKUP
                || producer == MergeOptions.ChangelogProducer.FULL_COMPACTION;
    }
}
