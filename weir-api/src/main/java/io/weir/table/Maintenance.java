package io.weir.table;

import io.weir.predicate.Predicate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Work on a table that changes no rows. Safe for many threads. */
public interface Maintenance {

    /**
     * Compacts and commits.
     *
     * @param full everything into the top level; otherwise what the picker chooses
     * @param partitions only partitions that satisfy it, null for all
     * @return id of the snapshot made, empty if there was nothing to do
     */
    Optional<Long> compact(boolean full, @Nullable Predicate partitions);

    /**
     * Expires snapshots by the table's retention options.
     *
     * @return how many went
     */
    int expireSnapshots();
}
