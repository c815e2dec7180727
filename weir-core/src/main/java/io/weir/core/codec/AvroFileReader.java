package io.weir.core.codec;

import io.weir.error.CorruptFileException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads an Avro object container file, block by block.
 *
 * <pre>
 * 'O' 'b' 'j' 1 | metadata: map of bytes, with avro.schema and avro.codec | 16 sync bytes
 * repeated: count of records | size in bytes | the records, compressed | the same 16 sync bytes
 * </pre>
 *
 * <p>The values in a block are read with {@link #block()} and {@link AvroSkip}. Nothing in the file
 * is trusted: wrong bytes are a {@link CorruptFileException} that names the file. One thread at a
 * time.
 */
public final class AvroFileReader implements AutoCloseable {

    static final int SYNC_BYTES = 16;
    static final byte[] MAGIC = {'O', 'b', 'j', 1};

    private static final int METADATA_MAX = 1000;

    private final byte[] file;
    private final String name;
    private final ByteReader source;
    private final ByteReader block;
    private final AvroType.Structure schema;
    private final BlockCodec codec;
    private final int syncAt;
    private long rowCount;
    private boolean started;

    /**
     * @param file all its bytes
     * @param name of the file, for errors
     */
    public AvroFileReader(byte[] file, String name) {
        this.file = file;
        this.name = name;
        this.source = new ByteReader(file, name);
        this.block = new ByteReader(file, 0, 0, name);
        if (file.length < MAGIC.length
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new CorruptFileException(name, "does not start as an Avro file does");
        }
        source.skip(MAGIC.length);
        Map<String, byte[]> metadata = metadata();
        this.syncAt = source.skip(SYNC_BYTES);
        byte[] json = metadata.get("avro.schema");
        if (json == null) {
            throw new CorruptFileException(name, "has no avro.schema");
        }
        if (!(AvroSchemaReader.read(json, name) instanceof AvroType.Structure structure)) {
            throw new CorruptFileException(name, "avro.schema is not a record");
        }
        this.schema = structure;
        byte[] codecName = metadata.getOrDefault("avro.codec", new byte[0]);
        this.codec = BlockCodec.of(new String(codecName, StandardCharsets.UTF_8), name);
    }

    private Map<String, byte[]> metadata() {
        Map<String, byte[]> metadata = new HashMap<>();
        for (int left = blockLength(source); left > 0; left = blockLength(source)) {
            for (int entry = 0; entry < left; entry++) {
                metadata.put(source.readText(), source.readBytes());
            }
            if (metadata.size() > METADATA_MAX) {
                throw new CorruptFileException(name, "has too many metadata entries");
            }
        }
        return metadata;
    }

    /**
     * Count of items in the next block of an array or map, 0 at its end. An item has at least one
     * byte.
     */
    public static int blockLength(ByteReader reader) {
        long count = reader.readLong();
        if (count < 0) {
            reader.readLong();
            count = -count;
        }
        if (count < 0 || count > reader.remaining()) {
            throw reader.corrupt(
                    "a block of " + count + " items, but only " + reader.remaining() + " bytes");
        }
        return (int) count;
    }

    /** The record type the file was written with. */
    public AvroType.Structure schema() {
        return schema;
    }

    /**
     * Goes to the next block that has records.
     *
     * @return false at the end of the file
     */
    public boolean nextBlock() {
        if (started) {
            block.expectEnd();
        }
        started = true;
        do {
            if (source.remaining() == 0) {
                rowCount = 0;
                return false;
            }
            rowCount = source.readLong();
            long size = source.readLong();
            int from = source.skip(size);
            int sync = source.skip(SYNC_BYTES);
            if (!Arrays.equals(file, syncAt, syncAt + SYNC_BYTES, file, sync, sync + SYNC_BYTES)) {
                throw new CorruptFileException(
                        name, "the block at byte " + from + " does not end in the sync bytes");
            }
            codec.decompress(file, from, (int) size, block);
            if (rowCount < 0 || rowCount > block.remaining()) {
                throw new CorruptFileException(
                        name,
                        "a block of " + rowCount + " records in " + block.remaining() + " bytes");
            }
        } while (rowCount == 0 && block.remaining() == 0);
        return true;
    }

    /** Records in this block. */
    public int blockRows() {
        return (int) rowCount;
    }

    /**
     * The bytes of this block, at the next value. The array under it is used again for the next
     * block.
     */
    public ByteReader block() {
        return block;
    }

    @Override
    public void close() {
        codec.close();
    }
}
