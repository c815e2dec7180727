package io.weir.core.commit;

import io.weir.core.codec.KeyComparator;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.LiveFiles;
import io.weir.error.CommitUnknownException;
import io.weir.error.ExistenceException;
import io.weir.option.BucketOptions;
import io.weir.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one snapshot: the loop of format section 12.1.
 *
 * <pre>
 * latest -> what to do against it -> check -> manifests and lists -> publish latest + 1
 *    ^                                                                 | number taken
 *    +-----------------------------------------------------------------+
 * </pre>
 *
 * <p>The delta's manifests are written once and used by every attempt as long as its entries stay
 * the same. When the loss of a race is certain, what only that attempt used is deleted; when the
 * outcome is unknown, nothing is.
 */
final class CommitProtocol {

    /** What a commit does, seen from the snapshot it will stand on. */
    interface Planner {

        /** The changes; empty when on this snapshot there is nothing to do. */
        Optional<CommitPart> against(@Nullable SnapshotMeta latest);
    }

    /**
     * What all snapshots of a commit carry.
     *
     * @param user who commits
     * @param identifier which of the user's commits
     * @param watermark event time, or null
     * @param properties of the snapshot
     */
    record Label(
            String user,
            long identifier,
            @Nullable Long watermark,
            Map<String, String> properties) {}

    /** An attempt that may have succeeded. */
    private record Unknown(SnapshotMeta snapshot, CommitPart part) {}

    /** The manifests of a delta, which all attempts share. */
    private record Delta(
            CommitPart part, List<ManifestFile> manifests, List<ManifestFile> changelog) {

        // A planner that plans the same gives the same object: no need to compare entries.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(CommitPart other) {
            return part == other;
        }
    }

    private static final int SNAPSHOT_VERSION = 3;

    private final CommitSpec spec;
    private final CommitCounters counters;
    private final SnapshotPublisher publisher;
    private final ConflictCheck conflicts;
    private final BucketCountCheck bucketCounts;
    private final KeyIndexCheck keyIndexes;
    private final ManifestMerging merging;
    private final boolean bucketed;
    private @Nullable Unknown unknown;

    CommitProtocol(CommitSpec spec, CommitCounters counters) {
        TableSchema schema = spec.schema();
        this.spec = spec;
        this.counters = counters;
        this.publisher =
                new SnapshotPublisher(spec.snapshots(), spec.manifests(), spec.environment());
        this.conflicts =
                new ConflictCheck(
                        spec.layout(),
                        KeyComparator.of(schema.rowType().project(schema.trimmedPrimaryKeys())),
                        schema.hasPrimaryKey());
        this.bucketCounts = new BucketCountCheck(spec, conflicts);
        this.keyIndexes = new KeyIndexCheck(spec.snapshots(), spec.layout());
        this.merging = new ManifestMerging(spec.manifests(), schema);
        this.bucketed =
                schema.hasPrimaryKey() || schema.tableOptions().get(BucketOptions.BUCKET) > 0;
    }

    /**
     * Commits.
     *
     * @return the snapshot made, empty when there was nothing to do
     * @throws io.weir.error.CommitConflictException it does not fit, or lost too many races;
     *     nothing of it is left but the data files
     * @throws CommitUnknownException it may be in the table; nothing was deleted. A further call
     *     with the same label looks for it first
     */
    Optional<SnapshotMeta> commit(Label label, Planner planner) {
        AttemptFiles files = new AttemptFiles(spec.storage());
        try {
            return commit(label, planner, files);
        } catch (CommitUnknownException e) {
            throw e;
        } catch (RuntimeException e) {
            try {
                files.deleteAll();
            } catch (RuntimeException cleaning) {
                e.addSuppressed(cleaning);
            }
            throw e;
        }
    }

    private Optional<SnapshotMeta> commit(Label label, Planner planner, AttemptFiles files) {
        RetryWait wait = new RetryWait(spec.schema().tableOptions(), spec.environment());
        Delta delta = null;
        while (true) {
            SnapshotMeta latest = spec.snapshots().latest().orElse(null);
            try {
                CommitPart part = planner.against(latest).orElse(null);
                Optional<SnapshotMeta> landed =
                        part == null ? Optional.empty() : landedMeanwhile(label, part, latest);
                if (part == null || landed.isPresent()) {
                    files.deleteAll();
                    return landed;
                }
                checkFits(part, latest);
                if (delta == null || !delta.isOf(part)) {
                    files.deleteShared();
                    delta = writeDelta(part, files);
                }
                SnapshotMeta next = prepare(label, latest, delta, files);
                if (publish(next, part) == SnapshotPublisher.Outcome.PUBLISHED) {
                    spec.snapshots().hintLatest(next.id());
                    return Optional.of(next);
                }
            } catch (ExistenceException e) {
                // Files of the latest snapshot vanish only when it is not the latest any more and
                // has expired: that too is a lost race.
                if (!movedOn(latest)) {
                    throw e;
                }
            }
            files.deleteAttempt();
            counters.raceLost();
            wait.beforeNextAttempt();
        }
    }

    private SnapshotPublisher.Outcome publish(SnapshotMeta next, CommitPart part) {
        try {
            return publisher.publish(next);
        } catch (CommitUnknownException e) {
            unknown = new Unknown(next, part);
            throw e;
        }
    }

    // An attempt of an earlier call whose outcome was unknown may be in the table by now.
    private Optional<SnapshotMeta> landedMeanwhile(
            Label label, CommitPart part, @Nullable SnapshotMeta latest) {
        Unknown attempt = unknown;
        if (attempt == null
                || latest == null
                || latest.id() < attempt.snapshot().id()
                || label.identifier() != attempt.snapshot().commitIdentifier()
                || !part.addsSameFiles(attempt.part())) {
            return Optional.empty();
        }
        SnapshotMeta there = spec.snapshots().snapshot(attempt.snapshot().id()).orElse(null);
        if (there == null) {
            throw new CommitUnknownException(
                    "snapshot "
                            + attempt.snapshot().id()
                            + ", which an earlier attempt may have made, has expired");
        }
        unknown = null;
        return there.deltaManifestList().equals(attempt.snapshot().deltaManifestList())
                ? Optional.of(there)
                : Optional.empty();
    }

    private boolean movedOn(@Nullable SnapshotMeta latest) {
        return spec.snapshots().latestId().orElse(0) != (latest == null ? 0 : latest.id());
    }

    private void checkFits(CommitPart part, @Nullable SnapshotMeta latest) {
        if (!part.mayConflict()) {
            if (!part.fits() && latest != null) {
                bucketCounts.check(part, latest);
            }
            return;
        }
        LiveFiles.Wanted touched = new LiveFiles.Wanted(spec.layout().partitionType());
        for (ManifestEntry entry : part.entries()) {
            touched.addBucket(entry.partition(), entry.bucket());
        }
        List<ManifestEntry> live =
                latest == null
                        ? List.of()
                        : LiveFiles.read(
                                spec.manifests(), spec.manifests().manifests(latest), touched);
        conflicts.check(part.kind(), part.entries(), live);
    }

    private Delta writeDelta(CommitPart part, AttemptFiles files) {
        List<ManifestFile> manifests = spec.manifests().writeManifests(part.entries());
        manifests.forEach(each -> files.addShared(spec.layout().manifest(each.fileName())));
        List<ManifestFile> changelog = spec.manifests().writeManifests(part.changelog());
        changelog.forEach(each -> files.addShared(spec.layout().manifest(each.fileName())));
        return new Delta(part, manifests, changelog);
    }

    private SnapshotMeta prepare(
            Label label, @Nullable SnapshotMeta latest, Delta delta, AttemptFiles files) {
        CommitPart part = delta.part();
        ManifestStore.WrittenList base =
                writeList(latest == null ? List.of() : mergedBase(latest, files), files);
        ManifestStore.WrittenList deltaList = writeList(delta.manifests(), files);
        ManifestStore.WrittenList changelog =
                delta.changelog().isEmpty() ? null : writeList(delta.changelog(), files);
        long schemaId = spec.schemas().latest().orElse(spec.schema()).id();
        long now = spec.environment().currentMillis();
        return new SnapshotMeta(
                SNAPSHOT_VERSION,
                latest == null ? 1 : latest.id() + 1,
                schemaId,
                base.name(),
                base.sizeBytes(),
                deltaList.name(),
                deltaList.sizeBytes(),
                changelog == null ? null : changelog.name(),
                changelog == null ? null : changelog.sizeBytes(),
                indexManifest(part, latest, files),
                label.user(),
                label.identifier(),
                part.kind(),
                latest == null ? now : Math.max(now, latest.timeMillis()),
                totalRows(part, latest),
                part.rowsAdded(),
                changelog == null ? null : part.changelogRows(),
                watermark(label, latest),
                statistics(latest, schemaId),
                label.properties(),
                latest == null || latest.nextRowId() == null ? 0L : latest.nextRowId());
    }

    private List<ManifestFile> mergedBase(SnapshotMeta latest, AttemptFiles files) {
        ManifestMerging.Merged merged = merging.merge(spec.manifests().manifests(latest));
        merged.written().forEach(each -> files.add(spec.layout().manifest(each.fileName())));
        return merged.manifests();
    }

    private ManifestStore.WrittenList writeList(List<ManifestFile> manifests, AttemptFiles files) {
        ManifestStore.WrittenList list = spec.manifests().writeList(manifests);
        files.add(spec.layout().manifest(list.name()));
        return list;
    }

    private @Nullable String indexManifest(
            CommitPart part, @Nullable SnapshotMeta latest, AttemptFiles files) {
        String before = latest == null ? null : latest.indexManifest();
        Set<PartitionKey> compared = keyIndexes.toCompare(part, latest);
        if (part.indexChanges().isEmpty() && compared.isEmpty()) {
            return before;
        }
        List<IndexFile> existing =
                before == null ? List.of() : spec.manifests().readIndexManifest(before);
        List<IndexFile> after = IndexEntries.combine(existing, part.indexChanges(), bucketed);
        keyIndexes.check(part, compared, after);
        if (part.indexChanges().isEmpty()) {
            return before;
        }
        if (after.isEmpty()) {
            return null;
        }
        String name = spec.manifests().writeIndexManifest(after);
        files.add(spec.layout().manifest(name));
        return name;
    }

    // Unknown once, unknown for good: a sum from half of the commits would be a wrong number.
    private static @Nullable Long totalRows(CommitPart part, @Nullable SnapshotMeta latest) {
        if (latest == null) {
            return part.rowsAdded();
        }
        Long before = latest.totalRecordCount();
        return before == null ? null : Long.valueOf(before + part.rowsAdded());
    }

    private static @Nullable Long watermark(Label label, @Nullable SnapshotMeta latest) {
        Long before = latest == null ? null : latest.watermark();
        Long given = label.watermark();
        if (before == null || given == null) {
            return before == null ? given : before;
        }
        return Long.valueOf(Math.max(before, given));
    }

    // Statistics stay true as long as the columns are the same.
    private static @Nullable String statistics(@Nullable SnapshotMeta latest, long schemaId) {
        return latest != null && latest.schemaId() == schemaId ? latest.statistics() : null;
    }
}
