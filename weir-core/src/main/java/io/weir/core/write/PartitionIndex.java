package io.weir.core.write;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyHash;
import io.weir.core.meta.PartitionKey;
import io.weir.data.ColumnVector;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the partitions a writer meets and finds the partition of each row of a batch.
 *
 * <p>A row equal to the one before it costs a comparison; otherwise its hash is looked up among the
 * partitions of the batch, and only the first row of a partition in a batch is serialised.
 */
final class PartitionIndex {

    private final RowType type;
    private final Map<PartitionKey, Integer> numberOf = new HashMap<>();
    private final List<byte[]> partitions = new ArrayList<>();
    private int[] hashes = new int[0];
    // Open addressing over the partitions of one batch: 1 + the row that stands for it, 0 is free.
    private int[] table = new int[16];
    private int tableSize;

    PartitionIndex(RowType type) {
        this.type = type;
    }

    /** Number of a serialised partition, given now if it is new. */
    int number(byte[] partition) {
        Integer known = numberOf.get(new PartitionKey(partition));
        if (known != null) {
            return known;
        }
        int number = partitions.size();
        partitions.add(partition);
        numberOf.put(new PartitionKey(partition), number);
        return number;
    }

    /** Number of a serialised partition, -1 if it was not met. */
    int find(byte[] partition) {
        return numberOf.getOrDefault(new PartitionKey(partition), -1);
    }

    byte[] partition(int number) {
        return partitions.get(number);
    }

    int size() {
        return partitions.size();
    }

    /**
     * Writes the partition's number of each row.
     *
     * @param columns the partition columns in partition order
     * @return whether all rows are of one partition
     */
    boolean route(ColumnVector[] columns, int rowCount, int[] numbers) {
        if (columns.length == 0) {
            Arrays.fill(numbers, 0, rowCount, number(BinaryRowWriter.serialize(type, columns, 0)));
            return true;
        }
        if (hashes.length < rowCount) {
            hashes = new int[rowCount];
        }
        KeyHash.hash(type, columns, rowCount, hashes);
        Arrays.fill(table, 0);
        tableSize = 0;
        for (int row = 0; row < rowCount; row++) {
            if (row > 0
                    && hashes[row] == hashes[row - 1]
                    && RowEquality.equal(columns, row, row - 1)) {
                numbers[row] = numbers[row - 1];
            } else {
                numbers[row] = find(columns, row, numbers);
            }
        }
        return tableSize <= 1;
    }

    private int find(ColumnVector[] columns, int row, int[] numbers) {
        int mask = table.length - 1;
        int slot = hashes[row] & mask;
        while (table[slot] != 0) {
            int other = table[slot] - 1;
            if (hashes[other] == hashes[row] && RowEquality.equal(columns, other, row)) {
                return numbers[other];
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = row + 1;
        if (++tableSize * 2 > table.length) {
            grow();
        }
        return number(BinaryRowWriter.serialize(type, columns, row));
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        int mask = table.length - 1;
        for (int entry : old) {
            if (entry != 0) {
                int slot = hashes[entry - 1] & mask;
                while (table[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                table[slot] = entry;
            }
        }
    }
}
