package io.weir.sql;

import io.weir.storage.Location;
import io.weir.table.ExplainedRead;
import io.weir.table.Plan;
import io.weir.table.RowGroupPruning;
import io.weir.table.Split;
import io.weir.table.TableRead;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What {@code EXPLAIN} tells about one scan, line by line. */
final class ScanDescription {

    /** Splits told one by one; the others are only counted. */
    private static final int SPLITS_TOLD = 10;

    /** Files that are opened to count their row groups. */
    private static final int FILES_OPENED = 1000;

    private final PlannedScan scan;
    private final QueryRunner queries;
    private final List<String> lines = new ArrayList<>();

    ScanDescription(PlannedScan scan, QueryRunner queries) {
        this.scan = scan;
        this.queries = queries;
    }

    List<String> lines() {
        lines.add("scan of " + scan.slot().table().identifier());
        Plan plan = scan.plan();
        if (plan == null) {
            add("not needed");
            return lines;
        }
        ScanNeeds needs = scan.needs();
        add("snapshot: " + (plan.snapshotId() == null ? "none yet" : plan.snapshotId()));
        add(
                "columns: "
                        + (needs.columns().isEmpty()
                                ? "none"
                                : String.join(", ", needs.columns())));
        add(
                "condition: "
                        + (needs.predicate() == null
                                ? "none"
                                : PredicateText.of(needs.predicate())));
        addPruning(plan);
        addRowGroups(plan);
        addSplits(plan);
        return lines;
    }

    private void add(String line) {
        lines.add("  " + line);
    }

    private void addPruning(Plan plan) {
        Plan.Pruning pruning = plan.pruning();
        Plan whole = whole(plan);
        boolean same = Objects.equals(whole.snapshotId(), plan.snapshotId());
        long files = same ? whole.pruning().filesRead() : pruning.files();
        add("manifests read: " + pruning.manifestsRead() + " of " + pruning.manifests());
        add(
                "buckets read: "
                        + pruning.buckets()
                        + (same ? " of " + whole.pruning().buckets() : ""));
        add("files read: " + pruning.filesRead() + " of " + files);
    }

    /** The plan without condition and limit, to tell what they leave out. */
    private Plan whole(Plan plan) {
        ScanNeeds needs = scan.needs();
        return needs.predicate() == null && needs.limit() < 0
                ? plan
                : scan.slot().table().newScan().plan();
    }

    private void addRowGroups(Plan plan) {
        TableRead read = scan.scan().read();
        if (!(read instanceof ExplainedRead explained)) {
            return;
        }
        Set<Location> files = new HashSet<>();
        List<Split> opened = new ArrayList<>();
        for (Split split : plan.splits()) {
            files.addAll(split.files());
            if (files.size() <= FILES_OPENED) {
                opened.add(split);
            }
        }
        RowGroupPruning counted = explained.rowGroups(opened);
        String where =
                opened.size() < plan.splits().size()
                        ? " in the first " + opened.size() + " splits"
                        : "";
        add("row groups read: " + counted.rowGroupsRead() + " of " + counted.rowGroups() + where);
        add("rows read: " + counted.rowsRead() + " of " + counted.rows() + where);
    }

    private void addSplits(Plan plan) {
        List<Split> splits = plan.splits();
        Set<Split> direct = new HashSet<>(queries.directSplits(scan, plan));
        long raw = splits.stream().filter(Split::isRaw).count();
        add("splits: " + raw + " raw, " + (splits.size() - raw) + " merged");
        for (Split split : splits.subList(0, Math.min(splits.size(), SPLITS_TOLD))) {
            String how =
                    direct.contains(split)
                            ? "raw, by the query engine"
                            : split.isRaw() ? "raw" : "merged";
            String partition =
                    split.partition().size() == 0 ? "" : "partition " + split.partition().values();
            add(
                    "  "
                            + how
                            + ": "
                            + partition
                            + (partition.isEmpty() ? "" : ", ")
                            + "bucket "
                            + split.bucket()
                            + ", files: "
                            + split.files().size()
                            + ", rows: "
                            + split.rowCount());
        }
        if (splits.size() > SPLITS_TOLD) {
            add("  and " + (splits.size() - SPLITS_TOLD) + " more");
        }
    }
}
