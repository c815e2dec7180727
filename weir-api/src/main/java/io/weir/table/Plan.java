package io.weir.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read's work list.
 *
 * @param snapshotId the snapshot read, or null when the table has none yet
 * @param splits pieces of the work; empty when nothing matches
 * @param exact whether the rows read satisfy the filter and no further test is needed
 * @param pruning what was left out
 */
public record Plan(@Nullable Long snapshotId, List<Split> splits, boolean exact, Pruning pruning) {

    public Plan {
        splits = List.copyOf(splits);
    }

    /**
     * How much a scan could leave out, for explaining.
     *
     * @param manifests manifests of the snapshot
     * @param manifestsRead manifests that had to be read
     * @param files live files seen in those manifests before file pruning
     * @param filesRead files in the splits
     * @param buckets buckets that have files in the splits
     * @param rows physical rows in the splits
     */
    public record Pruning(
            int manifests, int manifestsRead, long files, long filesRead, int buckets, long rows) {}
}
