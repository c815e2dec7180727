package io.weir.sql.arrow;

import io.weir.data.ArrayVector;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.Validity;
import io.weir.data.WideVector;
import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Arrow vectors to vectors of ours, array by array. */
final class ColumnDecoder {

    private ColumnDecoder() {}

    /**
     * Copies a vector.
     *
     * @param type what its values are here; must be the vector's type up to the precision of times
     * @param length values to take
     */
    static ColumnVector decode(FieldVector vector, DataType type, int length) {
        Validity validity = validity(vector, length);
        return switch (type.kind()) {
            case BOOLEAN -> new ByteVector(bits(vector, length), length, validity);
            case TINYINT -> new ByteVector(bytes(vector, length), length, validity);
            case SMALLINT -> new IntVector(shorts(vector, length), length, validity);
            case INT, DATE -> new IntVector(ints(vector, length), length, validity);
            case TIME -> time(vector, (ScalarType) type, length, validity);
            case BIGINT -> new LongVector(longs(vector, 8, length), length, validity);
            case FLOAT -> {
                float[] values = new float[length];
                data(vector, 4L * length).asFloatBuffer().get(values);
                yield new FloatVector(values, length, validity);
            }
            case DOUBLE -> {
                double[] values = new double[length];
                data(vector, 8L * length).asDoubleBuffer().get(values);
                yield new DoubleVector(values, length, validity);
            }
            case DECIMAL -> decimal(vector, (ScalarType) type, length, validity);
            case CHAR, VARCHAR, BINARY, VARBINARY -> strings(vector, length, validity);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(vector, (ScalarType) type, length, validity);
            case ARRAY -> array(vector, (ArrayType) type, length, validity);
            case MAP -> map(vector, (MapType) type, length, validity);
            case MULTISET -> map(vector, ((MultisetType) type).asMap(), length, validity);
            case ROW -> row(vector, (RowType) type, length, validity);
        };
    }

    private static Validity validity(FieldVector vector, int length) {
        if (length == 0 || vector.getNullCount() == 0) {
            return Validity.ALL;
        }
        byte[] bytes = new byte[8 * Validity.wordCount(length)];
        vector.getValidityBuffer().getBytes(0, bytes, 0, (length + 7) / 8);
        long[] words = new long[Validity.wordCount(length)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return Validity.of(words);
    }

    private static ByteBuffer data(FieldVector vector, long bytes) {
        return view(vector.getDataBuffer(), bytes);
    }

    private static ByteBuffer view(ArrowBuf buffer, long bytes) {
        return bytes == 0
                ? ByteBuffer.allocate(0)
                : buffer.nioBuffer(0, Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bits(FieldVector vector, int length) {
        byte[] packed = new byte[(length + 7) / 8];
        data(vector, packed.length).get(packed);
        byte[] values = new byte[length];
        for (int row = 0; row < length; row++) {
            values[row] = (byte) (packed[row >>> 3] >>> (row & 7) & 1);
        }
        return values;
    }

    private static byte[] bytes(FieldVector vector, int length) {
        byte[] values = new byte[length];
        data(vector, length).get(values);
        return values;
    }

    /** 16-bit values, and 8-bit ones without sign. */
    private static int[] shorts(FieldVector vector, int length) {
        int[] values = new int[length];
        if (bitWidth(vector) == 8) {
            byte[] narrow = bytes(vector, length);
            for (int row = 0; row < length; row++) {
                values[row] = narrow[row] & 0xff;
            }
            return values;
        }
        ShortBuffer shorts = data(vector, 2L * length).asShortBuffer();
        for (int row = 0; row < length; row++) {
            values[row] = shorts.get(row);
        }
        return values;
    }

    private static int bitWidth(FieldVector vector) {
        return vector.getField().getType() instanceof ArrowType.Int integer
                ? integer.getBitWidth()
                : 0;
    }

    /** 32-bit values, and 16-bit ones without sign. */
    private static int[] ints(FieldVector vector, int length) {
        int[] values = new int[length];
        if (bitWidth(vector) == 16) {
            ShortBuffer shorts = data(vector, 2L * length).asShortBuffer();
            for (int row = 0; row < length; row++) {
                values[row] = shorts.get(row) & 0xffff;
            }
            return values;
        }
        data(vector, 4L * length).asIntBuffer().get(values);
        return values;
    }

    /** 64-bit values, and 32-bit ones without sign. */
    private static long[] longs(FieldVector vector, int wordBytes, int length) {
        long[] values = new long[length * wordBytes / 8];
        if (bitWidth(vector) == 32) {
            int[] narrow = new int[length];
            data(vector, 4L * length).asIntBuffer().get(narrow);
            for (int row = 0; row < length; row++) {
                values[row] = narrow[row] & 0xffffffffL;
            }
            return values;
        }
        data(vector, (long) wordBytes * length).asLongBuffer().get(values);
        return values;
    }

    private static IntVector time(
            FieldVector vector, ScalarType type, int length, Validity validity) {
        long[] micros = longs(vector, 8, length);
        int unit = (int) Math.max(1, powerOfTen(3 - type.precision()));
        int[] millis = new int[length];
        for (int row = 0; row < length; row++) {
            millis[row] = (int) (micros[row] / 1000) / unit * unit;
        }
        return new IntVector(millis, length, validity);
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int digit = 0; digit < exponent; digit++) {
            power *= 10;
        }
        return power;
    }

    private static ColumnVector decimal(
            FieldVector vector, ScalarType type, int length, Validity validity) {
        if (bitWidth(vector) == 64) {
            return unsigned(longs(vector, 8, length), length, validity);
        }
        long[] pairs = longs(vector, 16, length);
        long[] low = new long[length];
        for (int row = 0; row < length; row++) {
            low[row] = pairs[2 * row];
        }
        if (type.precision() <= 18) {
            return new LongVector(low, length, validity);
        }
        long[] high = new long[length];
        for (int row = 0; row < length; row++) {
            high[row] = pairs[2 * row + 1];
        }
        return new WideVector(high, low, length, validity);
    }

    /** 64 bits without sign as a decimal of 20 digits. */
    private static WideVector unsigned(long[] values, int length, Validity validity) {
        return new WideVector(new long[length], values, length, validity);
    }

    private static BytesVector strings(FieldVector vector, int length, Validity validity) {
        if (vector.getField().getType().getTypeID() != ArrowType.ArrowTypeID.Utf8
                && vector.getField().getType().getTypeID() != ArrowType.ArrowTypeID.Binary) {
            throw new InvalidRequestException(
                    "column "
                            + vector.getName()
                            + " of type "
                            + vector.getField().getType()
                            + " must be cast to a type of tables first");
        }
        int[] offsets = offsets(vector.getOffsetBuffer(), length);
        byte[] data = new byte[offsets[length]];
        data(vector, data.length).get(data);
        return new BytesVector(data, offsets, length, validity);
    }

    private static int[] offsets(ArrowBuf buffer, int length) {
        int[] offsets = new int[length + 1];
        if (length > 0) {
            view(buffer, 4L * (length + 1)).asIntBuffer().get(offsets);
        }
        return offsets;
    }

    private static ColumnVector timestamp(
            FieldVector vector, ScalarType type, int length, Validity validity) {
        long[] values = longs(vector, 8, length);
        TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
        long perSecond =
                switch (unit) {
                    case SECOND -> 1;
                    case MILLISECOND -> 1000;
                    case MICROSECOND -> 1_000_000;
                    case NANOSECOND -> 1_000_000_000;
                };
        int precision = type.precision();
        long step = Math.max(1, perSecond / powerOfTen(precision));
        if (precision <= 6) {
            long target = precision <= 3 ? 1000 : 1_000_000;
            for (int row = 0; row < length; row++) {
                long cut = Math.floorDiv(values[row], step) * step;
                values[row] =
                        perSecond >= target
                                ? Math.floorDiv(cut, perSecond / target)
                                : cut * (target / perSecond);
            }
            return new LongVector(values, length, validity);
        }
        long[] millis = new long[length];
        long[] nanos = new long[length];
        for (int row = 0; row < length; row++) {
            long cut = Math.floorDiv(values[row], step) * step;
            long seconds = Math.floorDiv(cut, perSecond);
            long fraction = Math.floorMod(cut, perSecond) * (1_000_000_000 / perSecond);
            millis[row] = seconds * 1000 + fraction / 1_000_000;
            nanos[row] = fraction % 1_000_000;
        }
        return new WideVector(millis, nanos, length, validity);
    }

    private static ArrayVector array(
            FieldVector vector, ArrayType type, int length, Validity validity) {
        ListVector list = (ListVector) vector;
        int[] offsets = offsets(list.getOffsetBuffer(), length);
        ColumnVector elements = decode(list.getDataVector(), type.element(), offsets[length]);
        return new ArrayVector(offsets, elements, length, validity);
    }

    private static MapVector map(FieldVector vector, MapType type, int length, Validity validity) {
        ListVector list = (ListVector) vector;
        int[] offsets = offsets(list.getOffsetBuffer(), length);
        StructVector entries = (StructVector) list.getDataVector();
        int count = offsets[length];
        ColumnVector keys = decode(entries.getChildrenFromFields().get(0), type.key(), count);
        ColumnVector values = decode(entries.getChildrenFromFields().get(1), type.value(), count);
        return new MapVector(offsets, keys, values, length, validity);
    }

    private static RowVector row(FieldVector vector, RowType type, int length, Validity validity) {
        ColumnVector[] children = new ColumnVector[type.size()];
        for (int child = 0; child < children.length; child++) {
            FieldVector source = ((StructVector) vector).getChildrenFromFields().get(child);
            children[child] = decode(source, type.type(child), length);
        }
        return new RowVector(children, length, validity);
    }
}
