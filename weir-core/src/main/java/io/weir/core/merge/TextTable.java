package io.weir.core.merge;

import io.weir.data.BytesVector;
import io.weir.data.Validity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Gives equal byte strings one code, from 0 up in order of appearance. One thread at a time.
 *
 * <p>A slot of the hash table tells all that is needed to find and compare its string, so that a
 * look costs two waits for memory, the slot and the bytes; many looks at once share their waits.
 *
 * <pre>
 * slots   hash (32 bits) code + 1 (32 bits) | start (32 bits) length (32 bits)     0 0 is free
 * </pre>
 */
public final class TextTable {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HASH_MASK = 0xFFFFFFFF00000000L;

    /** Strings looked up together. */
    private static final int BLOCK = 64;

    private final long[] hashes = new long[BLOCK];
    private final int[] places = new int[BLOCK];
    private byte[] data = new byte[1024];
    private int[] offsets = new int[65];
    private long[] slots = new long[2 * 256];
    private int size;

    /** What {@link #touch} read, kept so that the reads are not left out. */
    private int touched;

    /**
     * The codes of many byte strings, new ones for those not seen before.
     *
     * @param offsets string r is {@code bytes[offsets[r] .. offsets[r + 1])}
     * @param rows {@code rows[from .. from + count)} are looked up
     * @param target gets their codes from {@code at} on
     */
    public void codes(
            byte[] bytes, int[] offsets, int[] rows, int from, int count, int[] target, int at) {
        for (int done = 0; done < count; done += BLOCK) {
            int block = Math.min(BLOCK, count - done);
            hash(bytes, offsets, rows, from + done, block);
            find(block);
            touch(block);
            for (int index = 0; index < block; index++) {
                int row = rows[from + done + index];
                int start = offsets[row];
                int end = offsets[row + 1];
                int place = places[index];
                // Strings of this block that were added meanwhile may have moved or taken slots.
                target[at + done + index] =
                        place < slots.length && isEntry(place, hashes[index], bytes, start, end)
                                ? (int) slots[place] - 1
                                : code(hashes[index], bytes, start, end);
            }
        }
    }

    private void hash(byte[] bytes, int[] offsets, int[] rows, int from, int count) {
        for (int index = 0; index < count; index++) {
            int row = rows[from + index];
            hashes[index] = hash(bytes, offsets[row], offsets[row + 1]) & HASH_MASK;
        }
    }

    /** The slot of each string of a block: the first with its hash, or a free one. */
    private void find(int count) {
        long[] all = slots;
        int mask = all.length - 2;
        for (int index = 0; index < count; index++) {
            long hash = hashes[index];
            int place = (int) (hash >>> 31) & mask;
            long entry = all[place];
            while (entry != 0 && (entry & HASH_MASK) != hash) {
                place = (place + 2) & mask;
                entry = all[place];
            }
            places[index] = place;
        }
    }

    /** Reads a byte of each string that is there, all at once. */
    private void touch(int count) {
        int sum = 0;
        for (int index = 0; index < count; index++) {
            sum += data[(int) (slots[places[index] + 1] >>> 32)];
        }
        touched = sum;
    }

    private boolean isEntry(int place, long hash, byte[] bytes, int from, int to) {
        long where = slots[place + 1];
        return (slots[place] & HASH_MASK) == hash
                && slots[place] != 0
                && (int) where == to - from
                && isEqual(bytes, from, to, (int) (where >>> 32));
    }

    /** The code of {@code bytes[from .. to)}, a new one if it was not seen before. */
    public int code(byte[] bytes, int from, int to) {
        return code(hash(bytes, from, to) & HASH_MASK, bytes, from, to);
    }

    private int code(long hash, byte[] bytes, int from, int to) {
        int mask = slots.length - 2;
        int place = (int) (hash >>> 31) & mask;
        while (slots[place] != 0) {
            if (isEntry(place, hash, bytes, from, to)) {
                return (int) slots[place] - 1;
            }
            place = (place + 2) & mask;
        }
        slots[place] = hash | (size + 1);
        slots[place + 1] = (long) offsets[size] << 32 | (to - from);
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
        if (end > data.length - 1) {
            // One byte behind the last string: an empty string at the end can be touched, too.
            long doubled = Math.min(2L * data.length, 1L << 30);
            data = Arrays.copyOf(data, (int) Math.max(end + 1L, doubled));
        }
        System.arraycopy(bytes, from, data, start, to - from);
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size + 1);
        }
        offsets[++size] = end;
        if (4 * size > slots.length) {
            grow();
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        int mask = slots.length - 2;
        for (int from = 0; from < old.length; from += 2) {
            if (old[from] != 0) {
                int place = (int) (old[from] >>> 31) & mask;
                while (slots[place] != 0) {
                    place = (place + 2) & mask;
                }
                slots[place] = old[from];
                slots[place + 1] = old[from + 1];
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

    @Override
    public String toString() {
        return size + " strings, " + sizeBytes() + " bytes, last touched " + touched;
    }
}
