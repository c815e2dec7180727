package io.weir.table;

/** Turns splits into batches. Safe for many threads; each reader is used by one at a time. */
public interface TableRead {

    /**
     * Opens a split.
     *
     * <p>Batches of batch scans are inserts; those of stream scans may carry row kinds.
     */
    BatchReader open(Split split);
}
