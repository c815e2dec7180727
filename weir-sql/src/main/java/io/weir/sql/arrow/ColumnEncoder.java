package io.weir.sql.arrow;

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
import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * Lays columns out as Arrow buffers. Collects the nodes and buffers of the columns it was given, in
 * Arrow's order; whoever takes them owns the buffers. One thread.
 */
final class ColumnEncoder {

    private final BufferAllocator allocator;
    private final List<ArrowFieldNode> nodes = new ArrayList<>();
    private final List<ArrowBuf> buffers = new ArrayList<>();

    ColumnEncoder(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    List<ArrowFieldNode> nodes() {
        return nodes;
    }

    List<ArrowBuf> buffers() {
        return buffers;
    }

    /** Gives back what was laid out so far. */
    void release() {
        buffers.forEach(ArrowBuf::close);
        buffers.clear();
    }

    /** Adds a column with its children. */
    void add(ColumnVector column, DataType type) {
        if (column instanceof DictionaryVector dictionary) {
            add(dictionary.flatten(), type);
            return;
        }
        node(column.length(), column.validity());
        int length = column.length();
        switch (column.kind()) {
            case BYTE -> addBytes((ByteVector) column, type);
            case INT -> addInts((IntVector) column, type);
            case LONG -> addLongs((LongVector) column, type);
            case WIDE -> addWides((WideVector) column, type);
            case FLOAT -> {
                ByteBuffer target = target(4L * length);
                target.asFloatBuffer().put(((FloatVector) column).values(), 0, length);
            }
            case DOUBLE -> {
                ByteBuffer target = target(8L * length);
                target.asDoubleBuffer().put(((DoubleVector) column).values(), 0, length);
            }
            case BYTES -> addStrings((BytesVector) column);
            case ARRAY -> {
                ArrayVector array = (ArrayVector) column;
                target(4L * (length + 1)).asIntBuffer().put(array.offsets(), 0, length + 1);
                add(array.elements(), ((ArrayType) type).element());
            }
            case MAP -> addMap((MapVector) column, type);
            case ROW -> {
                ColumnVector[] children = ((RowVector) column).children();
                for (int child = 0; child < children.length; child++) {
                    add(children[child], ((RowType) type).type(child));
                }
            }
            case DICTIONARY -> throw new IllegalStateException("flattened above");
        }
    }

    /** Adds the codes of a dictionary column; the dictionary itself travels apart. */
    void addCodes(int[] codes, int length, Validity validity) {
        node(length, validity);
        target(4L * length).asIntBuffer().put(codes, 0, length);
    }

    /** Adds a column of false values, which stands for rows of which no column is wanted. */
    void addNothing(int length) {
        node(length, Validity.ALL);
        ArrowBuf buffer = buffer((length + 7) / 8);
        buffer.setZero(0, buffer.capacity());
    }

    private void node(int length, Validity validity) {
        int nulls = validity.nullCount(length);
        nodes.add(new ArrowFieldNode(length, nulls));
        long[] words = validity.words();
        if (nulls == 0 || words == null) {
            buffers.add(allocator.getEmpty());
        } else {
            int count = Validity.wordCount(length);
            target(8L * count).asLongBuffer().put(words, 0, count);
        }
    }

    private ArrowBuf buffer(long bytes) {
        ArrowBuf buffer = allocator.buffer(bytes);
        buffer.writerIndex(bytes);
        buffers.add(buffer);
        return buffer;
    }

    private ByteBuffer target(long bytes) {
        if (bytes == 0) {
            buffers.add(allocator.getEmpty());
            return ByteBuffer.allocate(0);
        }
        return buffer(bytes).nioBuffer(0, Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void addBytes(ByteVector column, DataType type) {
        int length = column.length();
        byte[] values = column.values();
        if (type.kind() == TypeKind.TINYINT) {
            target(length).put(values, 0, length);
            return;
        }
        byte[] bits = new byte[(length + 7) / 8];
        for (int row = 0; row < length; row++) {
            bits[row >>> 3] |= (byte) ((values[row] & 1) << (row & 7));
        }
        target(bits.length).put(bits);
    }

    private void addInts(IntVector column, DataType type) {
        int length = column.length();
        int[] values = column.values();
        if (type.kind() != TypeKind.SMALLINT) {
            target(4L * length).asIntBuffer().put(values, 0, length);
            return;
        }
        short[] shorts = new short[length];
        for (int row = 0; row < length; row++) {
            shorts[row] = (short) values[row];
        }
        target(2L * length).asShortBuffer().put(shorts);
    }

    private void addLongs(LongVector column, DataType type) {
        int length = column.length();
        long[] values = column.values();
        if (type.kind() == TypeKind.DECIMAL) {
            long[] pairs = new long[2 * length];
            for (int row = 0; row < length; row++) {
                pairs[2 * row] = values[row];
                pairs[2 * row + 1] = values[row] >> 63;
            }
            target(16L * length).asLongBuffer().put(pairs);
        } else if (type.kind() != TypeKind.BIGINT && ((ScalarType) type).precision() <= 3) {
            target(8L * length).asLongBuffer().put(micros(values, column.validity(), length));
        } else {
            target(8L * length).asLongBuffer().put(values, 0, length);
        }
    }

    private static long[] micros(long[] millis, Validity validity, int length) {
        long[] micros = new long[length];
        boolean overflow = false;
        for (int row = 0; row < length; row++) {
            micros[row] = millis[row] * 1000;
            overflow |= Math.abs(millis[row]) > Long.MAX_VALUE / 1000;
        }
        if (overflow) {
            for (int row = 0; row < length; row++) {
                if (validity.isValid(row)) {
                    timestampScale(millis[row], 1000);
                }
            }
        }
        return micros;
    }

    private static long timestampScale(long millis, long factor) {
        try {
            return Math.multiplyExact(millis, factor);
        } catch (ArithmeticException e) {
            throw new InvalidRequestException(
                    "timestamp of "
                            + millis
                            + " milliseconds since 1970 is out of the range of the query engine",
                    e);
        }
    }

    private void addWides(WideVector column, DataType type) {
        int length = column.length();
        long[] high = column.high();
        long[] low = column.low();
        if (type.kind() == TypeKind.DECIMAL) {
            long[] pairs = new long[2 * length];
            for (int row = 0; row < length; row++) {
                pairs[2 * row] = low[row];
                pairs[2 * row + 1] = high[row];
            }
            target(16L * length).asLongBuffer().put(pairs);
            return;
        }
        boolean nanos = type.kind() == TypeKind.TIMESTAMP;
        long factor = nanos ? 1_000_000 : 1000;
        long divisor = nanos ? 1 : 1000;
        Validity validity = column.validity();
        long[] values = new long[length];
        for (int row = 0; row < length; row++) {
            if (validity.isValid(row)) {
                values[row] = timestampScale(high[row], factor) + low[row] / divisor;
            }
        }
        target(8L * length).asLongBuffer().put(values);
    }

    private void addStrings(BytesVector column) {
        int length = column.length();
        int[] offsets = column.offsets();
        int first = offsets[0];
        int size = offsets[length] - first;
        if (first == 0) {
            target(4L * (length + 1)).asIntBuffer().put(offsets, 0, length + 1);
        } else {
            int[] moved = new int[length + 1];
            for (int row = 0; row <= length; row++) {
                moved[row] = offsets[row] - first;
            }
            target(4L * (length + 1)).asIntBuffer().put(moved);
        }
        target(size).put(column.data(), first, size);
    }

    private void addMap(MapVector column, DataType type) {
        int length = column.length();
        MapType map = type instanceof MultisetType multiset ? multiset.asMap() : (MapType) type;
        target(4L * (length + 1)).asIntBuffer().put(column.offsets(), 0, length + 1);
        node(column.keys().length(), Validity.ALL);
        add(column.keys(), map.key());
        add(column.values(), map.value());
    }

    /** Whether columns of a type may come with a dictionary. */
    static boolean mayHaveDictionary(DataType type) {
        return VectorKind.of(type) == VectorKind.BYTES;
    }
}
