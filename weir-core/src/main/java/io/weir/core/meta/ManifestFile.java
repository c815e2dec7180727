package io.weir.core.meta;

import org.jspecify.annotations.Nullable;

/**
 * One manifest as a manifest list describes it (format section 4.2).
 *
 * @param fileName in {@code manifest/}
 * @param sizeBytes length
 * @param addedFiles ADD entries inside
 * @param deletedFiles DELETE entries inside
 * @param partitionStats over the partitions of all entries
 * @param schemaId greatest schema id of the entries
 * @param minBucket over the entries; null in old lists
 * @param maxBucket over the entries
 * @param minLevel over the entries
 * @param maxLevel over the entries
 * @param minRowId row tracking
 * @param maxRowId row tracking
 */
public record ManifestFile(
        String fileName,
        long sizeBytes,
        long addedFiles,
        long deletedFiles,
        SimpleStats partitionStats,
        long schemaId,
        @Nullable Integer minBucket,
        @Nullable Integer maxBucket,
        @Nullable Integer minLevel,
        @Nullable Integer maxLevel,
        @Nullable Long minRowId,
        @Nullable Long maxRowId) {}
