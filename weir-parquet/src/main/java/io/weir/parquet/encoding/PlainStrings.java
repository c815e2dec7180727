package io.weir.parquet.encoding;

import io.weir.data.ByteCopy;
import java.util.Arrays;

/**
 * Byte strings in the encodings that do not use a dictionary. Results are places in a byte array:
 * value r is {@code data[starts[r] .. starts[r] + lengths[r])}.
 */
public final class PlainStrings {

    private PlainStrings() {}

    /** PLAIN: appends {@code count} strings laid end to end, each after its length. */
    public static void encode(byte[] bytes, int[] offsets, int from, int count, ByteSink sink) {
        sink.reserve(Math.addExact(offsets[from + count] - offsets[from], 4 * count));
        byte[] target = sink.bytes();
        int at = sink.length();
        for (int row = from; row < from + count; row++) {
            int start = offsets[row];
            int length = offsets[row + 1] - start;
            Lanes.putInt(target, at, length);
            ByteCopy.copy(bytes, start, target, at + 4, length);
            at += 4 + length;
        }
        sink.setLength(at);
    }

    /** Bytes of the strings {@code rows[0 .. count)}. */
    public static long sizeBytes(int[] offsets, int[] rows, int count) {
        long total = 0;
        for (int index = 0; index < count; index++) {
            total += offsets[rows[index] + 1] - offsets[rows[index]];
        }
        return total;
    }

    /** PLAIN: appends the strings {@code rows[from .. from + count)}, each after its length. */
    public static void encode(
            byte[] bytes, int[] offsets, int[] rows, int from, int count, ByteSink sink) {
        for (int index = from; index < from + count; index++) {
            int start = offsets[rows[index]];
            int length = offsets[rows[index] + 1] - start;
            sink.putInt(length);
            sink.put(bytes, start, length);
        }
    }

    /** PLAIN: each string after its length in four bytes. The data is the source's array. */
    public static void decodePlain(ByteSource source, int count, int[] starts, int[] lengths) {
        byte[] bytes = source.bytes();
        int at = source.position();
        int end = source.end();
        for (int row = 0; row < count; row++) {
            if (at > end - 4) {
                throw new MalformedException("string " + row + " of " + count + " is missing");
            }
            int length = Lanes.getInt(bytes, at);
            at += 4;
            if (length < 0 || length > end - at) {
                throw new MalformedException(
                        "string " + row + " of " + length + " bytes, " + (end - at) + " are left");
            }
            starts[row] = at;
            lengths[row] = length;
            at += length;
        }
        source.take(at - source.position());
    }

    /** Strings of one length, laid end to end. The data is the source's array. */
    public static void decodeFixed(
            ByteSource source, int count, int width, int[] starts, int[] lengths) {
        int at = source.take((long) count * width);
        for (int row = 0; row < count; row++) {
            starts[row] = at + row * width;
            lengths[row] = width;
        }
    }

    /**
     * DELTA_LENGTH_BYTE_ARRAY: all lengths, then the strings laid end to end. The data is the
     * source's array.
     *
     * @param numbers scratch for at least {@code count} lengths
     */
    public static void decodeLengths(
            ByteSource source, int count, long[] numbers, int[] starts, int[] lengths) {
        Delta.decode(source, numbers, count, true);
        int at = source.position();
        long left = source.remaining();
        for (int row = 0; row < count; row++) {
            long length = numbers[row];
            if (length < 0 || length > left) {
                throw new MalformedException(
                        "string " + row + " of " + length + " bytes, " + left + " are left");
            }
            starts[row] = at;
            lengths[row] = (int) length;
            at += (int) length;
            left -= length;
        }
        source.take(at - source.position());
    }

    /**
     * DELTA_BYTE_ARRAY: lengths shared with the string before, then the rests.
     *
     * @param bytesMax bytes the strings may take together: a long one costs little to repeat
     * @return a new array with the strings
     */
    public static byte[] decodePrefixed(
            ByteSource source,
            int count,
            long[] numbers,
            int[] starts,
            int[] lengths,
            long bytesMax) {
        Delta.decode(source, numbers, count, true);
        long[] shared = Arrays.copyOf(numbers, count);
        decodeLengths(source, count, numbers, starts, lengths);
        long total = 0;
        long before = 0;
        for (int row = 0; row < count; row++) {
            if (shared[row] < 0 || shared[row] > before) {
                throw new MalformedException(
                        "string " + row + " shares " + shared[row] + " bytes of " + before);
            }
            before = shared[row] + lengths[row];
            total += before;
        }
        if (total > Math.min(bytesMax, Integer.MAX_VALUE - 64)) {
            throw new MalformedException("strings of " + total + " bytes in a page");
        }
        byte[] bytes = source.bytes();
        byte[] data = new byte[(int) total + ByteSource.SLACK];
        int at = 0;
        int last = 0;
        for (int row = 0; row < count; row++) {
            int prefix = (int) shared[row];
            System.arraycopy(data, last, data, at, prefix);
            System.arraycopy(bytes, starts[row], data, at + prefix, lengths[row]);
            starts[row] = at;
            lengths[row] += prefix;
            last = at;
            at += lengths[row];
        }
        return data;
    }
}
