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
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;

/** Reads what {@link SpillEncoder} wrote in this process. */
final class SpillDecoder {

    private static final VectorKind[] KINDS = VectorKind.values();

    private final ByteBuffer buffer;
    private final Function<SpillChunk, BytesVector> dictionaries;

    SpillDecoder(byte[] bytes, int size, Function<SpillChunk, BytesVector> dictionaries) {
        this.buffer = ByteBuffer.wrap(bytes, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        this.dictionaries = dictionaries;
    }

    ColumnVector vector() {
        VectorKind kind = KINDS[buffer.get()];
        int length = buffer.getInt();
        Validity validity =
                buffer.get() == 0 ? Validity.ALL : Validity.of(longs(Validity.wordCount(length)));
        return switch (kind) {
            case BYTE -> {
                byte[] values = new byte[length];
                buffer.get(values);
                yield new ByteVector(values, length, validity);
            }
            case INT -> new IntVector(ints(0, length), length, validity);
            case LONG -> new LongVector(longs(length), length, validity);
            case WIDE -> new WideVector(longs(length), longs(length), length, validity);
            case FLOAT -> {
                float[] values = new float[length];
                buffer.asFloatBuffer().get(values);
                buffer.position(buffer.position() + 4 * length);
                yield new FloatVector(values, length, validity);
            }
            case DOUBLE -> {
                double[] values = new double[length];
                buffer.asDoubleBuffer().get(values);
                buffer.position(buffer.position() + 8 * length);
                yield new DoubleVector(values, length, validity);
            }
            case BYTES -> {
                int[] offsets = ints(1, length);
                byte[] data = new byte[offsets[length]];
                buffer.get(data);
                yield new BytesVector(data, offsets, length, validity);
            }
            case DICTIONARY -> {
                SpillChunk chunk =
                        new SpillChunk(buffer.getLong(), buffer.getInt(), buffer.getInt());
                yield new DictionaryVector(
                        dictionaries.apply(chunk), ints(0, length), length, validity);
            }
            case ARRAY -> new ArrayVector(ints(0, length + 1), vector(), length, validity);
            case MAP -> new MapVector(ints(0, length + 1), vector(), vector(), length, validity);
            case ROW -> {
                ColumnVector[] children = new ColumnVector[buffer.getInt()];
                for (int child = 0; child < children.length; child++) {
                    children[child] = vector();
                }
                yield new RowVector(children, length, validity);
            }
        };
    }

    /** Reads {@code count} ints behind {@code before} zeros. */
    private int[] ints(int before, int count) {
        int[] values = new int[before + count];
        buffer.asIntBuffer().get(values, before, count);
        buffer.position(buffer.position() + 4 * count);
        return values;
    }

    private long[] longs(int count) {
        long[] values = new long[count];
        buffer.asLongBuffer().get(values);
        buffer.position(buffer.position() + 8 * count);
        return values;
    }
}
