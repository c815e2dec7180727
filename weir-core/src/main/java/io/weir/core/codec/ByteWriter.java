package io.weir.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A growing byte array for our own binary forms: splits, commit messages, states. One thread at a
 * time. {@link ByteReader} has the same methods the other way round.
 *
 * <p>Numbers are zigzag varints as in Avro, byte strings and lists have their length in front, a
 * value that may be null has a byte 0 or 1 in front.
 */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the memory. */
    public void clear() {
        size = 0;
    }

    /** The array written into, valid up to {@link #size()} until the next write. */
    byte[] array() {
        return bytes;
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void writeFlag(boolean value) {
        writeByte(value ? 1 : 0);
    }

    public void writeInt(int value) {
        writeLong(value);
    }

    public void writeLong(long value) {
        ensure(Varint.BYTES_MAX);
        size = Varint.write(bytes, size, value);
    }

    /** Bytes as they are, without a length. */
    public void writeRaw(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    public void writeBytes(byte[] value) {
        writeInt(value.length);
        writeRaw(value, 0, value.length);
    }

    public void writeText(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public void writeTexts(Collection<String> values) {
        writeInt(values.size());
        for (String value : values) {
            writeText(value);
        }
    }

    public void writeNullableBytes(byte @Nullable [] value) {
        writeFlag(value != null);
        if (value != null) {
            writeBytes(value);
        }
    }

    public void writeNullableText(@Nullable String value) {
        writeFlag(value != null);
        if (value != null) {
            writeText(value);
        }
    }

    public void writeNullableLong(@Nullable Long value) {
        writeFlag(value != null);
        if (value != null) {
            writeLong(value);
        }
    }

    public void writeNullableTexts(@Nullable Collection<String> values) {
        writeFlag(values != null);
        if (values != null) {
            writeTexts(values);
        }
    }

    private void ensure(int more) {
        if (more > bytes.length - size) {
            long wanted = Math.max(2L * bytes.length, (long) size + more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
