package io.weir.core.codec;

import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.WideVector;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes binary rows (format section 5), one after the other in one buffer. Call {@link #reset},
 * write every column once in ascending order, then take the bytes. One thread at a time.
 */
public final class BinaryRowWriter {

    /** The serialised row without fields; shared, not to be changed. */
    @SuppressWarnings("MutablePublicArray")
    public static final byte[] EMPTY = new byte[12];

    private static final int PREFIX = 4;

    private byte[] buffer = new byte[128];
    private int arity;
    private int end;

    /** Starts a row of that many fields, all of them zero and not null. */
    public void reset(int fieldCount) {
        arity = fieldCount;
        end = PREFIX + BinaryRow.fixedBytes(fieldCount);
        if (buffer.length < end) {
            buffer = new byte[2 * end];
        } else {
            Arrays.fill(buffer, 0, end, (byte) 0);
        }
        LittleEndian.putInt(buffer, 0, Integer.reverseBytes(fieldCount));
    }

    /** A null of a type; some types keep space in the variable part for it (format section 5.3). */
    public void writeNull(int column, DataType type) {
        int bit = column + 8;
        buffer[PREFIX + (bit >> 3)] |= (byte) (1 << (bit & 7));
        int reserved = reservedBytes(type);
        if (reserved > 0) {
            int at = reserve(reserved);
            LittleEndian.putLong(buffer, slot(column), (long) (at - PREFIX) << 32);
        }
    }

    static int reservedBytes(DataType type) {
        return switch (type.kind()) {
            case DECIMAL -> ((ScalarType) type).precision() > 18 ? 16 : 0;
            case TIMESTAMP, TIMESTAMP_LTZ -> ((ScalarType) type).precision() > 3 ? 8 : 0;
            default -> 0;
        };
    }

    public void writeByte(int column, byte value) {
        buffer[slot(column)] = value;
    }

    public void writeShort(int column, short value) {
        LittleEndian.putShort(buffer, slot(column), value);
    }

    public void writeInt(int column, int value) {
        LittleEndian.putInt(buffer, slot(column), value);
    }

    public void writeLong(int column, long value) {
        LittleEndian.putLong(buffer, slot(column), value);
    }

    public void writeFloat(int column, float value) {
        writeInt(column, Float.floatToRawIntBits(value));
    }

    public void writeDouble(int column, double value) {
        writeLong(column, Double.doubleToRawLongBits(value));
    }

    /** A character or byte string. */
    public void writeBytes(int column, byte[] source, int offset, int length) {
        if (length <= 7) {
            int slot = slot(column);
            System.arraycopy(source, offset, buffer, slot, length);
            buffer[slot + 7] = (byte) (0x80 | length);
            return;
        }
        int at = reserve(length);
        System.arraycopy(source, offset, buffer, at, length);
        writePointer(column, at, length);
    }

    /** A decimal of more than 18 digits: its unscaled value in 128 bits. */
    public void writeWideDecimal(int column, long high, long low) {
        int at = reserve(16);
        int size = significantBytes(high, low);
        for (int index = 0; index < size; index++) {
            int shift = 8 * (size - 1 - index);
            buffer[at + index] = (byte) (shift < 64 ? low >>> shift : high >>> (shift - 64));
        }
        writePointer(column, at, size);
    }

    /** A timestamp of more than 3 fraction digits. */
    public void writeWideTimestamp(int column, long millis, int nanosOfMilli) {
        int at = reserve(8);
        LittleEndian.putLong(buffer, at, millis);
        writePointer(column, at, nanosOfMilli);
    }

    /** Bytes of the shortest two's complement form. */
    private static int significantBytes(long high, long low) {
        if (high == low >> 63) {
            return significantBytes(low);
        }
        return 8 + significantBytes(high);
    }

    /** One byte for each 8 bits, the sign bit counted. */
    private static int significantBytes(long value) {
        return (72 - Long.numberOfLeadingZeros(value ^ value >> 63)) / 8;
    }

    /** One value of a vector of a type that is not nested, its null included. */
    public void write(int column, DataType type, ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            writeNull(column, type);
            return;
        }
        switch (vector.kind()) {
            case BYTE -> writeByte(column, ((ByteVector) vector).values()[row]);
            case INT -> {
                int value = ((IntVector) vector).values()[row];
                if (type.kind() == TypeKind.SMALLINT) {
                    writeShort(column, (short) value);
                } else {
                    writeInt(column, value);
                }
            }
            case LONG -> writeLongValue(column, type, ((LongVector) vector).values()[row]);
            case WIDE -> {
                WideVector wide = (WideVector) vector;
                if (type.kind() == TypeKind.DECIMAL) {
                    writeWideDecimal(column, wide.high()[row], wide.low()[row]);
                } else {
                    writeWideTimestamp(column, wide.high()[row], (int) wide.low()[row]);
                }
            }
            case FLOAT -> writeFloat(column, ((FloatVector) vector).values()[row]);
            case DOUBLE -> writeDouble(column, ((DoubleVector) vector).values()[row]);
            case BYTES -> writeBytesRow(column, (BytesVector) vector, row);
            case DICTIONARY -> {
                DictionaryVector coded = (DictionaryVector) vector;
                writeBytesRow(column, coded.dictionary(), coded.codes()[row]);
            }
            case ARRAY, MAP, ROW ->
                    throw new IllegalArgumentException("no binary row of a column of type " + type);
        }
    }

    private void writeLongValue(int column, DataType type, long value) {
        boolean micros =
                (type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ)
                        && ((ScalarType) type).precision() > 3;
        if (micros) {
            long millis = Math.floorDiv(value, 1000L);
            writeWideTimestamp(column, millis, (int) (value - millis * 1000) * 1000);
        } else {
            writeLong(column, value);
        }
    }

    private void writeBytesRow(int column, BytesVector vector, int row) {
        int from = vector.offsets()[row];
        writeBytes(column, vector.data(), from, vector.offsets()[row + 1] - from);
    }

    /**
     * One Java value as {@link io.weir.data.Row} describes it, null included.
     *
     * @throws io.weir.error.InvalidRequestException if its class or range does not fit the type
     */
    public void writeValue(int column, DataType type, @Nullable Object value) {
        if (value == null) {
            writeNull(column, type);
        } else {
            BinaryValues.write(this, column, type, value);
        }
    }

    /** Bytes that were made elsewhere, behind a pointer: nested values. */
    void writePointed(int column, byte[] source) {
        int at = reserve(source.length);
        System.arraycopy(source, 0, buffer, at, source.length);
        writePointer(column, at, source.length);
    }

    private void writePointer(int column, int at, int size) {
        LittleEndian.putLong(
                buffer, slot(column), (long) (at - PREFIX) << 32 | (size & 0xffffffffL));
    }

    private int slot(int column) {
        return PREFIX + BinaryRow.headerBytes(arity) + 8 * column;
    }

    /** Zeroed room at the end, padded to whole words. */
    private int reserve(int size) {
        int at = end;
        int grown = Math.addExact(end, size + 7 & ~7);
        if (grown > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(grown, (int) Math.min(2L * grown, 1 << 30)));
        }
        Arrays.fill(buffer, at, grown, (byte) 0);
        end = grown;
        return at;
    }

    /** The row with its arity in front (format section 5.5). */
    public byte[] toSerialized() {
        return Arrays.copyOf(buffer, end);
    }

    /** The row without its arity. */
    byte[] toRowBytes() {
        return Arrays.copyOfRange(buffer, PREFIX, end);
    }

    /** Bucket hash of the row. */
    public int hash() {
        return Murmur3.hash(buffer, PREFIX, end - PREFIX);
    }

    /** The serialised row of Java values, one a field of the type. */
    public static byte[] serialize(RowType type, @Nullable Object... values) {
        if (values.length != type.size()) {
            throw new IllegalArgumentException(values.length + " values for " + type);
        }
        BinaryRowWriter writer = new BinaryRowWriter();
        writer.reset(type.size());
        for (int column = 0; column < values.length; column++) {
            writer.writeValue(column, type.type(column), values[column]);
        }
        return writer.toSerialized();
    }

    /** The serialised row of row {@code row} of columns, one a field of the type. */
    public static byte[] serialize(RowType type, ColumnVector[] columns, int row) {
        BinaryRowWriter writer = new BinaryRowWriter();
        writer.write(type, columns, row);
        return writer.toSerialized();
    }

    /** A whole row; {@link #toSerialized} or {@link #hash} may follow. */
    public void write(RowType type, ColumnVector[] columns, int row) {
        reset(type.size());
        for (int column = 0; column < type.size(); column++) {
            write(column, type.type(column), columns[column], row);
        }
    }
}
