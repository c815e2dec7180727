package io.weir.core.meta;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyComparator;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** Sums up the entries of a manifest for its list: counts, ranges, partition statistics. */
final class ManifestTotals {

    private final RowType partitionType;
    private final @Nullable BinaryRow[] minPartition;
    private final @Nullable BinaryRow[] maxPartition;
    private final long[] nullCounts;
    private byte @Nullable [] lastPartition;
    private BinaryRow lastRow = BinaryRow.ofSerialized(BinaryRowWriter.EMPTY);
    private long added;
    private long deleted;
    private long schemaId;
    private int minBucket = Integer.MAX_VALUE;
    private int maxBucket = Integer.MIN_VALUE;
    private int minLevel = Integer.MAX_VALUE;
    private int maxLevel = Integer.MIN_VALUE;
    private boolean allHaveRowIds = true;
    private long minRowId = Long.MAX_VALUE;
    private long maxRowId = Long.MIN_VALUE;

    ManifestTotals(RowType partitionType) {
        this.partitionType = partitionType;
        this.minPartition = new @Nullable BinaryRow[partitionType.size()];
        this.maxPartition = new @Nullable BinaryRow[partitionType.size()];
        this.nullCounts = new long[partitionType.size()];
    }

    void add(ManifestEntry entry) {
        if (entry.added()) {
            added++;
        } else {
            deleted++;
        }
        DataFile file = entry.file();
        schemaId = Math.max(schemaId, file.schemaId());
        minBucket = Math.min(minBucket, entry.bucket());
        maxBucket = Math.max(maxBucket, entry.bucket());
        minLevel = Math.min(minLevel, file.level());
        maxLevel = Math.max(maxLevel, file.level());
        Long first = file.firstRowId();
        if (first == null) {
            allHaveRowIds = false;
        } else {
            minRowId = Math.min(minRowId, first);
            maxRowId = Math.max(maxRowId, first + file.rowCount() - 1);
        }
        addPartition(entry.partition());
    }

    private void addPartition(byte[] partition) {
        boolean same = partition == lastPartition;
        if (!same) {
            lastPartition = partition;
            lastRow = BinaryRow.ofSerialized(partition);
        }
        for (int column = 0; column < nullCounts.length; column++) {
            if (lastRow.isNullAt(column)) {
                nullCounts[column]++;
            } else if (!same) {
                addValue(column);
            }
        }
    }

    private void addValue(int column) {
        BinaryRow min = minPartition[column];
        BinaryRow max = maxPartition[column];
        if (min == null || max == null) {
            minPartition[column] = lastRow;
            maxPartition[column] = lastRow;
            return;
        }
        if (KeyComparator.compareSlots(partitionType.type(column), lastRow, min, column) < 0) {
            minPartition[column] = lastRow;
        }
        if (KeyComparator.compareSlots(partitionType.type(column), lastRow, max, column) > 0) {
            maxPartition[column] = lastRow;
        }
    }

    ManifestFile toManifestFile(String name, long sizeBytes) {
        boolean any = added + deleted > 0;
        boolean rowIds = any && allHaveRowIds;
        return new ManifestFile(
                name,
                sizeBytes,
                added,
                deleted,
                new SimpleStats(row(minPartition), row(maxPartition), nullCounts),
                schemaId,
                any ? Integer.valueOf(minBucket) : null,
                any ? Integer.valueOf(maxBucket) : null,
                any ? Integer.valueOf(minLevel) : null,
                any ? Integer.valueOf(maxLevel) : null,
                rowIds ? Long.valueOf(minRowId) : null,
                rowIds ? Long.valueOf(maxRowId) : null);
    }

    private byte[] row(@Nullable BinaryRow[] source) {
        @Nullable Object[] values = new @Nullable Object[source.length];
        for (int column = 0; column < source.length; column++) {
            BinaryRow row = source[column];
            values[column] = row == null ? null : row.value(partitionType.type(column), column);
        }
        return BinaryRowWriter.serialize(partitionType, values);
    }
}
