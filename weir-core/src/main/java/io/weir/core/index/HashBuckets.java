package io.weir.core.index;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A map from 32-bit key hash to bucket number, for one partition. Open addressing, linear probing,
 * six bytes a slot. One thread at a time.
 *
 * <p>A slot is free when its bucket is {@link #NONE}; entries are never removed.
 */
public final class HashBuckets {

    /** What {@link #get} gives for an unknown hash. */
    public static final short NONE = -1;

    private static final int CAPACITY_MIN = 16;

    private int[] hashes;
    private short[] buckets;
    private int mask;
    private int size;

    /**
     * @param expected hashes there is room for before the map grows
     */
    public HashBuckets(int expected) {
        int capacity = CAPACITY_MIN;
        while (capacity < 1 << 30 && capacity - (capacity >> 2) < expected) {
            capacity <<= 1;
        }
        allocate(capacity);
    }

    private void allocate(int capacity) {
        hashes = new int[capacity];
        buckets = new short[capacity];
        Arrays.fill(buckets, NONE);
        mask = capacity - 1;
    }

    public int size() {
        return size;
    }

    /** Memory of the arrays in bytes. */
    public long memoryBytes() {
        return 6L * hashes.length;
    }

    /** Bucket of a hash, or {@link #NONE}. */
    public short get(int hash) {
        int slot = slotOf(hash);
        while (buckets[slot] != NONE) {
            if (hashes[slot] == hash) {
                return buckets[slot];
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    /**
     * Adds a hash if it is new.
     *
     * @param bucket 0 or more
     * @return whether it was new; a known hash keeps its bucket
     */
    public boolean add(int hash, short bucket) {
        int slot = slotOf(hash);
        while (buckets[slot] != NONE) {
            if (hashes[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        buckets[slot] = bucket;
        if (++size > hashes.length - (hashes.length >> 2)) {
            grow();
        }
        return true;
    }

    /**
     * The hashes of some buckets, in no order.
     *
     * @return one array a bucket, at the bucket's number; empty for buckets not asked for
     */
    public int[][] hashesOf(BitSet wanted) {
        int[] counts = new int[wanted.length()];
        for (short bucket : buckets) {
            if (bucket >= 0 && wanted.get(bucket)) {
                counts[bucket]++;
            }
        }
        int[][] found = new int[wanted.length()][];
        for (int bucket = 0; bucket < found.length; bucket++) {
            found[bucket] = new int[counts[bucket]];
        }
        for (int slot = 0; slot < buckets.length; slot++) {
            int bucket = buckets[slot];
            if (bucket >= 0 && wanted.get(bucket)) {
                found[bucket][--counts[bucket]] = hashes[slot];
            }
        }
        return found;
    }

    // Key hashes are murmur3 results, but hostile index files need not be: mix the high bits in.
    private int slotOf(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ (mixed >>> 15)) & mask;
    }

    private void grow() {
        int[] oldHashes = hashes;
        short[] oldBuckets = buckets;
        if (oldHashes.length == 1 << 30) {
            throw new IllegalStateException("more than " + size + " key hashes in one partition");
        }
        allocate(oldHashes.length << 1);
        for (int from = 0; from < oldHashes.length; from++) {
            if (oldBuckets[from] != NONE) {
                int slot = slotOf(oldHashes[from]);
                while (buckets[slot] != NONE) {
                    slot = (slot + 1) & mask;
                }
                hashes[slot] = oldHashes[from];
                buckets[slot] = oldBuckets[from];
            }
        }
    }
}
