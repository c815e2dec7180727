package io.weir.parquet.encoding;

import java.util.Arrays;

/** Distinct numbers, numbered in the order they came. Open addressing; slots hold code + 1. */
public final class LongDictionary {

    private long[] values = new long[64];
    private int[] slots = new int[128];
    private int size;

    public int size() {
        return size;
    }

    /** The number of each code. */
    public long[] values() {
        return values;
    }

    /** Codes of {@code numbers[0 .. count)}; unknown ones are added. */
    public void encode(long[] numbers, int count, int[] codes) {
        for (int index = 0; index < count; index++) {
            codes[index] = code(numbers[index]);
        }
    }

    private int code(long number) {
        int mask = slots.length - 1;
        int slot = slotOf(number) & mask;
        while (true) {
            int found = slots[slot] - 1;
            if (found < 0) {
                return add(slot, number);
            }
            if (values[found] == number) {
                return found;
            }
            slot = slot + 1 & mask;
        }
    }

    private static int slotOf(long number) {
        long hash = number * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) ^ (int) (hash >>> 48);
    }

    private int add(int slot, long number) {
        int code = size++;
        if (code == values.length) {
            values = Arrays.copyOf(values, values.length * 2);
        }
        values[code] = number;
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
            int slot = slotOf(values[code]) & mask;
            while (larger[slot] != 0) {
                slot = slot + 1 & mask;
            }
            larger[slot] = code + 1;
        }
        slots = larger;
    }
}
