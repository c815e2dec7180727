package io.weir.core.merge;

import com.github.luben.zstd.Zstd;
import io.weir.core.file.Run;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.error.CorruptFileException;
import io.weir.error.StorageFailureException;
import io.weir.format.RowCursor;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run in a spill file. Closing it deletes the file. */
final class SpilledRun implements Run {

    private final Path file;
    private final FileChannel channel;
    private final int[] valueFromKey;
    private final List<SpillBlock> blocks;
    private final boolean compressed;
    private final Runnable freed;
    private final RowType keyType;
    private final RowType valueType;
    private boolean closed;

    SpilledRun(
            Path file,
            FileChannel channel,
            MergeSpec spec,
            int[] valueFromKey,
            List<SpillBlock> blocks,
            boolean compressed,
            Runnable freed) {
        this.file = file;
        this.channel = channel;
        this.valueFromKey = valueFromKey;
        this.blocks = List.copyOf(blocks);
        this.compressed = compressed;
        this.freed = freed;
        this.keyType = MergeColumns.mergeType(spec);
        List<Field> values = new ArrayList<>();
        for (int column = 0; column < valueFromKey.length; column++) {
            if (valueFromKey[column] < 0) {
                values.add(spec.values().field(column));
            }
        }
        this.valueType = RowType.of(values);
    }

    @Override
    public RowCursor keys() {
        return new SpillCursor(this, keyType, blocks, true);
    }

    @Override
    public RowCursor values() {
        return new SpillCursor(this, valueType, blocks, false);
    }

    @Override
    public int[] valueFromKey() {
        return valueFromKey;
    }

    @Override
    public long rowCount() {
        long rows = 0;
        for (SpillBlock block : blocks) {
            rows += block.rowCount();
        }
        return rows;
    }

    /** The columns of a chunk. */
    ColumnVector[] read(SpillChunk chunk, int columnCount, DictionaryCache dictionaries) {
        SpillDecoder decoder =
                new SpillDecoder(
                        bytes(chunk), chunk.rawSize(), key -> dictionary(key, dictionaries));
        ColumnVector[] columns = new ColumnVector[columnCount];
        for (int column = 0; column < columnCount; column++) {
            columns[column] = decoder.vector();
        }
        return columns;
    }

    private BytesVector dictionary(SpillChunk chunk, DictionaryCache cache) {
        BytesVector known = cache.get(chunk);
        if (known != null) {
            return known;
        }
        SpillDecoder decoder =
                new SpillDecoder(
                        bytes(chunk),
                        chunk.rawSize(),
                        key -> {
                            throw new CorruptFileException(
                                    file.toString(), "a dictionary within a dictionary");
                        });
        BytesVector dictionary = (BytesVector) decoder.vector();
        cache.put(chunk, dictionary);
        return dictionary;
    }

    private byte[] bytes(SpillChunk chunk) {
        byte[] stored = new byte[chunk.size()];
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, chunk.offset() + buffer.position()) < 0) {
                    throw new CorruptFileException(
                            file.toString(),
                            "ends within the chunk of "
                                    + chunk.size()
                                    + " bytes at "
                                    + chunk.offset());
                }
            }
        } catch (IOException e) {
            throw new StorageFailureException(
                    file.toString(), "cannot read the spill file: " + e.getMessage(), false, e);
        }
        if (!compressed) {
            return stored;
        }
        byte[] raw = new byte[chunk.rawSize()];
        long size = Zstd.decompressByteArray(raw, 0, raw.length, stored, 0, stored.length);
        if (size != raw.length) {
            throw new CorruptFileException(
                    file.toString(),
                    "the chunk at "
                            + chunk.offset()
                            + " has "
                            + raw.length
                            + " bytes, zstd says "
                            + size);
        }
        return raw;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        freed.run();
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageFailureException(
                    file.toString(), "cannot delete the spill file: " + e.getMessage(), false, e);
        }
    }
}
