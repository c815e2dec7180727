package io.weir.core.write;

import io.weir.core.index.HashBuckets;
import io.weir.core.index.HashIndexStore;
import io.weir.core.meta.IndexFile;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Gives each key of one partition its bucket and remembers it (format section 6.3).
 *
 * <p>A known hash keeps its bucket. A new one goes to the first bucket that is not full, else to a
 * new bucket, else, when there may be no more buckets, to a random one. There must be one such
 * object a partition over all writers of a table: two would give one key two buckets.
 */
final class DynamicBuckets {

    /** Greatest number of buckets, bucket ids being shorts. */
    static final int BUCKETS_MAX = Short.MAX_VALUE;

    /**
     * What the table's options say.
     *
     * @param targetRows keys after which a bucket is full
     * @param initialBuckets buckets a new partition starts with, at least 1
     * @param maxBuckets most buckets of a partition
     */
    record Limits(long targetRows, int initialBuckets, int maxBuckets) {}

    private final Limits limits;
    private final Environment environment;
    private final HashBuckets known;
    private final BitSet changed = new BitSet();
    private long[] counts = new long[4];
    private int bucketCount;
    private int firstNotFull;

    /** An assigner that knows the hashes of a partition's index files. */
    static DynamicBuckets load(
            Limits limits, Environment environment, HashIndexStore store, List<IndexFile> files) {
        long expected = 0;
        for (IndexFile file : files) {
            expected += file.rowCount();
        }
        DynamicBuckets buckets = new DynamicBuckets(limits, environment, expected);
        for (IndexFile file : files) {
            buckets.restore(file.bucket(), store.read(file));
        }
        return buckets;
    }

    DynamicBuckets(Limits limits, Environment environment, long expectedHashes) {
        this.limits = limits;
        this.environment = environment;
        this.known = new HashBuckets((int) Math.min(expectedHashes, 1 << 28));
    }

    private void restore(int bucket, int[] hashes) {
        if (bucket < 0 || bucket > BUCKETS_MAX) {
            throw new InvalidRequestException(
                    "a hash index of bucket " + bucket + "; buckets are 0 to " + BUCKETS_MAX);
        }
        ensureBucket(bucket);
        for (int hash : hashes) {
            if (known.add(hash, (short) bucket)) {
                counts[bucket]++;
            }
        }
    }

    /** Writes the bucket of each row, by its key hash, into {@code buckets}. */
    void assign(int[] hashes, int[] rows, int rowCount, int[] buckets) {
        for (int index = 0; index < rowCount; index++) {
            int row = rows[index];
            int bucket = known.get(hashes[row]);
            buckets[row] = bucket >= 0 ? bucket : assignNew(hashes[row]);
        }
    }

    private int assignNew(int hash) {
        int bucket = bucketForNew();
        known.add(hash, (short) bucket);
        counts[bucket]++;
        changed.set(bucket);
        return bucket;
    }

    private int bucketForNew() {
        while (firstNotFull < bucketCount && counts[firstNotFull] >= limits.targetRows) {
            firstNotFull++;
        }
        if (bucketCount < limits.initialBuckets) {
            ensureBucket(bucketCount);
            return bucketCount - 1;
        }
        if (firstNotFull < bucketCount) {
            return spread();
        }
        if (bucketCount < limits.maxBuckets) {
            ensureBucket(bucketCount);
            return bucketCount - 1;
        }
        if (limits.maxBuckets >= BUCKETS_MAX) {
            throw new InvalidRequestException(
                    "all "
                            + bucketCount
                            + " buckets hold dynamic-bucket.target-row-num = "
                            + limits.targetRows
                            + " keys; raise it");
        }
        return (int) Long.remainderUnsigned(environment.nextRandom(), bucketCount);
    }

    // With initial buckets asked for, new keys go round among the first ones that are not full;
    // otherwise the lowest bucket fills up before the next is used.
    private int spread() {
        int best = firstNotFull;
        int upTo = Math.min(limits.initialBuckets, bucketCount);
        for (int bucket = firstNotFull + 1; bucket < upTo; bucket++) {
            if (counts[bucket] < counts[best]) {
                best = bucket;
            }
        }
        return best;
    }

    private void ensureBucket(int bucket) {
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(bucket + 1, 2 * counts.length));
        }
        bucketCount = Math.max(bucketCount, bucket + 1);
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /**
     * Writes the index files of all buckets with new hashes; they count as written then. After an
     * error none is left.
     */
    List<IndexFile> writeChanged(HashIndexStore store, byte[] partition) {
        int[][] hashes = known.hashesOf(changed);
        List<IndexFile> written = new ArrayList<>();
        boolean complete = false;
        try {
            for (int bucket = 0; bucket < hashes.length; bucket++) {
                if (changed.get(bucket)) {
                    written.add(store.write(partition, bucket, hashes[bucket]));
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                store.delete(written);
            }
        }
        changed.clear();
        return written;
    }

    long memoryBytes() {
        return known.memoryBytes();
    }
}
