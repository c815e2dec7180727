package io.weir.core.system;

import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.storage.Location;
import io.weir.table.Split;
import java.util.List;

/**
 * The only split of a system table. Binary form: version byte 1, snapshot id or -1.
 *
 * @param snapshotId what the plan read, -1 when there is no snapshot
 * @param table directory of the table
 */
record SystemSplit(long snapshotId, Location table) implements Split {

    private static final byte VERSION = 1;

    static SystemSplit decode(byte[] encoded, Location table) {
        ByteReader bytes = new ByteReader(encoded, "split of a system table");
        byte version = bytes.readByte();
        if (version != VERSION) {
            throw new InvalidRequestException(
                    "the split has version " + version + ", this engine reads " + VERSION);
        }
        SystemSplit split = new SystemSplit(bytes.readLong(), table);
        bytes.expectEnd();
        return split;
    }

    @Override
    public byte[] toBytes() {
        ByteWriter bytes = new ByteWriter();
        bytes.writeByte(VERSION);
        bytes.writeLong(snapshotId);
        return bytes.toBytes();
    }

    @Override
    public Row partition() {
        return Row.of();
    }

    @Override
    public int bucket() {
        return 0;
    }

    @Override
    public long rowCount() {
        return 0;
    }

    @Override
    public long sizeBytes() {
        return 0;
    }

    @Override
    public boolean isRaw() {
        return false;
    }

    @Override
    public List<Location> files() {
        return List.of();
    }
}
