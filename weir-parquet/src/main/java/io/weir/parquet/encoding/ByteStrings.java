package io.weir.parquet.encoding;

import java.util.Arrays;

/** Hash, equality and unsigned order of pieces of byte arrays. */
public final class ByteStrings {

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long MIX_MORE = 0xC2B2AE3D27D4EB4FL;

    private ByteStrings() {}

    static int hash(byte[] bytes, int offset, int length) {
        long hash = length * MIX_MORE;
        if (length >= 8) {
            int last = offset + length - 8;
            for (int at = offset; at < last; at += 8) {
                hash = step(hash, Lanes.getLong(bytes, at));
            }
            hash = step(hash, Lanes.getLong(bytes, last));
        } else {
            hash = step(hash, shortWord(bytes, offset, length));
        }
        hash ^= hash >>> 29;
        hash *= MIX_MORE;
        return (int) (hash >>> 32);
    }

    private static long step(long hash, long word) {
        long mixed = (hash ^ word) * MIX;
        return mixed ^ mixed >>> 32;
    }

    /** The first eight bytes, or all of fewer: with {@link #last} all of at most sixteen. */
    static long first(byte[] bytes, int offset, int length) {
        return length >= 8 ? Lanes.getLong(bytes, offset) : shortWord(bytes, offset, length);
    }

    /** The last eight bytes; 0 when there are fewer. */
    static long last(byte[] bytes, int offset, int length) {
        return length >= 8 ? Lanes.getLong(bytes, offset + length - 8) : 0;
    }

    /** At most seven bytes as one number, the same for the same bytes. */
    private static long shortWord(byte[] bytes, int offset, int length) {
        if (length >= 4) {
            long low = Lanes.getInt(bytes, offset) & 0xFFFFFFFFL;
            long high = Lanes.getInt(bytes, offset + length - 4) & 0xFFFFFFFFL;
            return low | high << 32;
        }
        if (length == 0) {
            return 0;
        }
        return (bytes[offset] & 0xFF)
                | (bytes[offset + (length >>> 1)] & 0xFF) << 8
                | (bytes[offset + length - 1] & 0xFF) << 16;
    }

    static boolean equal(byte[] left, int leftAt, byte[] right, int rightAt, int length) {
        if (length >= 8) {
            int last = length - 8;
            for (int at = 0; at < last; at += 8) {
                if (Lanes.getLong(left, leftAt + at) != Lanes.getLong(right, rightAt + at)) {
                    return false;
                }
            }
            return Lanes.getLong(left, leftAt + last) == Lanes.getLong(right, rightAt + last);
        }
        return shortWord(left, leftAt, length) == shortWord(right, rightAt, length);
    }

    public static int compare(
            byte[] left, int leftAt, int leftLength, byte[] right, int rightAt, int rightLength) {
        return Arrays.compareUnsigned(
                left, leftAt, leftAt + leftLength, right, rightAt, rightAt + rightLength);
    }
}
