package io.weir.core.write;

import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.BucketChangesCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * What outlives a {@link TableWriter}.
 *
 * <pre>
 * 'W' 'W' 'S' version | snapshot | count | count times: prepare | bytes of a commit message
 * </pre>
 *
 * @param seenSnapshot up to which the writer looked at the table
 * @param handouts changes handed out and not seen in the table, in the order of their prepares
 */
record WriterState(long seenSnapshot, List<Pending> handouts) {

    private static final byte[] MAGIC = {'W', 'W', 'S'};
    private static final byte VERSION = 1;
    private static final int PENDING_BYTES_MIN = 12;

    /**
     * Changes of one bucket.
     *
     * @param prepare number of the prepare that handed them out
     */
    record Pending(long prepare, BucketChanges changes) {}

    byte[] toBytes() {
        ByteWriter target = new ByteWriter();
        target.writeRaw(MAGIC, 0, MAGIC.length);
        target.writeByte(VERSION);
        target.writeLong(seenSnapshot);
        target.writeInt(handouts.size());
        for (Pending pending : handouts) {
            target.writeLong(pending.prepare());
            target.writeBytes(BucketChangesCodec.encode(pending.changes()));
        }
        return target.toBytes();
    }

    /**
     * @throws io.weir.error.CorruptFileException the bytes are not a state of a known version
     */
    static WriterState decode(byte[] bytes) {
        ByteReader source = new ByteReader(bytes, "writer state");
        source.expectMagic(MAGIC, VERSION);
        long seenSnapshot = source.readLong();
        int count = source.readCount(PENDING_BYTES_MIN);
        List<Pending> handouts = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            handouts.add(
                    new Pending(source.readLong(), BucketChangesCodec.decode(source.readBytes())));
        }
        source.expectEnd();
        return new WriterState(seenSnapshot, handouts);
    }
}
