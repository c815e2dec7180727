package io.weir.core.merge;

import io.weir.data.BytesVector;
import io.weir.data.Validity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Gives equal byte strings one code, from 0 up in order of appearance. One thread at a time. */
public final class TextTable {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HASH_MASK = 0xFFFFFFFF00000000L;

    private byte[] data = new byte[1024];
    private int[] offsets = new int[65];

    /** Hash in the upper half, code + 1 in the lower; 0 is free. */
    private long[] slots = new long[256];

    private int size;

    /** The code of {@code bytes[from .. to)}, a new one if it was not seen before. */
    public int code(byte[] bytes, int from, int to) {
        long hash = hash(bytes, from, to) & HASH_MASK;
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            long entry = slots[slot];
            if ((entry & HASH_MASK) == hash) {
                int code = (int) entry - 1;
                int start = offsets[code];
                if (offsets[code + 1] - start == to - from && isEqual(bytes, from, to, start)) {
                    return code;
                }
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = hash | (size + 1);
        add(bytes, from, to);
        return size - 1;
    }

    private boolean isEqual(byte[] bytes, int from, int to, int start) {
        int length = to - from;
        if (length < Long.BYTES || length > 4 * Long.BYTES) {
            return Arrays.equals(data, start, start + length, bytes, from, to);
        }
        for (int index = 0; index < length - Long.BYTES; index += Long.BYTES) {
            if ((long) LONG.get(data, start + index) != (long) LONG.get(bytes, from + index)) {
                return false;
            }
        }
        // The last eight bytes, some of them a second time.
        return (long) LONG.get(data, start + length - Long.BYTES)
                == (long) LONG.get(bytes, to - Long.BYTES);
    }

    private void add(byte[] bytes, int from, int to) {
        int start = offsets[size];
        int end = Math.addExact(start, to - from);
        if (end > data.length) {
            data = Arrays.copyOf(data, (int) Math.max(end, Math.min(2L * data.length, 1L << 30)));
        }
        System.arraycopy(bytes, from, data, start, to - from);
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size + 1);
        }
        offsets[++size] = end;
        if (2 * size > slots.length) {
            grow();
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[4 * old.length];
        int mask = slots.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = entry;
            }
        }
    }

    private static long hash(byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = length;
        if (length >= Long.BYTES) {
            for (int index = from; index < to - Long.BYTES; index += Long.BYTES) {
                hash = mix(hash ^ (long) LONG.get(bytes, index));
            }
            return mix(hash ^ (long) LONG.get(bytes, to - Long.BYTES));
        }
        long rest = 0;
        if (from + Long.BYTES <= bytes.length) {
            // Little endian: the bytes behind the end are the upper ones.
            rest = length == 0 ? 0 : (long) LONG.get(bytes, from) << (64 - 8 * length);
        } else {
            for (int index = to - 1; index >= from; index--) {
                rest = rest << 8 | (bytes[index] & 0xFF);
            }
            rest = length == 0 ? 0 : rest << (64 - 8 * length);
        }
        return mix(hash ^ rest);
    }

    private static long mix(long value) {
        long product = value * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 32;
    }

    /** Distinct byte strings seen. */
    public int size() {
        return size;
    }

    /** Bytes of all of them together. */
    public int sizeBytes() {
        return offsets[size];
    }

    /** Memory held, in bytes. */
    public long memoryBytes() {
        return data.length + 4L * offsets.length + 8L * slots.length;
    }

    /** The byte strings by code; shares no memory that changes later. */
    public BytesVector toVector() {
        return new BytesVector(
                Arrays.copyOf(data, offsets[size]),
                Arrays.copyOf(offsets, size + 1),
                size,
                Validity.ALL);
    }
}
