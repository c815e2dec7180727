package io.weir.core.read;

import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.DataFileCodec;
import io.weir.error.InvalidRequestException;

/**
 * Splits as bytes: version byte 1, kind byte, snapshot id, partition, bucket, files, removed files,
 * then the two bounds, each with a flag whether it is there. Parts are as {@link ByteWriter} and
 * {@link DataFileCodec} write them.
 */
public final class FileSplitCodec {

    private static final byte VERSION = 1;

    private FileSplitCodec() {}

    public static byte[] encode(FileSplit.Content content) {
        ByteWriter bytes = new ByteWriter();
        bytes.writeByte(VERSION);
        bytes.writeByte(content.kind().ordinal());
        bytes.writeLong(content.snapshotId());
        bytes.writeBytes(content.partition());
        bytes.writeInt(content.bucket());
        DataFileCodec.writeList(bytes, content.files());
        DataFileCodec.writeList(bytes, content.removed());
        bytes.writeNullableBytes(content.fromKey());
        bytes.writeNullableBytes(content.toKey());
        return bytes.toBytes();
    }

    /**
     * @throws InvalidRequestException another version of this engine made it
     * @throws io.weir.error.CorruptFileException the bytes are not a split
     */
    public static FileSplit.Content decode(byte[] encoded) {
        ByteReader bytes = new ByteReader(encoded, "split");
        byte version = bytes.readByte();
        if (version != VERSION) {
            throw new InvalidRequestException(
                    "the split has version " + version + ", this engine reads " + VERSION);
        }
        int kind = bytes.readByte();
        FileSplit.Kind[] kinds = FileSplit.Kind.values();
        if (kind < 0 || kind >= kinds.length) {
            throw bytes.corrupt("kind " + kind + " is unknown");
        }
        FileSplit.Content content =
                FileSplit.Content.of(
                        kinds[kind],
                        bytes.readLong(),
                        bytes.readBytes(),
                        bytes.readInt(),
                        DataFileCodec.readList(bytes),
                        DataFileCodec.readList(bytes),
                        bytes.readNullableBytes(),
                        bytes.readNullableBytes());
        bytes.expectEnd();
        return content;
    }
}
