package io.weir.core.codec;

import io.weir.error.CorruptFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote, and the values of Avro blocks, which have the same form. One
 * thread at a time. Every length is checked against what is left before anything is allocated; a
 * wrong one is a {@link CorruptFileException} that names what is being read.
 */
public final class ByteReader {

    private final String name;
    private byte[] bytes;
    private int position;
    private int end;

    /**
     * @param name what is read, for errors: a file or {@code "split"}
     */
    public ByteReader(byte[] bytes, String name) {
        this(bytes, 0, bytes.length, name);
    }

    public ByteReader(byte[] bytes, int start, int end, String name) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.name = name;
    }

    /** Goes on with other bytes. */
    void reset(byte[] newBytes, int newStart, int newEnd) {
        bytes = newBytes;
        position = newStart;
        end = newEnd;
    }

    /** Bytes that are left. */
    public int remaining() {
        return end - position;
    }

    /** Where the next byte is read, counted in the array under this reader. */
    public int position() {
        return position;
    }

    /** A copy of the bytes read since a position. */
    public byte[] since(int from) {
        return Arrays.copyOfRange(bytes, from, position);
    }

    public byte readByte() {
        if (position >= end) {
            throw corrupt("ends too early, at byte " + position);
        }
        return bytes[position++];
    }

    public boolean readFlag() {
        byte value = readByte();
        if (value < 0 || value > 1) {
            throw corrupt("byte " + (position - 1) + " is " + value + ", expected 0 or 1");
        }
        return value == 1;
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw corrupt(value + " before byte " + position + " is not a 32-bit number");
        }
        return (int) value;
    }

    public long readLong() {
        int at = position;
        if (at < end) {
            long first = bytes[at];
            if (first >= 0) {
                position = at + 1;
                return first >>> 1 ^ -(first & 1);
            }
        }
        return readLongSlowly();
    }

    private long readLongSlowly() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw corrupt("the number before byte " + position + " has more than 64 bits");
    }

    /** A count of things of at least {@code bytesEach} bytes, so that it fits what is left. */
    public int readCount(int bytesEach) {
        long count = readLong();
        if (count < 0 || count > remaining() / Math.max(bytesEach, 1)) {
            throw corrupt(
                    "count "
                            + count
                            + " before byte "
                            + position
                            + ", "
                            + remaining()
                            + " bytes left");
        }
        return (int) count;
    }

    /** Bytes without a length. */
    public byte[] readRaw(int length) {
        int from = skip(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /**
     * Passes over bytes.
     *
     * @return where they start
     */
    int skip(long length) {
        if (length < 0 || length > end - position) {
            throw corrupt(length + " bytes at byte " + position + ", " + remaining() + " are left");
        }
        int from = position;
        position += (int) length;
        return from;
    }

    public byte[] readBytes() {
        return readRaw(readCount(1));
    }

    /** The same, but gives back an array that is at hand already if it has just these bytes. */
    public byte[] readBytes(byte[] likely) {
        int length = readCount(1);
        int from = skip(length);
        return Arrays.equals(bytes, from, from + length, likely, 0, likely.length)
                ? likely
                : Arrays.copyOfRange(bytes, from, from + length);
    }

    /**
     * Passes over bytes if they are just these.
     *
     * @return whether they were
     */
    public boolean skipIfEqual(byte[] expected) {
        if (expected.length > end - position
                || !Arrays.equals(
                        bytes,
                        position,
                        position + expected.length,
                        expected,
                        0,
                        expected.length)) {
            return false;
        }
        position += expected.length;
        return true;
    }

    public String readText() {
        int length = readCount(1);
        int from = skip(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    public List<String> readTexts() {
        int count = readCount(1);
        List<String> values = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            values.add(readText());
        }
        return values;
    }

    public byte @Nullable [] readNullableBytes() {
        return readFlag() ? readBytes() : null;
    }

    public @Nullable String readNullableText() {
        return readFlag() ? readText() : null;
    }

    public @Nullable Long readNullableLong() {
        return readFlag() ? readLong() : null;
    }

    public @Nullable List<String> readNullableTexts() {
        return readFlag() ? readTexts() : null;
    }

    /**
     * Reads the start of a form of ours: its magic bytes and a version byte.
     *
     * @param versionMax versions 1 to this one are known
     * @return the version
     */
    public byte expectMagic(byte[] magic, byte versionMax) {
        for (byte expected : magic) {
            byte found = readByte();
            if (found != expected) {
                throw corrupt("byte " + (position - 1) + " is " + found + ", expected " + expected);
            }
        }
        byte version = readByte();
        if (version < 1 || version > versionMax) {
            throw corrupt("version " + version + ", known are 1 to " + versionMax);
        }
        return version;
    }

    /** Refuses bytes that nobody read. */
    public void expectEnd() {
        if (position != end) {
            throw corrupt(remaining() + " bytes after the end, at byte " + position);
        }
    }

    public CorruptFileException corrupt(String problem) {
        return new CorruptFileException(name, problem);
    }
}
