package io.weir.core.merge;

import io.weir.data.ArrayVector;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.Validity;
import io.weir.data.WideVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Vectors as bytes, little endian, read back by {@link SpillDecoder}.
 *
 * <pre>
 * vector   := kind:byte length:int nulls:byte [validity words:long...] body
 * body     := values ...                         fixed width
 *           | ends:int... data                   byte strings; ends count from 0
 *           | chunk(offset:long size:int raw:int) codes:int...   dictionary
 *           | ends:int... vector(s)              array, map
 *           | children:int vector...             row
 * </pre>
 */
final class SpillEncoder {

    private final Function<BytesVector, SpillChunk> dictionaries;
    private byte[] bytes = new byte[1 << 16];
    private ByteBuffer buffer = wrap(bytes);

    SpillEncoder(Function<BytesVector, SpillChunk> dictionaries) {
        this.dictionaries = dictionaries;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void clear() {
        buffer.clear();
    }

    int size() {
        return buffer.position();
    }

    /** The bytes, of which {@link #size} count; not to be kept. */
    byte[] bytes() {
        return bytes;
    }

    private ByteBuffer room(long more) {
        if (buffer.remaining() < more) {
            int position = buffer.position();
            long wanted = Math.max(2L * bytes.length, position + more);
            bytes =
                    Arrays.copyOf(
                            bytes, Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 16L)));
            buffer = wrap(bytes).position(position);
        }
        return buffer;
    }

    private void advance(int size) {
        buffer.position(buffer.position() + size);
    }

    void vector(ColumnVector vector) {
        int length = vector.length();
        room(6).put((byte) vector.kind().ordinal()).putInt(length);
        validity(vector.validity(), length);
        switch (vector.kind()) {
            case BYTE -> room(length).put(((ByteVector) vector).values(), 0, length);
            case INT -> ints(((IntVector) vector).values(), length);
            case LONG -> longs(((LongVector) vector).values(), length);
            case WIDE -> {
                longs(((WideVector) vector).high(), length);
                longs(((WideVector) vector).low(), length);
            }
            case FLOAT -> {
                room(4L * length).asFloatBuffer().put(((FloatVector) vector).values(), 0, length);
                advance(4 * length);
            }
            case DOUBLE -> {
                room(8L * length).asDoubleBuffer().put(((DoubleVector) vector).values(), 0, length);
                advance(8 * length);
            }
            case BYTES -> text((BytesVector) vector);
            case DICTIONARY -> coded((DictionaryVector) vector);
            case ARRAY -> {
                ArrayVector array = (ArrayVector) vector;
                int[] offsets = array.offsets();
                ints(offsets, length + 1);
                vector(array.elements());
            }
            case MAP -> {
                MapVector map = (MapVector) vector;
                ints(map.offsets(), length + 1);
                vector(map.keys());
                vector(map.values());
            }
            case ROW -> {
                ColumnVector[] children = ((RowVector) vector).children();
                room(4).putInt(children.length);
                for (ColumnVector child : children) {
                    vector(child);
                }
            }
        }
    }

    private void validity(Validity validity, int length) {
        long[] words = validity.words();
        room(1).put((byte) (words == null ? 0 : 1));
        if (words != null) {
            longs(words, Validity.wordCount(length));
        }
    }

    private void ints(int[] values, int count) {
        room(4L * count).asIntBuffer().put(values, 0, count);
        advance(4 * count);
    }

    private void longs(long[] values, int count) {
        room(8L * count).asLongBuffer().put(values, 0, count);
        advance(8 * count);
    }

    private void text(BytesVector vector) {
        int length = vector.length();
        int[] offsets = vector.offsets();
        int start = offsets[0];
        ByteBuffer to = room(4L * length);
        for (int row = 1; row <= length; row++) {
            to.putInt(offsets[row] - start);
        }
        int size = offsets[length] - start;
        room(size).put(vector.data(), start, size);
    }

    private void coded(DictionaryVector vector) {
        SpillChunk chunk = dictionaries.apply(vector.dictionary());
        room(16).putLong(chunk.offset()).putInt(chunk.size()).putInt(chunk.rawSize());
        ints(vector.codes(), vector.length());
    }
}
