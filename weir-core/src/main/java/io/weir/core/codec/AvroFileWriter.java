package io.weir.core.codec;

import io.weir.env.Environment;
import java.nio.charset.StandardCharsets;

/**
 * Makes an Avro object container file in memory; {@link AvroFileReader} has its form. One thread at
 * a time.
 *
 * <p>Use: write the values of a record into {@link #row()}, call {@link #endRow}, at the end {@link
 * #finish}.
 */
public final class AvroFileWriter implements AutoCloseable {

    private static final int BLOCK_BYTES = 256 << 10;

    private final ByteWriter file;
    private final ByteWriter block = new ByteWriter(4096);
    private final byte[] sync = new byte[AvroFileReader.SYNC_BYTES];
    private final BlockCompressor compressor;
    private long blockRows;

    /**
     * @param schema JSON text of the record type
     * @param codec as avro.codec says it: null, deflate, snappy or zstandard
     * @param zstdLevel level of codec zstandard
     * @param environment gives the sync bytes
     */
    public AvroFileWriter(String schema, String codec, int zstdLevel, Environment environment) {
        this.file = new ByteWriter(4096);
        this.compressor = BlockCompressor.of(codec, zstdLevel);
        LittleEndian.putLong(sync, 0, environment.nextRandom());
        LittleEndian.putLong(sync, 8, environment.nextRandom());
        file.writeRaw(AvroFileReader.MAGIC, 0, AvroFileReader.MAGIC.length);
        file.writeInt(2);
        file.writeText("avro.schema");
        file.writeBytes(schema.getBytes(StandardCharsets.UTF_8));
        file.writeText("avro.codec");
        file.writeText(codec);
        file.writeInt(0);
        file.writeRaw(sync, 0, sync.length);
    }

    /** Takes the values of the record being written. */
    public ByteWriter row() {
        return block;
    }

    /** Completes a record. */
    public void endRow() {
        blockRows++;
        if (block.size() >= BLOCK_BYTES) {
            endBlock();
        }
    }

    /** About the size of the file so far: what is compressed, and the rest as it will be. */
    public long sizeBytes() {
        return file.size() + block.size() / 4L;
    }

    private void endBlock() {
        if (blockRows == 0) {
            return;
        }
        file.writeLong(blockRows);
        int size = compressor.compress(block.array(), block.size());
        file.writeInt(size);
        file.writeRaw(compressor.buffer, 0, size);
        file.writeRaw(sync, 0, sync.length);
        block.clear();
        blockRows = 0;
    }

    /** The whole file. */
    public byte[] finish() {
        endBlock();
        return file.toBytes();
    }

    @Override
    public void close() {
        compressor.close();
    }
}
