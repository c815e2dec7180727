package io.weir.parquet.encoding;

import java.util.Arrays;

/**
 * Parquet's DELTA_BINARY_PACKED.
 *
 * <p>{@code stream := blockSize miniblocks count zigzag(first) block*}; {@code block :=
 * zigzag(least delta) width{miniblocks} packed*}, each number of a miniblock being its delta less
 * the least one of the block. The last block stops after the last miniblock with values.
 */
public final class Delta {

    private static final int BLOCK = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

    private Delta() {}

    /**
     * Appends {@code values[0 .. count)}.
     *
     * @param narrow whether they are 32-bit numbers, whose deltas wrap at 32 bits
     */
    public static void encode(long[] values, int count, boolean narrow, ByteSink sink) {
        sink.putVarint(BLOCK);
        sink.putVarint(MINIBLOCKS);
        sink.putVarint(count);
        sink.putZigZag(count == 0 ? 0 : values[0]);
        long[] deltas = new long[BLOCK];
        for (int row = 1; row < count; row += BLOCK) {
            int blockCount = Math.min(BLOCK, count - row);
            if (narrow) {
                narrowDeltas(values, row, blockCount, deltas);
            } else {
                deltas(values, row, blockCount, deltas);
            }
            putBlock(deltas, blockCount, narrow, sink);
        }
    }

    private static void deltas(long[] values, int from, int count, long[] deltas) {
        for (int index = 0; index < count; index++) {
            deltas[index] = values[from + index] - values[from + index - 1];
        }
    }

    private static void narrowDeltas(long[] values, int from, int count, long[] deltas) {
        for (int index = 0; index < count; index++) {
            deltas[index] = (int) (values[from + index] - values[from + index - 1]);
        }
    }

    private static void putBlock(long[] deltas, int count, boolean narrow, ByteSink sink) {
        long least = deltas[0];
        for (int index = 1; index < count; index++) {
            least = Math.min(least, deltas[index]);
        }
        long mask = narrow ? 0xFFFFFFFFL : -1L;
        for (int index = 0; index < count; index++) {
            deltas[index] = (deltas[index] - least) & mask;
        }
        Arrays.fill(deltas, count, BLOCK, 0);
        sink.putZigZag(least);
        sink.reserve(MINIBLOCKS + BLOCK * 8 + 16);
        byte[] bytes = sink.bytes();
        int widthAt = sink.length();
        int at = widthAt + MINIBLOCKS;
        for (int miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
            int from = miniblock * MINIBLOCK;
            if (from >= count) {
                bytes[widthAt + miniblock] = 0;
                continue;
            }
            long all = 0;
            for (int index = from; index < from + MINIBLOCK; index++) {
                all |= deltas[index];
            }
            int width = BitPacking.widthOf(all);
            bytes[widthAt + miniblock] = (byte) width;
            BitPacking.pack(deltas, from, MINIBLOCK, width, bytes, at);
            at += width * MINIBLOCK / 8;
        }
        sink.setLength(at);
    }

    /** Mean bits a value that {@link #encode} would need for these, headers included. */
    public static double bitsPerValue(long[] values, int count) {
        if (count < 2) {
            return 64;
        }
        long bits = 0;
        long[] deltas = new long[MINIBLOCK];
        int blocks = 0;
        for (int row = 1; row + MINIBLOCK <= count; row += MINIBLOCK) {
            deltas(values, row, MINIBLOCK, deltas);
            long least = deltas[0];
            long most = deltas[0];
            for (int index = 1; index < MINIBLOCK; index++) {
                least = Math.min(least, deltas[index]);
                most = Math.max(most, deltas[index]);
            }
            bits += (long) MINIBLOCK * BitPacking.widthOf(most - least) + 16;
            blocks++;
        }
        return blocks == 0 ? 64 : (double) bits / (blocks * MINIBLOCK);
    }

    /** Reads exactly {@code count} numbers; 32-bit ones are given with their sign. */
    public static void decode(ByteSource source, long[] target, int count, boolean narrow) {
        int blockSize = source.getCount(1 << 20, "delta block size");
        int miniblocks = source.getCount(1 << 14, "miniblocks of a delta block");
        if (blockSize == 0 || miniblocks == 0 || blockSize % miniblocks != 0) {
            throw new MalformedException(
                    "a delta block of " + blockSize + " in " + miniblocks + " miniblocks");
        }
        int miniblock = blockSize / miniblocks;
        if (miniblock % 8 != 0) {
            throw new MalformedException("a delta miniblock of " + miniblock + " values");
        }
        long stored = source.getVarint();
        if (stored != count) {
            throw new MalformedException(stored + " delta values where " + count + " should be");
        }
        long first = source.getZigZag();
        if (count == 0) {
            return;
        }
        target[0] = first;
        int row = 1;
        while (row < count) {
            row = decodeBlock(source, target, row, count, miniblocks, miniblock);
        }
        if (narrow) {
            for (int index = 0; index < count; index++) {
                target[index] = (int) target[index];
            }
        }
    }

    private static int decodeBlock(
            ByteSource source, long[] target, int from, int count, int miniblocks, int miniblock) {
        long least = source.getZigZag();
        int widthAt = source.take(miniblocks);
        byte[] bytes = source.bytes();
        int row = from;
        for (int index = 0; index < miniblocks && row < count; index++) {
            int width = bytes[widthAt + index] & 0xFF;
            if (width > 64) {
                throw new MalformedException("bit width " + width + " in a delta block");
            }
            int values = Math.min(miniblock, count - row);
            int whole = width * (miniblock / 8);
            int at =
                    source.take(
                            whole <= source.remaining()
                                    ? whole
                                    : BitPacking.byteCount(values, width));
            BitPacking.unpack(bytes, at, width, target, row, values);
            long last = target[row - 1];
            for (int place = row; place < row + values; place++) {
                last += least + target[place];
                target[place] = last;
            }
            row += values;
        }
        return row;
    }
}
