package io.weir.core.write;

import io.weir.core.codec.KeyHash;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.option.BucketOptions;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds partition and bucket of each row of a batch and sorts row numbers by them.
 *
 * <p>Each (partition, bucket) met gets a number, its <em>slot</em>, for good. One thread at a time.
 */
final class BucketRouter {

    /**
     * Row numbers of a batch, sorted by slot; inside a slot in the batch's order.
     *
     * @param rows row numbers; the array is not changed any more
     * @param slots numbers of the slots that have rows
     * @param ends end of each slot's rows in {@code rows}; the first slot's start at 0
     */
    record Routed(int[] rows, int[] slots, int[] ends) {}

    private final @Nullable BucketFunction fixed;
    private final boolean dynamic;
    private final RowType keyType;
    private final int[] keyColumns;
    private final int[] partitionColumns;
    private final PartitionIndex partitions;
    private final IntFunction<DynamicBuckets> assigners;
    private final List<int[]> slotsOfPartition = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private int[] partitionOfRow = new int[0];
    private int[] bucketOfRow = new int[0];
    private int[] slotCounts = new int[0];

    /** A (partition, bucket). */
    record Slot(int partition, int bucket) {}

    /**
     * @param assigners gives the assigner of a partition by its number; used by tables with dynamic
     *     buckets only
     */
    BucketRouter(
            TableSchema schema, PartitionIndex partitions, IntFunction<DynamicBuckets> assigners) {
        RowType type = schema.rowType();
        int bucketCount = schema.tableOptions().get(BucketOptions.BUCKET);
        this.fixed = bucketCount > 0 ? new BucketFunction(schema) : null;
        this.dynamic = bucketCount == -1 && schema.hasPrimaryKey();
        this.keyType = type.project(schema.trimmedPrimaryKeys());
        this.keyColumns = schema.trimmedPrimaryKeys().stream().mapToInt(type::index).toArray();
        this.partitionColumns = schema.partitionKeys().stream().mapToInt(type::index).toArray();
        this.partitions = partitions;
        this.assigners = assigners;
    }

    /** The slot of a number. */
    Slot slot(int number) {
        return slots.get(number);
    }

    /** Number of a slot, -1 if it was not met. */
    int findSlot(byte[] partition, int bucket) {
        int number = partitions.find(partition);
        if (number < 0 || number >= slotsOfPartition.size() || bucket < 0) {
            return -1;
        }
        int[] known = slotsOfPartition.get(number);
        return bucket < known.length ? known[bucket] : -1;
    }

    /** Number of a slot, given now if it is new. */
    int slotNumber(int partition, int bucket) {
        while (slotsOfPartition.size() <= partition) {
            slotsOfPartition.add(new int[0]);
        }
        int[] known = slotsOfPartition.get(partition);
        if (bucket >= known.length) {
            int from = known.length;
            known = Arrays.copyOf(known, Math.max(bucket + 1, Math.min(2 * from, 1 << 16)));
            Arrays.fill(known, from, known.length, -1);
            slotsOfPartition.set(partition, known);
        }
        if (known[bucket] < 0) {
            known[bucket] = slots.size();
            slots.add(new Slot(partition, bucket));
        }
        return known[bucket];
    }

    /** Sorts the accepted rows of a batch; there is at least one. */
    Routed route(Batch batch, RowRules.Accepted accepted) {
        ensureRoom(batch.rowCount());
        ColumnVector[] partition = batch.project(partitionColumns).columns();
        boolean onePartition = partitions.route(partition, batch.rowCount(), partitionOfRow);
        boolean oneBucket = fixed == null ? !dynamic : fixed.bucketCount() == 1;
        if (onePartition && oneBucket) {
            int slot = slotNumber(partitionOfRow[0], 0);
            return new Routed(accepted.rows(), new int[] {slot}, new int[] {accepted.count()});
        }
        if (fixed != null) {
            fixed.buckets(batch, bucketOfRow);
        } else if (dynamic) {
            assign(batch, accepted, onePartition);
        } else {
            Arrays.fill(bucketOfRow, 0, batch.rowCount(), 0);
        }
        toSlots(accepted);
        return sortBySlot(accepted);
    }

    private void ensureRoom(int rowCount) {
        if (partitionOfRow.length < rowCount) {
            partitionOfRow = new int[rowCount];
            bucketOfRow = new int[rowCount];
        }
    }

    private void assign(Batch batch, RowRules.Accepted accepted, boolean onePartition) {
        int[] hashes = new int[batch.rowCount()];
        KeyHash.hash(keyType, batch.project(keyColumns).columns(), batch.rowCount(), hashes);
        if (onePartition) {
            assigners
                    .apply(partitionOfRow[accepted.rows()[0]])
                    .assign(hashes, accepted.rows(), accepted.count(), bucketOfRow);
            return;
        }
        Routed byPartition = sort(accepted, partitionOfRow, partitions.size());
        int from = 0;
        for (int index = 0; index < byPartition.slots().length; index++) {
            int end = byPartition.ends()[index];
            int[] rows = Arrays.copyOfRange(byPartition.rows(), from, end);
            assigners
                    .apply(byPartition.slots()[index])
                    .assign(hashes, rows, rows.length, bucketOfRow);
            from = end;
        }
    }

    // Replaces each row's bucket by its slot.
    private void toSlots(RowRules.Accepted accepted) {
        int[] rows = accepted.rows();
        int lastPartition = -1;
        int[] known = new int[0];
        for (int index = 0; index < accepted.count(); index++) {
            int row = rows[index];
            int partition = partitionOfRow[row];
            int bucket = bucketOfRow[row];
            if (partition != lastPartition) {
                slotNumber(partition, bucket);
                known = slotsOfPartition.get(partition);
                lastPartition = partition;
            }
            if (bucket >= known.length || known[bucket] < 0) {
                slotNumber(partition, bucket);
                known = slotsOfPartition.get(partition);
            }
            bucketOfRow[row] = known[bucket];
        }
    }

    private Routed sortBySlot(RowRules.Accepted accepted) {
        return sort(accepted, bucketOfRow, slots.size());
    }

    // A counting sort by group; groups are numbers below groupCount.
    private Routed sort(RowRules.Accepted accepted, int[] groupOfRow, int groupCount) {
        int[] rows = accepted.rows();
        int count = accepted.count();
        if (slotCounts.length < groupCount) {
            slotCounts = new int[Math.max(groupCount, 2 * slotCounts.length)];
        }
        int groups = 0;
        int[] found = new int[16];
        for (int index = 0; index < count; index++) {
            int group = groupOfRow[rows[index]];
            if (slotCounts[group]++ == 0) {
                if (groups == found.length) {
                    found = Arrays.copyOf(found, 2 * groups);
                }
                found[groups++] = group;
            }
        }
        found = Arrays.copyOf(found, groups);
        int[] ends = new int[groups];
        int start = 0;
        for (int index = 0; index < groups; index++) {
            int size = slotCounts[found[index]];
            slotCounts[found[index]] = start;
            start += size;
            ends[index] = start;
        }
        int[] sorted = new int[count];
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            sorted[slotCounts[groupOfRow[row]]++] = row;
        }
        for (int group : found) {
            slotCounts[group] = 0;
        }
        return new Routed(sorted, found, ends);
    }
}
