package io.weir.parquet;

import io.weir.env.MemoryBudget;
import io.weir.parquet.encoding.MalformedException;

/**
 * How much memory the pages of one cursor may take together. A few bytes of a file can rightly
 * stand for gigabytes of zeros or nulls: such a page is refused before it is unpacked, with an
 * error instead of a process without memory. What every page may take is not counted, so that files
 * with many columns of usual pages are never refused. One thread at a time.
 */
final class PageMemory {

    /** Bytes a page takes without being counted. */
    private static final long FREE_BYTES = 4 << 20;

    private static final long BYTES_MIN = 16 << 20;

    private final long bytesMax;
    private long used;

    PageMemory(MemoryBudget budget) {
        this.bytesMax = bytesMax(budget);
    }

    /** What pages and batches may take: the budget, but never too little for a usual page. */
    static long bytesMax(MemoryBudget budget) {
        return Math.max(BYTES_MIN, budget.bytesMax());
    }

    long bytesMax() {
        return bytesMax;
    }

    /**
     * Counts arrays that grow.
     *
     * @param counted what this method gave for them before, 0 at first
     * @param bytes what they take now
     * @return what is counted for them
     * @throws MalformedException it is more than there is
     */
    long grow(long counted, long bytes) {
        long more = Math.max(0, bytes - FREE_BYTES - counted);
        if (more > bytesMax - used) {
            throw new MalformedException(
                    "a page that takes "
                            + bytes
                            + " bytes of memory; the pages of a read may take "
                            + bytesMax
                            + ", a share of the heap");
        }
        used += more;
        return counted + more;
    }
}
