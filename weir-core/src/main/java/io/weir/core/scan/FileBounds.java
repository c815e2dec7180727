package io.weir.core.scan;

import io.weir.core.codec.BinaryRow;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.SimpleStats;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the columns of one file, or of the partitions of one manifest, as {@link StatsTest}
 * asks for them. Rows are decoded only when asked for. One thread at a time.
 */
final class FileBounds {

    private static final int UNKNOWN = -1;

    private final long rowCount;
    private final @Nullable BinaryRow partition;
    private final SimpleStats keyStats;
    private final SimpleStats valueStats;
    private @Nullable BinaryRow keyMin;
    private @Nullable BinaryRow keyMax;
    private @Nullable BinaryRow valueMin;
    private @Nullable BinaryRow valueMax;

    private FileBounds(
            long rowCount,
            @Nullable BinaryRow partition,
            SimpleStats keyStats,
            SimpleStats valueStats) {
        this.rowCount = rowCount;
        this.partition = partition;
        this.keyStats = keyStats;
        this.valueStats = valueStats;
    }

    static FileBounds of(BinaryRow partition, DataFile file) {
        return new FileBounds(file.rowCount(), partition, file.keyStats(), file.valueStats());
    }

    /** Only partition columns are known, and only as a range. */
    static FileBounds ofManifest(ManifestFile manifest) {
        SimpleStats stats = manifest.partitionStats();
        return new FileBounds(manifest.addedFiles() + manifest.deletedFiles(), null, stats, stats);
    }

    /** One partition. */
    static FileBounds ofPartition(BinaryRow partition, SimpleStats none) {
        return new FileBounds(1, partition, none, none);
    }

    long rowCount() {
        return rowCount;
    }

    /** Number of nulls, -1 when unknown. */
    long nullCount(StatsTest.Source source, int slot) {
        if (source == StatsTest.Source.PARTITION && partition != null) {
            return partition.isNullAt(slot) ? rowCount : 0;
        }
        SimpleStats stats = source == StatsTest.Source.VALUE ? valueStats : keyStats;
        long[] counts = stats.nullCounts();
        return counts == null || slot >= counts.length ? UNKNOWN : counts[slot];
    }

    BinaryRow min(StatsTest.Source source) {
        if (source == StatsTest.Source.PARTITION && partition != null) {
            return partition;
        }
        if (source == StatsTest.Source.VALUE) {
            if (valueMin == null) {
                valueMin = BinaryRow.ofSerialized(valueStats.minValues());
            }
            return valueMin;
        }
        if (keyMin == null) {
            keyMin = BinaryRow.ofSerialized(keyStats.minValues());
        }
        return keyMin;
    }

    BinaryRow max(StatsTest.Source source) {
        if (source == StatsTest.Source.PARTITION && partition != null) {
            return partition;
        }
        if (source == StatsTest.Source.VALUE) {
            if (valueMax == null) {
                valueMax = BinaryRow.ofSerialized(valueStats.maxValues());
            }
            return valueMax;
        }
        if (keyMax == null) {
            keyMax = BinaryRow.ofSerialized(keyStats.maxValues());
        }
        return keyMax;
    }
}
