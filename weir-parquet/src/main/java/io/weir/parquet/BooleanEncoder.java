package io.weir.parquet;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.VectorKind;
import io.weir.parquet.encoding.ByteSink;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** BOOLEAN, in PLAIN form: one bit a value. */
final class BooleanEncoder implements ValueEncoder {

    private final NumberBounds bounds = new NumberBounds(VectorKind.BYTE, 1);
    private long[] values = new long[1024];
    private int count;

    private void room(int more) {
        if (count + more > values.length) {
            values = Arrays.copyOf(values, Math.max(count + more, values.length * 2));
        }
    }

    @Override
    public void append(ColumnVector source, int from, int added) {
        room(added);
        byte[] bytes = ((ByteVector) source).values();
        for (int index = 0; index < added; index++) {
            values[count + index] = bytes[from + index];
        }
        count += added;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int added) {
        room(added);
        byte[] bytes = ((ByteVector) source).values();
        for (int index = 0; index < added; index++) {
            values[count + index] = bytes[rows[index]];
        }
        count += added;
    }

    @Override
    public long pendingBytes() {
        return count / 8;
    }

    @Override
    public Encoding encodePage(ByteSink page) {
        bounds.clear();
        bounds.include(values, count);
        int bytes = (count + 7) / 8;
        page.reserve(bytes);
        for (int at = 0; at < bytes; at++) {
            int bits = 0;
            int last = Math.min(8, count - at * 8);
            for (int bit = 0; bit < last; bit++) {
                bits |= (int) (values[at * 8 + bit] & 1) << bit;
            }
            page.putByte(bits);
        }
        count = 0;
        return Encoding.PLAIN;
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
        throw new IllegalStateException("booleans have no dictionary");
    }

    @Override
    public void startChunk() {}
}
