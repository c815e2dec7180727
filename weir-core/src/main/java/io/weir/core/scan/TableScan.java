package io.weir.core.scan;

import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.read.Conjuncts;
import io.weir.core.read.FileSplit;
import io.weir.core.read.SplitReader;
import io.weir.error.InvalidRequestException;
import io.weir.option.ScanOptions;
import io.weir.predicate.Predicate;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.TableRead;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scan of a stored table. Immutable, safe for many threads. */
public final class TableScan implements Scan {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final ScanSource source;
    private final RowType wanted;
    private final @Nullable Predicate filter;
    private final long limit;

    /** A scan of all columns and rows. */
    public TableScan(ScanSource source) {
        this(source, source.schema().rowType(), null, NO_LIMIT);
    }

    private TableScan(ScanSource source, RowType wanted, @Nullable Predicate filter, long limit) {
        this.source = source;
        this.wanted = wanted;
        this.filter = filter;
        this.limit = limit;
    }

    @Override
    public Scan project(List<String> columns) {
        return project(source.schema().rowType().project(columns));
    }

    @Override
    public Scan project(RowType columns) {
        RowType table = source.schema().rowType();
        List<Field> matched = new ArrayList<>(columns.size());
        for (Field field : columns.fields()) {
            matched.add(NestedProjection.match(field, table.field(field.name()), field.name()));
        }
        return new TableScan(source, RowType.of(matched), filter, limit);
    }

    @Override
    public Scan filter(Predicate predicate) {
        Set<String> columns = new LinkedHashSet<>();
        Conjuncts.addColumns(predicate, columns);
        columns.forEach(source.schema().rowType()::index);
        return new TableScan(source, wanted, predicate, limit);
    }

    @Override
    public Scan limit(long rows) {
        if (rows < 0) {
            throw new InvalidRequestException("a limit of " + rows + " rows is less than 0");
        }
        return new TableScan(source, wanted, filter, rows);
    }

    @Override
    public RowType rowType() {
        return wanted;
    }

    @Override
    public Plan plan() {
        ScanSupport.checkBatch(source.schema());
        SnapshotMeta snapshot = source.selection().choose();
        if (snapshot == null) {
            return new Plan(null, List.of(), true, new Plan.Pruning(0, 0, 0, 0, 0, 0));
        }
        return plan(snapshot, files -> files);
    }

    /** Files of a full read that a stream starts with may be fewer. */
    interface FileChoice {
        List<ManifestEntry> choose(List<ManifestEntry> live);
    }

    Plan plan(SnapshotMeta snapshot, FileChoice choice) {
        ScanSupport.checkRead(source, snapshot);
        FilePruning pruning = new FilePruning(source.schema(), source.schemas()::schema, filter);
        LiveFiles live = LiveFiles.of(source.manifests(), source.environment(), snapshot, pruning);
        SplitPlanning planning = splitPlanning(snapshot.id(), pruning);
        List<FileSplit.Content> contents = planning.plan(choice.choose(live.files()));
        if (filter == null && limit != NO_LIMIT) {
            contents = enough(contents);
        }
        return new Plan(snapshot.id(), splits(contents), true, pruned(contents, live));
    }

    SplitPlanning splitPlanning(long snapshotId, FilePruning pruning) {
        return new SplitPlanning(
                source.schema(),
                snapshotId,
                source.options().get(ScanOptions.SPLIT_TARGET_SIZE),
                source.options().get(ScanOptions.SPLIT_OPEN_FILE_COST),
                source.environment().parallelism(),
                pruning::rowsMayMatch);
    }

    /** Splits read raw have exactly the rows their files tell, so those up to the limit do. */
    private List<FileSplit.Content> enough(List<FileSplit.Content> contents) {
        List<FileSplit.Content> chosen = new ArrayList<>();
        long rows = 0;
        for (FileSplit.Content content : contents) {
            if (content.kind() != FileSplit.Kind.RAW) {
                continue;
            }
            if (rows >= limit) {
                return chosen;
            }
            chosen.add(content);
            rows += content.files().stream().mapToLong(file -> file.rowCount()).sum();
        }
        return rows >= limit ? chosen : contents;
    }

    List<Split> splits(List<FileSplit.Content> contents) {
        RowType partitionType = source.schema().partitionType();
        List<Split> splits = new ArrayList<>(contents.size());
        for (FileSplit.Content content : contents) {
            splits.add(new FileSplit(content, source.layout(), partitionType));
        }
        return splits;
    }

    static Plan.Pruning pruned(List<FileSplit.Content> contents, LiveFiles live) {
        Set<SplitPlanning.Place> places = new HashSet<>();
        // Only pieces of a section share files.
        Set<DataFile> shared = Collections.newSetFromMap(new IdentityHashMap<>());
        long files = 0;
        long rows = 0;
        for (FileSplit.Content content : contents) {
            places.add(new SplitPlanning.Place(content.partition(), content.bucket()));
            boolean piece = content.fromKey() != null || content.toKey() != null;
            for (DataFile file : content.files()) {
                if (!piece || shared.add(file)) {
                    files++;
                    rows += file.rowCount();
                }
            }
        }
        return new Plan.Pruning(
                live.manifests(),
                live.manifestsRead(),
                live.filesSeen(),
                files,
                places.size(),
                rows);
    }

    @Override
    public TableRead read() {
        return new SplitReader(source.dataFiles(), source.schema(), wanted, filter);
    }

    @Override
    public StreamScan stream() {
        return new FollowingScan(source, this, filter);
    }
}
