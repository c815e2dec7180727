package io.weir.core.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.weir.error.CorruptFileException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xerial.snappy.Snappy;

/**
 * Decompresses blocks of Avro files. Memory grows with what really comes out, up to a limit; a
 * length that is only claimed costs nothing.
 */
abstract class BlockCodec implements AutoCloseable {

    private static final int BYTES_MAX = 256 << 20;
    private static final int BYTES_START = 256 << 10;

    final String file;
    byte[] buffer = new byte[0];

    BlockCodec(String file) {
        this.file = file;
    }

    /**
     * @param codec the value of avro.codec; empty is null
     * @param file for errors
     */
    static BlockCodec of(String codec, String file) {
        return switch (codec) {
            case "", "null" -> new Plain(file);
            case "deflate" -> new Deflate(file);
            case "snappy" -> new SnappyWithSum(file);
            case "zstandard" -> new Zstandard(file);
            default -> throw new CorruptFileException(file, "avro.codec " + codec + " is unknown");
        };
    }

    /** Sets a reader on the content of {@code source[from .. from + size)}. */
    abstract void decompress(byte[] source, int from, int size, ByteReader target);

    @Override
    public void close() {}

    /** Makes the buffer larger, to at least the first size and then twofold. */
    final void grow() {
        if (buffer.length >= BYTES_MAX) {
            throw new CorruptFileException(file, "a block has more than " + BYTES_MAX + " bytes");
        }
        int wanted = Math.max(BYTES_START, 2 * buffer.length);
        buffer = Arrays.copyOf(buffer, Math.min(wanted, BYTES_MAX));
    }

    final CorruptFileException damaged(int from, Throwable cause) {
        return new CorruptFileException(
                file, "the block at byte " + from + " cannot be decompressed", cause);
    }

    /** Bytes as they are. */
    private static final class Plain extends BlockCodec {

        Plain(String file) {
            super(file);
        }

        @Override
        void decompress(byte[] source, int from, int size, ByteReader target) {
            target.reset(source, from, from + size);
        }
    }

    /** Deflate without a header. */
    private static final class Deflate extends BlockCodec {

        Deflate(String file) {
            super(file);
        }

        @Override
        void decompress(byte[] source, int from, int size, ByteReader target) {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(source, from, size);
                int length = 0;
                while (!inflater.finished()) {
                    if (length == buffer.length) {
                        grow();
                    }
                    int more = inflater.inflate(buffer, length, buffer.length - length);
                    if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                        throw new DataFormatException("ends too early");
                    }
                    length += more;
                }
                target.reset(buffer, 0, length);
            } catch (DataFormatException e) {
                throw damaged(from, e);
            } finally {
                inflater.end();
            }
        }
    }

    /** Snappy, then the CRC of the content as 4 bytes big endian. */
    private static final class SnappyWithSum extends BlockCodec {

        SnappyWithSum(String file) {
            super(file);
        }

        @Override
        void decompress(byte[] source, int from, int size, ByteReader target) {
            try {
                int body = size - 4;
                int length = body < 1 ? -1 : Snappy.uncompressedLength(source, from, body);
                // Snappy cannot make more than 64 bytes of 3.
                if (length < 0 || length > 24L * body || length > BYTES_MAX) {
                    throw new IOException("claims " + length + " bytes of " + body);
                }
                if (!Snappy.isValidCompressedBuffer(source, from, body)) {
                    throw new IOException("is not valid");
                }
                if (buffer.length < length) {
                    buffer = new byte[length];
                }
                Snappy.uncompress(source, from, body, buffer, 0);
                CRC32 sum = new CRC32();
                sum.update(buffer, 0, length);
                int expected = Integer.reverseBytes(LittleEndian.getInt(source, from + body));
                if ((int) sum.getValue() != expected) {
                    throw new IOException("has another checksum than it says");
                }
                target.reset(buffer, 0, length);
            } catch (IOException e) {
                throw damaged(from, e);
            }
        }
    }

    /** Zstandard frames, with or without their content's size. */
    private static final class Zstandard extends BlockCodec {

        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        Zstandard(String file) {
            super(file);
        }

        @Override
        void decompress(byte[] source, int from, int size, ByteReader target) {
            if (buffer.length == 0) {
                grow();
            }
            while (true) {
                try {
                    int length =
                            context.decompressByteArray(
                                    buffer, 0, buffer.length, source, from, size);
                    target.reset(buffer, 0, length);
                    return;
                } catch (ZstdException e) {
                    if (e.getErrorCode() != Zstd.errDstSizeTooSmall()) {
                        throw damaged(from, e);
                    }
                    grow();
                }
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
