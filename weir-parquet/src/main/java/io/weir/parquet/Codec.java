package io.weir.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.weir.error.InvalidRequestException;
import io.weir.parquet.encoding.ByteSource;
import io.weir.parquet.encoding.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Compresses and uncompresses pages. */
final class Codec {

    /**
     * A size nobody has vouched for is believed at once up to here; above, memory grows in steps.
     */
    private static final int TRUSTED_BYTES = 8 << 20;

    /** No byte of LZ4 stands for more. */
    private static final int LZ4_RATIO_MAX = 255;

    /** Idle zstd contexts; each holds native memory, so few are kept. */
    private static final ArrayBlockingQueue<ZstdDecompressCtx> IDLE = new ArrayBlockingQueue<>(8);

    private Codec() {}

    /** The codec of an option's value. */
    static CompressionCodec named(String name) {
        return switch (name) {
            case "zstd" -> CompressionCodec.ZSTD;
            case "snappy" -> CompressionCodec.SNAPPY;
            case "lz4", "lz4_raw" -> CompressionCodec.LZ4_RAW;
            case "gzip" -> CompressionCodec.GZIP;
            case "none", "uncompressed" -> CompressionCodec.UNCOMPRESSED;
            default ->
                    throw new InvalidRequestException(
                            "compression " + name + " is not one of zstd, snappy, lz4, gzip, none");
        };
    }

    /** Compresses pages of one file. One thread at a time. */
    static final class Compressor implements AutoCloseable {

        private final CompressionCodec codec;
        private final @Nullable ZstdCompressCtx zstd;
        private byte[] target = new byte[0];

        Compressor(CompressionCodec codec, int zstdLevel) {
            this.codec = codec;
            this.zstd = codec == CompressionCodec.ZSTD ? zstdContext(zstdLevel) : null;
        }

        private static ZstdCompressCtx zstdContext(int level) {
            if (level < 1 || level > 22) {
                throw new InvalidRequestException("zstd level " + level + " is not 1 to 22");
            }
            ZstdCompressCtx context = new ZstdCompressCtx();
            context.setLevel(level);
            return context;
        }

        CompressionCodec codec() {
            return codec;
        }

        /** Compresses {@code source[0 .. length)} into an array of exactly the needed length. */
        byte[] compress(byte[] source, int length) {
            try {
                return switch (codec) {
                    case ZSTD -> {
                        room((int) Zstd.compressBound(length));
                        yield copy(zstdCompress(source, length));
                    }
                    case SNAPPY -> {
                        room(Snappy.maxCompressedLength(length));
                        yield copy(Snappy.compress(source, 0, length, target, 0));
                    }
                    case LZ4_RAW -> {
                        var compressor = LZ4Factory.fastestInstance().fastCompressor();
                        room(compressor.maxCompressedLength(length));
                        yield copy(
                                compressor.compress(source, 0, length, target, 0, target.length));
                    }
                    case GZIP -> gzip(source, length);
                    default -> Arrays.copyOf(source, length);
                };
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private int zstdCompress(byte[] source, int length) {
            if (zstd == null) {
                throw new IllegalStateException("no zstd context");
            }
            return zstd.compressByteArray(target, 0, target.length, source, 0, length);
        }

        private void room(int bytes) {
            if (target.length < bytes) {
                target = new byte[bytes];
            }
        }

        private byte[] copy(int length) {
            return Arrays.copyOf(target, length);
        }

        private static byte[] gzip(byte[] source, int length) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2 + 64);
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(source, 0, length);
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            if (zstd != null) {
                zstd.close();
            }
        }
    }

    /**
     * Uncompresses {@code source[offset .. offset + length)} into exactly {@code size} bytes.
     *
     * @param reuse used for the result if it is large enough
     * @return an array with the bytes from {@code keep} on, and slack after them; what {@code
     *     reuse} held before is lost
     */
    static byte[] uncompress(
            CompressionCodec codec,
            byte[] source,
            int offset,
            int length,
            int keep,
            int size,
            byte[] reuse) {
        long needed = (long) keep + size + ByteSource.SLACK;
        if (needed > Integer.MAX_VALUE - 64) {
            throw new MalformedException("a page of " + size + " bytes");
        }
        try {
            if (codec == CompressionCodec.UNCOMPRESSED) {
                checkSize(length, size);
                byte[] target = room(reuse, (int) needed);
                System.arraycopy(source, offset, target, keep, length);
                return target;
            }
            checkPossible(codec, source, offset, length, size);
            int limit = keep + ByteSource.SLACK + Math.min(size, TRUSTED_BYTES);
            while (true) {
                byte[] target = room(reuse, limit);
                int space = Math.min(size, target.length - keep - ByteSource.SLACK);
                int found = into(codec, source, offset, length, target, keep, space);
                if (found >= 0 && (found == size || space == size)) {
                    checkSize(found, size);
                    return target;
                }
                if (space == size) {
                    throw new MalformedException("a page does not fit its " + size + " bytes");
                }
                limit = (int) Math.min(needed, limit * 4L);
            }
        } catch (IOException | LZ4Exception | ZstdException | IllegalArgumentException problem) {
            throw new MalformedException(codec + " page: " + problem.getMessage());
        }
    }

    /** Refuses a size that the bytes cannot have before room is made for it. */
    private static void checkPossible(
            CompressionCodec codec, byte[] source, int offset, int length, int size)
            throws IOException {
        switch (codec) {
            case ZSTD -> {
                long told = Zstd.getFrameContentSize(source, offset, length, false);
                if (told > 0) {
                    checkSize(told, size);
                }
            }
            case SNAPPY -> checkSize(Snappy.uncompressedLength(source, offset, length), size);
            case LZ4, LZ4_RAW -> {
                if (size > (length + 1L) * LZ4_RATIO_MAX) {
                    throw new MalformedException(
                            "a page of " + size + " bytes from " + length + " of " + codec);
                }
            }
            default -> {
                // Nothing is known before it is uncompressed.
            }
        }
    }

    private static void checkSize(long found, int size) {
        if (found != size) {
            throw new MalformedException(
                    "a page of " + found + " bytes where " + size + " are told");
        }
    }

    private static byte[] room(byte[] reuse, int bytes) {
        return reuse.length >= bytes ? reuse : new byte[bytes];
    }

    /** Bytes produced; -1 if they did not fit and more room may help. */
    private static int into(
            CompressionCodec codec,
            byte[] source,
            int offset,
            int length,
            byte[] target,
            int at,
            int space)
            throws IOException {
        return switch (codec) {
            case ZSTD -> zstd(source, offset, length, target, at, space);
            case SNAPPY -> {
                int size = Snappy.uncompressedLength(source, offset, length);
                if (size < 0 || size > space) {
                    yield -1;
                }
                yield Snappy.uncompress(source, offset, length, target, at);
            }
            case GZIP -> gunzip(source, offset, length, target, at, space);
            case LZ4_RAW -> lz4Block(source, offset, length, target, at, space);
            case LZ4 -> lz4Framed(source, offset, length, target, at, space);
            default -> throw new MalformedException("codec " + codec + " is not supported");
        };
    }

    private static int zstd(
            byte[] source, int offset, int length, byte[] target, int at, int space) {
        ZstdDecompressCtx context = IDLE.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            return context.decompressByteArray(target, at, space, source, offset, length);
        } catch (ZstdException failure) {
            if (failure.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw failure;
        } finally {
            if (!IDLE.offer(context)) {
                context.close();
            }
        }
    }

    private static int gunzip(
            byte[] source, int offset, int length, byte[] target, int at, int space)
            throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(source, offset, length))) {
            int found = in.readNBytes(target, at, space);
            return found == space && in.read() >= 0 ? -1 : found;
        }
    }

    private static int lz4Block(
            byte[] source, int offset, int length, byte[] target, int at, int space) {
        try {
            return LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(source, offset, length, target, at, space);
        } catch (LZ4Exception failure) {
            // It does not tell a short target from bad bytes.
            return -1;
        }
    }

    /** Hadoop's blocks: {@code (size, (length, block)*)*}, big endian; some wrote a bare block. */
    private static int lz4Framed(
            byte[] source, int offset, int length, byte[] target, int at, int space) {
        int from = offset;
        int end = offset + length;
        int to = at;
        int limit = at + space;
        while (end - from >= 8) {
            int size = bigEndian(source, from);
            from += 4;
            int blockEnd = to + size;
            if (size < 0 || size > limit - to) {
                return lz4Block(source, offset, length, target, at, space);
            }
            while (to < blockEnd) {
                int stored = end - from < 4 ? -1 : bigEndian(source, from);
                from += 4;
                if (stored < 0 || stored > end - from) {
                    return lz4Block(source, offset, length, target, at, space);
                }
                int found = lz4Block(source, from, stored, target, to, blockEnd - to);
                if (found <= 0) {
                    return lz4Block(source, offset, length, target, at, space);
                }
                from += stored;
                to += found;
            }
        }
        return from == end ? to - at : lz4Block(source, offset, length, target, at, space);
    }

    private static int bigEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
