package io.weir.core.scan;

import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.read.FileSplit;
import io.weir.core.read.SplitReader;
import io.weir.option.BucketOptions;
import io.weir.option.MergeOptions;
import io.weir.option.Options;
import io.weir.option.ScanOptions;
import io.weir.predicate.Predicate;
import io.weir.table.Plan;
import io.weir.table.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans what one snapshot changed for readers of a stream. Safe for many threads.
 *
 * <p>Each bucket gives one split, so that the order of its changes is kept; append tables without
 * buckets, which have no order, are cut by size.
 */
final class ChangePlanning {

    private static final int TOP_LEVEL_BY_DEFAULT = 5;

    private final ScanSource source;
    private final TableScan scan;
    private final @Nullable Predicate changeFilter;
    private final boolean exact;
    private final MergeOptions.ChangelogProducer producer;

    ChangePlanning(ScanSource source, TableScan scan, @Nullable Predicate filter) {
        this.source = source;
        this.scan = scan;
        this.changeFilter = SplitReader.changeFilter(source.schema(), filter);
        this.exact =
                filter == null
                        || !source.schema().hasPrimaryKey()
                        || io.weir.core.read.Conjuncts.isOver(
                                filter, source.schema().primaryKeys());
        this.producer =
                source.schema().hasPrimaryKey()
                        ? source.options().get(MergeOptions.CHANGELOG_PRODUCER)
                        : MergeOptions.ChangelogProducer.NONE;
    }

    /**
     * The files of the full read a stream starts with: those whose rows do not come again as
     * changes.
     */
    List<ManifestEntry> startingFiles(List<ManifestEntry> live) {
        int levelMin =
                switch (producer) {
                    case NONE, INPUT -> 0;
                    case LOOKUP -> 1;
                    case FULL_COMPACTION -> topLevel();
                };
        return live.stream().filter(entry -> entry.file().level() >= levelMin).toList();
    }

    private int topLevel() {
        return source.options()
                .find("num-levels")
                .map(text -> Integer.parseInt(text.trim()) - 1)
                .or(
                        () ->
                                source.options()
                                        .find("num-sorted-run.compaction-trigger")
                                        .map(text -> Integer.parseInt(text.trim())))
                .orElse(TOP_LEVEL_BY_DEFAULT);
    }

    Plan plan(SnapshotMeta snapshot) {
        boolean overwrite = snapshot.commitKind() == Snapshot.Kind.OVERWRITE;
        if (overwrite) {
            return readsOverwrites() ? overwritten(snapshot) : nothing(snapshot);
        }
        if (producer != MergeOptions.ChangelogProducer.NONE) {
            String changelog = snapshot.changelogManifestList();
            return changelog == null
                    ? nothing(snapshot)
                    : changed(snapshot, changelog, snapshot.changelogManifestListSize());
        }
        return snapshot.commitKind() == Snapshot.Kind.APPEND
                ? changed(snapshot, snapshot.deltaManifestList(), snapshot.deltaManifestListSize())
                : nothing(snapshot);
    }

    private boolean readsOverwrites() {
        Options options = source.options();
        if (!source.schema().hasPrimaryKey()) {
            return options.get(ScanOptions.STREAMING_READ_APPEND_OVERWRITE);
        }
        return options.get(ScanOptions.STREAMING_READ_OVERWRITE)
                && !FollowingScan.isByCompaction(producer);
    }

    private static Plan nothing(SnapshotMeta snapshot) {
        return new Plan(snapshot.id(), List.of(), true, new Plan.Pruning(0, 0, 0, 0, 0, 0));
    }

    /** The rows of the files that a list adds, as they stand there. */
    private Plan changed(SnapshotMeta snapshot, String list, @Nullable Long listBytes) {
        FilePruning pruning = pruning();
        LiveFiles read = LiveFiles.changes(source, list, listBytes, pruning);
        List<ManifestEntry> added =
                read.files().stream()
                        .filter(entry -> entry.added() && pruning.keysMayMatch(entry))
                        .toList();
        boolean ordered =
                source.schema().hasPrimaryKey() || source.options().get(BucketOptions.BUCKET) > 0;
        if (!ordered) {
            SplitPlanning planning = scan.splitPlanning(snapshot.id(), pruning);
            return plan(snapshot, planning.plan(added), read);
        }
        List<FileSplit.Content> splits = new ArrayList<>();
        for (List<ManifestEntry> bucket : byBucket(added)) {
            List<DataFile> files = new ArrayList<>();
            for (ManifestEntry entry : bucket) {
                if (source.schema().hasPrimaryKey() || pruning.rowsMayMatch(entry)) {
                    files.add(entry.file());
                }
            }
            if (!FollowingScan.isByCompaction(producer)) {
                files.sort(Comparator.comparingLong(DataFile::minSequence));
            }
            if (!files.isEmpty()) {
                splits.add(content(FileSplit.Kind.CHANGES, snapshot, bucket, files, List.of()));
            }
        }
        return plan(snapshot, splits, read);
    }

    /** What an overwrite removed as deletes, then what it added as inserts. */
    private Plan overwritten(SnapshotMeta snapshot) {
        if (!source.schema().hasPrimaryKey()) {
            return changed(
                    snapshot, snapshot.deltaManifestList(), snapshot.deltaManifestListSize());
        }
        LiveFiles read =
                LiveFiles.changes(
                        source,
                        snapshot.deltaManifestList(),
                        snapshot.deltaManifestListSize(),
                        pruning());
        List<FileSplit.Content> splits = new ArrayList<>();
        for (List<ManifestEntry> bucket : byBucket(read.files())) {
            List<DataFile> removed = new ArrayList<>();
            List<DataFile> added = new ArrayList<>();
            for (ManifestEntry entry : bucket) {
                (entry.added() ? added : removed).add(entry.file());
            }
            splits.add(content(FileSplit.Kind.REPLACED, snapshot, bucket, added, removed));
        }
        return plan(snapshot, splits, read);
    }

    private FilePruning pruning() {
        return new FilePruning(source.schema(), source.schemas()::schema, changeFilter);
    }

    private static Iterable<List<ManifestEntry>> byBucket(List<ManifestEntry> entries) {
        Map<SplitPlanning.Place, List<ManifestEntry>> buckets = new LinkedHashMap<>();
        for (ManifestEntry entry : entries) {
            buckets.computeIfAbsent(SplitPlanning.Place.of(entry), place -> new ArrayList<>())
                    .add(entry);
        }
        return buckets.values();
    }

    private static FileSplit.Content content(
            FileSplit.Kind kind,
            SnapshotMeta snapshot,
            List<ManifestEntry> bucket,
            List<DataFile> files,
            List<DataFile> removed) {
        ManifestEntry place = bucket.get(0);
        return FileSplit.Content.of(
                kind, snapshot.id(), place.partition(), place.bucket(), files, removed, null, null);
    }

    private Plan plan(SnapshotMeta snapshot, List<FileSplit.Content> splits, LiveFiles read) {
        return new Plan(snapshot.id(), scan.splits(splits), exact, TableScan.pruned(splits, read));
    }
}
