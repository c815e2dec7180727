package io.weir.core.write;

import io.weir.core.codec.BinaryRow;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.BucketChangesCodec;
import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.table.CommitMessage;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit message: the changes of one bucket.
 *
 * @param changes what was done
 * @param partitionType types of the partition columns
 */
public record BucketMessage(BucketChanges changes, RowType partitionType) implements CommitMessage {

    /** Reads what {@link #toBytes} wrote. */
    public static BucketMessage decode(byte[] bytes, RowType partitionType) {
        return new BucketMessage(BucketChangesCodec.decode(bytes), partitionType);
    }

    /** The changes in messages of a table. */
    public static List<BucketChanges> changesOf(List<CommitMessage> messages) {
        List<BucketChanges> changes = new ArrayList<>(messages.size());
        for (CommitMessage message : messages) {
            if (!(message instanceof BucketMessage bucket)) {
                throw new InvalidRequestException(
                        "a commit message of class "
                                + message.getClass().getName()
                                + " is not one of this table");
            }
            changes.add(bucket.changes());
        }
        return changes;
    }

    @Override
    public Row partition() {
        BinaryRow row = BinaryRow.ofSerialized(changes.partition());
        return Row.of(row.values(partitionType));
    }

    @Override
    public int bucket() {
        return changes.bucket();
    }

    @Override
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    @Override
    public byte[] toBytes() {
        return BucketChangesCodec.encode(changes);
    }
}
