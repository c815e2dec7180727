package io.weir.table;

import org.jspecify.annotations.Nullable;

/**
 * Follows a table snapshot by snapshot. One thread at a time.
 *
 * <p>Resumable: {@link #state()} taken after a plan was wholly read and given to {@link #restore}
 * of a new scan goes on exactly behind it.
 */
public interface StreamScan {

    /**
     * The next plan, or null when there is nothing new yet. A plan may have no splits (a snapshot
     * without changes for readers). The first one may be the full table.
     *
     * @throws io.weir.error.InvalidRequestException the next snapshot has expired
     */
    @Nullable Plan next();

    /**
     * Number of the snapshot the next plan will be of; null before the first {@link #next} of a
     * fresh scan.
     */
    @Nullable Long nextSnapshotId();

    /** The versioned binary form of the position. */
    byte[] state();

    /** Goes on from a position; before the first {@link #next}. */
    void restore(byte[] state);
}
