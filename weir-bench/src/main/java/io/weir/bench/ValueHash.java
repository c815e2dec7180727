package io.weir.bench;

/** Hashes of single values, the same for both engines; their sum does not depend on order. */
final class ValueHash {

    private ValueHash() {}

    static long of(int column, long value) {
        long mixed = (value + column) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    /**
     * Length, first and last byte: enough to prove the bytes were there without drowning the read
     * in hashing.
     */
    static long ofText(int column, int length, byte first, byte last) {
        return of(column, ((long) length << 16) | ((first & 0xff) << 8) | (last & 0xff));
    }
}
