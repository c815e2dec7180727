package io.weir.core.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.xerial.snappy.Snappy;

/**
 * Compresses blocks of Avro files; {@link BlockCodec} is the way back and has the forms. One thread
 * at a time.
 */
abstract class BlockCompressor implements AutoCloseable {

    byte[] buffer = new byte[0];

    /**
     * @param codec a value of avro.codec: null, deflate, snappy or zstandard
     * @param level of zstandard
     */
    static BlockCompressor of(String codec, int level) {
        return switch (codec) {
            case "null" -> new Plain();
            case "deflate" -> new Deflate();
            case "snappy" -> new SnappyWithSum();
            case "zstandard" -> new Zstandard(level);
            default -> throw new IllegalArgumentException("avro.codec " + codec);
        };
    }

    /**
     * Compresses {@code source[0 .. size)}.
     *
     * @return how many bytes at the start of {@link #buffer} are the block, until the next call
     */
    abstract int compress(byte[] source, int size);

    @Override
    public void close() {}

    final void ensure(int size) {
        if (buffer.length < size) {
            buffer = new byte[size];
        }
    }

    /** Bytes as they are. */
    private static final class Plain extends BlockCompressor {

        @Override
        int compress(byte[] source, int size) {
            buffer = source;
            return size;
        }
    }

    /** Deflate without a header. */
    private static final class Deflate extends BlockCompressor {

        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

        @Override
        int compress(byte[] source, int size) {
            ensure(size / 2 + 64);
            deflater.reset();
            deflater.setInput(source, 0, size);
            deflater.finish();
            int length = 0;
            while (!deflater.finished()) {
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
                length += deflater.deflate(buffer, length, buffer.length - length);
            }
            return length;
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    /** Snappy, then the CRC of the content. */
    private static final class SnappyWithSum extends BlockCompressor {

        @Override
        int compress(byte[] source, int size) {
            ensure(Snappy.maxCompressedLength(size) + Integer.BYTES);
            try {
                int length = Snappy.compress(source, 0, size, buffer, 0);
                CRC32 sum = new CRC32();
                sum.update(source, 0, size);
                LittleEndian.putInt(buffer, length, Integer.reverseBytes((int) sum.getValue()));
                return length + Integer.BYTES;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A zstandard frame with a checksum. */
    private static final class Zstandard extends BlockCompressor {

        private final ZstdCompressCtx context = new ZstdCompressCtx();

        Zstandard(int level) {
            context.setLevel(level);
            context.setChecksum(true);
        }

        @Override
        int compress(byte[] source, int size) {
            ensure((int) Zstd.compressBound(size));
            return context.compressByteArray(buffer, 0, buffer.length, source, 0, size);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
