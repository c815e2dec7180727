package io.weir.core.meta;

/**
 * Says which entries of a manifest are wanted, before their file is decoded: a refused entry costs
 * next to nothing.
 */
public interface EntryFilter {

    /** Wants every entry. */
    EntryFilter ALL =
            new EntryFilter() {
                @Override
                public boolean wantsPartition(byte[] partition) {
                    return true;
                }

                @Override
                public boolean wants(
                        boolean added, byte[] partition, int bucket, int totalBuckets) {
                    return true;
                }
            };

    /**
     * Whether any entry of a partition is wanted. Asked about once for each partition of a
     * manifest.
     *
     * @param partition serialised row
     */
    boolean wantsPartition(byte[] partition);

    /**
     * The same; keys of one partition may be one object, so that an answer is quickly remembered.
     */
    default boolean wantsPartition(PartitionKey partition) {
        return wantsPartition(partition.bytes());
    }

    /** Whether an entry of a wanted partition is wanted. */
    boolean wants(boolean added, byte[] partition, int bucket, int totalBuckets);
}
