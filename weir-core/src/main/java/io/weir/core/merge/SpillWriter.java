package io.weir.core.merge;

import com.github.luben.zstd.Zstd;
import io.weir.core.file.Run;
import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.error.StorageFailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes merged batches to a spill file: for each batch a chunk of its merge columns and a chunk of
 * its other values, so that the two can be read apart; dictionaries have chunks of their own, once.
 * Where the chunks are is kept in memory.
 *
 * <p>The file lives no longer than the process; its bytes have no version.
 */
final class SpillWriter implements AutoCloseable {

    private static final int DICTIONARIES_MAX = 64;

    private final Path file;
    private final int[] valueFromKey;
    private final int zstdLevel;
    private final AtomicLong bytesUsed;
    private final MergeSpec spec;
    private final FileChannel channel;
    private final SpillEncoder encoder = new SpillEncoder(this::dictionary);
    private final IdentityHashMap<BytesVector, SpillChunk> dictionaries = new IdentityHashMap<>();
    private final List<SpillBlock> blocks = new ArrayList<>();
    private byte[] compressed = {};
    private long position;
    private boolean finished;

    SpillWriter(
            Path file, MergeSpec spec, int[] valueFromKey, int zstdLevel, AtomicLong bytesUsed) {
        this.file = file;
        this.spec = spec;
        this.valueFromKey = valueFromKey;
        this.zstdLevel = zstdLevel;
        this.bytesUsed = bytesUsed;
        try {
            this.channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failure("cannot make a spill file", e);
        }
    }

    /**
     * Adds rows.
     *
     * @param merge the merge columns
     * @param values the wanted columns, of which those that are merge columns are not written again
     */
    void write(ColumnVector[] merge, Batch values) {
        List<ColumnVector> own = new ArrayList<>();
        for (int column = 0; column < valueFromKey.length; column++) {
            if (valueFromKey[column] < 0) {
                own.add(values.column(column));
            }
        }
        SpillChunk keyChunk = encode(Arrays.asList(merge));
        blocks.add(new SpillBlock(values.rowCount(), keyChunk, encode(own)));
    }

    private SpillChunk encode(List<ColumnVector> vectors) {
        encoder.clear();
        for (ColumnVector vector : vectors) {
            encoder.vector(vector);
        }
        return append(encoder);
    }

    private SpillChunk dictionary(BytesVector dictionary) {
        SpillChunk known = dictionaries.get(dictionary);
        if (known != null) {
            return known;
        }
        if (dictionaries.size() >= DICTIONARIES_MAX) {
            dictionaries.clear();
        }
        SpillEncoder plain = new SpillEncoder(this::dictionary);
        plain.vector(dictionary);
        SpillChunk chunk = append(plain);
        dictionaries.put(dictionary, chunk);
        return chunk;
    }

    private SpillChunk append(SpillEncoder source) {
        int rawSize = source.size();
        byte[] bytes = source.bytes();
        int size = rawSize;
        if (zstdLevel != 0) {
            int bound = Math.toIntExact(Zstd.compressBound(rawSize));
            if (compressed.length < bound) {
                compressed = new byte[bound];
            }
            size = (int) Zstd.compressByteArray(compressed, 0, bound, bytes, 0, rawSize, zstdLevel);
            bytes = compressed;
        }
        SpillChunk chunk = new SpillChunk(position, size, rawSize);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, size);
            while (buffer.hasRemaining()) {
                int written = channel.write(buffer, position);
                position += written;
                bytesUsed.addAndGet(written);
            }
        } catch (IOException e) {
            throw failure("cannot write " + size + " bytes to the spill file", e);
        }
        return chunk;
    }

    private StorageFailureException failure(String problem, IOException e) {
        return new StorageFailureException(
                file.toString(), problem + ": " + e.getMessage(), false, e);
    }

    /** The file as a run, which deletes it when closed. */
    Run finish() {
        finished = true;
        // The run lives long: it must not hold on to this writer's buffers.
        AtomicLong used = bytesUsed;
        long size = position;
        return new SpilledRun(
                file,
                channel,
                spec,
                valueFromKey,
                blocks,
                zstdLevel != 0,
                () -> used.addAndGet(-size));
    }

    @Override
    public void close() {
        if (finished) {
            return;
        }
        bytesUsed.addAndGet(-position);
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure("cannot delete the spill file", e);
        }
    }
}
