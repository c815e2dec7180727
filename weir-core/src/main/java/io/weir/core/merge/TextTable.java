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

    private byte[] data = new byte[1024];
    private int[] offsets = new int[65];
    private int[] hashes = new int[64];
    private int[] slots = new int[256];
    private int size;

    /** The code of {@code bytes[from .. to)}, a new one if it was not seen before. */
    public int code(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (hashes[code] == hash
                    && Arrays.equals(data, offsets[code], offsets[code + 1], bytes, from, to)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = size + 1;
        add(hash, bytes, from, to);
        return size - 1;
    }

    private void add(int hash, byte[] bytes, int from, int to) {
        int start = offsets[size];
        int end = Math.addExact(start, to - from);
        if (end > data.length) {
            data = Arrays.copyOf(data, (int) Math.max(end, Math.min(2L * data.length, 1 << 30)));
        }
        System.arraycopy(bytes, from, data, start, to - from);
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size + 1);
        }
        hashes[size] = hash;
        offsets[++size] = end;
        if (2 * size > slots.length) {
            grow();
        }
    }

    private void grow() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = hashes[code] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }

    private static int hash(byte[] bytes, int from, int to) {
        long hash = to - from;
        int index = from;
        for (; index + 8 <= to; index += 8) {
            hash = mix(hash ^ (long) LONG.get(bytes, index));
        }
        long rest = 0;
        for (; index < to; index++) {
            rest = rest << 8 | bytes[index] & 0xFF;
        }
        hash = mix(hash ^ rest);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long value) {
        long product = value * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 29;
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
        return data.length + 4L * offsets.length + 4L * hashes.length + 4L * slots.length;
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
