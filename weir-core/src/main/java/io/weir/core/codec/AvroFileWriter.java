package io.weir.core.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import io.weir.env.Environment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes an Avro object container file in memory; {@link AvroFileReader} has its form. Blocks are
 * zstandard with a checksum, or plain. One thread at a time.
 *
 * <p>Use: write the values of a record into {@link #row()}, call {@link #endRow}, at the end {@link
 * #finish}.
 */
public final class AvroFileWriter implements AutoCloseable {

    private static final int BLOCK_BYTES = 256 << 10;

    private final ByteWriter file;
    private final ByteWriter block = new ByteWriter(4096);
    private final byte[] sync = new byte[AvroFileReader.SYNC_BYTES];
    private final @Nullable ZstdCompressCtx zstd;
    private byte[] compressed = new byte[0];
    private long blockRows;

    /**
     * @param schema JSON text of the record type
     * @param zstdLevel level of the codec, 0 for none
     * @param environment gives the sync bytes
     */
    public AvroFileWriter(String schema, int zstdLevel, Environment environment) {
        this.file = new ByteWriter(4096);
        this.zstd = zstdLevel == 0 ? null : new ZstdCompressCtx();
        if (zstd != null) {
            zstd.setLevel(zstdLevel);
            zstd.setChecksum(true);
        }
        LittleEndian.putLong(sync, 0, environment.nextRandom());
        LittleEndian.putLong(sync, 8, environment.nextRandom());
        file.writeRaw(AvroFileReader.MAGIC, 0, AvroFileReader.MAGIC.length);
        file.writeInt(2);
        file.writeText("avro.schema");
        file.writeBytes(schema.getBytes(StandardCharsets.UTF_8));
        file.writeText("avro.codec");
        file.writeText(zstd == null ? "null" : "zstandard");
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
        if (zstd == null) {
            file.writeInt(block.size());
            file.writeRaw(block.array(), 0, block.size());
        } else {
            int bound = (int) com.github.luben.zstd.Zstd.compressBound(block.size());
            if (compressed.length < bound) {
                compressed = new byte[bound];
            }
            int size = zstd.compressByteArray(compressed, 0, bound, block.array(), 0, block.size());
            file.writeInt(size);
            file.writeRaw(compressed, 0, size);
        }
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
        if (zstd != null) {
            zstd.close();
        }
    }
}
