package io.weir.core.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 32-bit hash of binary rows: murmur3 over 4-byte little endian words with seed 42 (format
 * section 6.2). Chooses buckets, so it never changes.
 */
public final class Murmur3 {

    static final int SEED = 42;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Murmur3() {}

    /**
     * Hash of {@code bytes[offset .. offset + length)}.
     *
     * @param length a multiple of 4
     */
    public static int hash(byte[] bytes, int offset, int length) {
        if ((length & 3) != 0) {
            throw new IllegalArgumentException(length + " bytes are not whole words");
        }
        int hash = SEED;
        for (int at = offset; at < offset + length; at += 4) {
            hash = mix(hash, (int) INT.get(bytes, at));
        }
        return finish(hash, length);
    }

    /** Takes one more word into a running hash that began with the seed. */
    static int mix(int hash, int word) {
        int k = word * 0xcc9e2d51;
        k = Integer.rotateLeft(k, 15) * 0x1b873593;
        return Integer.rotateLeft(hash ^ k, 13) * 5 + 0xe6546b64;
    }

    /** Takes a long in as its two words, the low one first. */
    static int mix(int hash, long word) {
        return mix(mix(hash, (int) word), (int) (word >>> 32));
    }

    /** Ends a running hash over {@code length} bytes. */
    static int finish(int hash, int length) {
        int h = hash ^ length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
