package io.weir.core.codec;

/** Zigzag numbers of one to ten bytes, low groups of seven bits first, as Avro has them. */
final class Varint {

    static final int BYTES_MAX = 10;

    private Varint() {}

    /**
     * Writes a number.
     *
     * @return where the next byte goes
     */
    static int write(byte[] target, int at, long value) {
        long rest = value << 1 ^ value >> 63;
        int position = at;
        while ((rest & ~0x7fL) != 0) {
            target[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[position++] = (byte) rest;
        return position;
    }
}
