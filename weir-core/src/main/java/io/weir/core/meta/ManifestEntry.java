package io.weir.core.meta;

/**
 * One file added to or removed from a table.
 *
 * @param added ADD, otherwise DELETE
 * @param partition serialised row of the partition columns; arity 0 if there are none
 * @param bucket -2 for postponed files
 * @param totalBuckets bucket count the writer used; -1 dynamic or unaware, -2 postponed
 * @param file the file
 */
public record ManifestEntry(
        boolean added, byte[] partition, int bucket, int totalBuckets, DataFile file) {}
