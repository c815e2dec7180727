package io.weir.core.meta;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a writer did to one bucket since its last prepare: the engine's form of a commit message.
 *
 * @param partition serialised row
 * @param bucket number
 * @param totalBuckets bucket count of the table as the writer saw it; -1 dynamic or unaware
 * @param newFiles added by writing
 * @param deletedFiles removed by writing (overwrites of rows); usually empty
 * @param changelogFiles of the writing
 * @param compactBefore files a compaction replaced
 * @param compactAfter files it made; an upgraded file is in both, with its two levels
 * @param compactChangelog changelog of the compaction
 * @param indexChanges index files added or removed by writing
 * @param indexView with dynamic buckets: the indexes the keys were looked up in; null: no key was
 */
public record BucketChanges(
        byte[] partition,
        int bucket,
        int totalBuckets,
        List<DataFile> newFiles,
        List<DataFile> deletedFiles,
        List<DataFile> changelogFiles,
        List<DataFile> compactBefore,
        List<DataFile> compactAfter,
        List<DataFile> compactChangelog,
        List<IndexFile> indexChanges,
        @Nullable KeyIndexView indexView) {

    /** Changes for which no key was looked up in an index. */
    public BucketChanges(
            byte[] partition,
            int bucket,
            int totalBuckets,
            List<DataFile> newFiles,
            List<DataFile> deletedFiles,
            List<DataFile> changelogFiles,
            List<DataFile> compactBefore,
            List<DataFile> compactAfter,
            List<DataFile> compactChangelog,
            List<IndexFile> indexChanges) {
        this(
                partition,
                bucket,
                totalBuckets,
                newFiles,
                deletedFiles,
                changelogFiles,
                compactBefore,
                compactAfter,
                compactChangelog,
                indexChanges,
                null);
    }

    public BucketChanges {
        newFiles = List.copyOf(newFiles);
        deletedFiles = List.copyOf(deletedFiles);
        changelogFiles = List.copyOf(changelogFiles);
        compactBefore = List.copyOf(compactBefore);
        compactAfter = List.copyOf(compactAfter);
        compactChangelog = List.copyOf(compactChangelog);
        indexChanges = List.copyOf(indexChanges);
    }

    /** The same changes with those of index files. */
    public BucketChanges withIndexes(List<IndexFile> changes, KeyIndexView view) {
        return new BucketChanges(
                partition,
                bucket,
                totalBuckets,
                newFiles,
                deletedFiles,
                changelogFiles,
                compactBefore,
                compactAfter,
                compactChangelog,
                changes,
                view);
    }

    public boolean isEmpty() {
        return newFiles.isEmpty()
                && deletedFiles.isEmpty()
                && changelogFiles.isEmpty()
                && compactBefore.isEmpty()
                && compactAfter.isEmpty()
                && compactChangelog.isEmpty()
                && indexChanges.isEmpty();
    }
}
