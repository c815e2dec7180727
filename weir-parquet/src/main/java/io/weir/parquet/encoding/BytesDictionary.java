package io.weir.parquet.encoding;

import java.util.Arrays;

/**
 * Distinct byte strings, numbered in the order they came. Open addressing; slots hold code + 1.
 *
 * <p>Value c is {@code data[offsets[c] .. offsets[c + 1])}.
 */
public final class BytesDictionary {

    private byte[] data = new byte[1024];
    private int[] offsets = new int[65];
    private int[] hashes = new int[64];
    private int[] slots = new int[128];
    private int size;

    public int size() {
        return size;
    }

    public byte[] data() {
        return data;
    }

    public int[] offsets() {
        return offsets;
    }

    public int dataBytes() {
        return offsets[size];
    }

    /** Codes of {@code count} strings laid end to end; unknown ones are added. */
    public void encode(byte[] bytes, int[] from, int first, int count, int[] codes, int at) {
        for (int index = 0; index < count; index++) {
            int start = from[first + index];
            codes[at + index] = code(bytes, start, from[first + index + 1] - start);
        }
    }

    /** The code of a string, which is added if it is new. */
    public int code(byte[] bytes, int offset, int length) {
        int hash = ByteStrings.hash(bytes, offset, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int found = slots[slot] - 1;
            if (found < 0) {
                return add(slot, hash, bytes, offset, length);
            }
            if (hashes[found] == hash
                    && offsets[found + 1] - offsets[found] == length
                    && ByteStrings.equal(data, offsets[found], bytes, offset, length)) {
                return found;
            }
            slot = slot + 1 & mask;
        }
    }

    private int add(int slot, int hash, byte[] bytes, int offset, int length) {
        int code = size++;
        if (code == hashes.length) {
            hashes = Arrays.copyOf(hashes, hashes.length * 2);
            offsets = Arrays.copyOf(offsets, hashes.length + 1);
        }
        int start = offsets[code];
        int end = Math.addExact(start, length);
        if (end > data.length) {
            data = Arrays.copyOf(data, Math.max(end, (int) Math.min(data.length * 2L, 1 << 30)));
        }
        System.arraycopy(bytes, offset, data, start, length);
        offsets[code + 1] = end;
        hashes[code] = hash;
        slots[slot] = code + 1;
        if (size * 2 > slots.length) {
            grow();
        }
        return code;
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = hashes[code] & mask;
            while (larger[slot] != 0) {
                slot = slot + 1 & mask;
            }
            larger[slot] = code + 1;
        }
        slots = larger;
    }
}
