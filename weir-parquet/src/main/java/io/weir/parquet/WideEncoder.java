package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.data.WideVector;
import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.Lanes;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * Values of two longs in PLAIN form: long decimals as big-endian numbers of a fixed width, and
 * timestamps of nanoseconds as INT96 in its normal form (nanoseconds of the day, then the Julian
 * day, both little endian).
 */
final class WideEncoder implements ValueEncoder {

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long EPOCH_JULIAN_DAY = 2_440_588L;

    private final int width;
    private final boolean timestamps;
    private final WideBounds bounds;
    private long[] high = new long[256];
    private long[] low = new long[256];
    private int count;

    WideEncoder(int width, boolean timestamps) {
        this.width = width;
        this.timestamps = timestamps;
        this.bounds = new WideBounds(width);
    }

    private void room(int more) {
        if (count + more > high.length) {
            int length = Math.max(count + more, high.length * 2);
            high = Arrays.copyOf(high, length);
            low = Arrays.copyOf(low, length);
        }
    }

    @Override
    public void append(ColumnVector source, int from, int added) {
        room(added);
        WideVector vector = (WideVector) source;
        System.arraycopy(vector.high(), from, high, count, added);
        System.arraycopy(vector.low(), from, low, count, added);
        count += added;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int added) {
        room(added);
        WideVector vector = (WideVector) source;
        long[] fromHigh = vector.high();
        long[] fromLow = vector.low();
        for (int index = 0; index < added; index++) {
            high[count + index] = fromHigh[rows[index]];
            low[count + index] = fromLow[rows[index]];
        }
        count += added;
    }

    @Override
    public long pendingBytes() {
        return (long) count * width;
    }

    @Override
    public Encoding encodePage(ByteSink page) {
        bounds.clear();
        bounds.include(high, low, count);
        page.reserve(count * width);
        byte[] bytes = page.bytes();
        int at = page.length();
        for (int index = 0; index < count; index++, at += width) {
            if (timestamps) {
                putTimestamp(high[index], low[index], bytes, at);
            } else {
                putBigEndian(high[index], low[index], width, bytes, at);
            }
        }
        page.setLength(at);
        count = 0;
        return Encoding.PLAIN;
    }

    private static void putTimestamp(long millis, long nanos, byte[] bytes, int at) {
        long nanosOfDay = Math.floorMod(millis, DAY_MILLIS) * 1_000_000 + nanos;
        Lanes.putLong(bytes, at, nanosOfDay);
        Lanes.putInt(bytes, at + 8, (int) (Math.floorDiv(millis, DAY_MILLIS) + EPOCH_JULIAN_DAY));
    }

    private static void putBigEndian(long high, long low, int width, byte[] bytes, int at) {
        for (int place = 0; place < width; place++) {
            int shift = 8 * (width - 1 - place);
            bytes[at + place] = (byte) (shift >= 64 ? high >> (shift - 64) : low >> shift);
        }
    }

    /** A number of 128 bits as so many bytes, most significant first. */
    static byte[] bigEndian(long high, long low, int width) {
        byte[] bytes = new byte[width];
        putBigEndian(high, low, width, bytes, 0);
        return bytes;
    }

    @Override
    public ValueBounds pageBounds() {
        return bounds;
    }

    @Override
    public boolean hasDictionary() {
        return false;
    }

    @Override
    public int dictionarySize() {
        return 0;
    }

    @Override
    public long dictionaryBytes() {
        return 0;
    }

    @Override
    public void encodeDictionary(ByteSink page) {
        throw new IllegalStateException("wide values have no dictionary");
    }

    @Override
    public void startChunk() {}
}
