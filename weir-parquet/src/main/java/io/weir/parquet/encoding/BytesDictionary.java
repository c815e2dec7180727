package io.weir.parquet.encoding;

import java.util.Arrays;

/**
 * Distinct byte strings, numbered in the order they came. Open addressing; slots hold the hash in
 * their upper half and code + 1 in the lower one, so that most misses are settled in the slot. For
 * each value its length and the ends of it stand together, so that a hit of up to 16 bytes is
 * settled there, without the bytes.
 *
 * <p>Value c is {@code data[offsets[c] .. offsets[c + 1])}.
 */
public final class BytesDictionary {

    private static final int BLOCK = 64;
    private static final int END_WORDS = 4;

    private byte[] data = new byte[1024];
    private int[] offsets = new int[65];
    private long[] slots = new long[128];
    // Of each value: length, first eight bytes, last eight bytes.
    private long[] ends = new long[64 * END_WORDS];
    private int size;

    private final int[] blockHashes = new int[BLOCK];
    private final long[] blockEntries = new long[BLOCK];
    private final long[] blockLengths = new long[BLOCK];
    private final long[] blockFirsts = new long[BLOCK];
    private final long[] blockLasts = new long[BLOCK];

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

    /**
     * Codes of {@code count} strings laid end to end; unknown ones are added.
     *
     * <p>Goes through the strings in blocks and three passes, so that the loads of many slots and
     * words are under way at once: with a big dictionary nearly each of them misses the cache.
     */
    public void encode(byte[] bytes, int[] from, int first, int count, int[] codes, int at) {
        for (int done = 0; done < count; done += BLOCK) {
            encodeBlock(bytes, from, first + done, Math.min(BLOCK, count - done), codes, at + done);
        }
    }

    private void encodeBlock(byte[] bytes, int[] from, int first, int count, int[] codes, int at) {
        int mask = slots.length - 1;
        for (int index = 0; index < count; index++) {
            int start = from[first + index];
            int hash = ByteStrings.hash(bytes, start, from[first + index + 1] - start);
            blockHashes[index] = hash;
            blockEntries[index] = slots[hash & mask];
        }
        for (int index = 0; index < count; index++) {
            // An empty slot gives code -1, whose place is looked up as that of code 0.
            int at4 = END_WORDS * Math.max(0, (int) blockEntries[index] - 1);
            blockLengths[index] = ends[at4];
            blockFirsts[index] = ends[at4 + 1];
            blockLasts[index] = ends[at4 + 2];
        }
        for (int index = 0; index < count; index++) {
            int start = from[first + index];
            int length = from[first + index + 1] - start;
            long entry = blockEntries[index];
            boolean same =
                    entry != 0
                            && (int) (entry >>> 32) == blockHashes[index]
                            && blockLengths[index] == length
                            && blockFirsts[index] == ByteStrings.first(bytes, start, length)
                            && blockLasts[index] == ByteStrings.last(bytes, start, length)
                            && (length <= 16 || isWhole((int) entry - 1, bytes, start, length));
            codes[at + index] =
                    same ? (int) entry - 1 : find(blockHashes[index], bytes, start, length);
        }
    }

    private boolean isWhole(int code, byte[] bytes, int offset, int length) {
        return ByteStrings.equal(data, offsets[code], bytes, offset, length);
    }

    /** The code of a string, which is added if it is new. */
    public int code(byte[] bytes, int offset, int length) {
        return find(ByteStrings.hash(bytes, offset, length), bytes, offset, length);
    }

    private int find(int hash, byte[] bytes, int offset, int length) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            long entry = slots[slot];
            if (entry == 0) {
                return add(slot, hash, bytes, offset, length);
            }
            if ((int) (entry >>> 32) == hash) {
                int found = (int) entry - 1;
                int start = offsets[found];
                if (offsets[found + 1] - start == length
                        && ByteStrings.equal(data, start, bytes, offset, length)) {
                    return found;
                }
            }
            slot = slot + 1 & mask;
        }
    }

    private int add(int slot, int hash, byte[] bytes, int offset, int length) {
        int code = size++;
        if (code + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2 - 1);
        }
        int start = offsets[code];
        int end = Math.addExact(start, length);
        if (end > data.length) {
            data = Arrays.copyOf(data, Math.max(end, (int) Math.min(data.length * 2L, 1 << 30)));
        }
        System.arraycopy(bytes, offset, data, start, length);
        offsets[code + 1] = end;
        if (END_WORDS * size > ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        ends[END_WORDS * code] = length;
        ends[END_WORDS * code + 1] = ByteStrings.first(bytes, offset, length);
        ends[END_WORDS * code + 2] = ByteStrings.last(bytes, offset, length);
        slots[slot] = (long) hash << 32 | (code + 1);
        if (size * 2 > slots.length) {
            grow();
        }
        return code;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        int mask = larger.length - 1;
        for (long entry : slots) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (larger[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                larger[slot] = entry;
            }
        }
        slots = larger;
    }
}
