package io.weir.core.codec;

import io.weir.error.CorruptFileException;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A read view of a binary row (format section 5.1).
 *
 * <pre>
 * | header + null bits: N bytes | field 0: 8 bytes | ... | field arity-1: 8 bytes | variable part |
 * N = ((arity + 63 + 8) / 64) * 8
 * </pre>
 *
 * <p>Little endian; offsets count from the first byte of the row. Getters do not look at the null
 * bit. Bytes are shared with whoever gave them; every offset found in them is checked, and a wrong
 * one is a {@link CorruptFileException}. Safe for many threads.
 */
public final class BinaryRow {

    private static final int ARITY_MAX = 1 << 20;

    private final byte[] bytes;
    private final int start;
    private final int length;
    private final int arity;

    private BinaryRow(byte[] bytes, int start, int length, int arity) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
        this.arity = arity;
        if (arity < 0 || arity > ARITY_MAX || length < fixedBytes(arity)) {
            throw corrupt("has " + length + " bytes, too few for " + arity + " fields");
        }
    }

    /** The row in its serialised form (format section 5.5): arity as 4 bytes big endian, row. */
    public static BinaryRow ofSerialized(byte[] serialized) {
        if (serialized.length < 4) {
            throw new CorruptFileException(
                    "binary row", "has " + serialized.length + " bytes, needs 4 for its arity");
        }
        int arity = Integer.reverseBytes(LittleEndian.getInt(serialized, 0));
        return new BinaryRow(serialized, 4, serialized.length - 4, arity);
    }

    /** The row in {@code bytes[start .. start + length)}. */
    public static BinaryRow of(byte[] bytes, int start, int length, int arity) {
        if (start < 0 || length < 0 || length > bytes.length - start) {
            throw new IndexOutOfBoundsException(start + " + " + length + " of " + bytes.length);
        }
        return new BinaryRow(bytes, start, length, arity);
    }

    /** Bytes of header and null bits. */
    static int headerBytes(int arity) {
        return (arity + 63 + 8) / 64 * 8;
    }

    static int fixedBytes(int arity) {
        return headerBytes(arity) + 8 * arity;
    }

    /** Number of fields. */
    public int arity() {
        return arity;
    }

    public boolean isNullAt(int column) {
        checkColumn(column);
        int bit = column + 8;
        return (bytes[start + (bit >> 3)] >> (bit & 7) & 1) != 0;
    }

    public boolean getBoolean(int column) {
        return bytes[slot(column)] != 0;
    }

    public byte getByte(int column) {
        return bytes[slot(column)];
    }

    public short getShort(int column) {
        return LittleEndian.getShort(bytes, slot(column));
    }

    /** INT, DATE (days), TIME (milliseconds of the day). */
    public int getInt(int column) {
        return LittleEndian.getInt(bytes, slot(column));
    }

    /** BIGINT, the unscaled value of a short decimal, the milliseconds of a short timestamp. */
    public long getLong(int column) {
        return LittleEndian.getLong(bytes, slot(column));
    }

    public float getFloat(int column) {
        return Float.intBitsToFloat(getInt(column));
    }

    public double getDouble(int column) {
        return Double.longBitsToDouble(getLong(column));
    }

    /** A copy of the bytes of a character or byte string. */
    public byte[] getBytes(int column) {
        int slot = slot(column);
        return BinarySlot.bytes(bytes, start, length, slot);
    }

    public String getString(int column) {
        return new String(getBytes(column), StandardCharsets.UTF_8);
    }

    public BigDecimal getDecimal(int column, int precision, int scale) {
        return BinarySlot.decimal(bytes, start, length, slot(column), precision, scale);
    }

    /** Whole milliseconds since 1970 of a timestamp, floored. */
    public long getTimestampMillis(int column, int precision) {
        return BinarySlot.millis(bytes, start, length, slot(column), precision);
    }

    /** Nanoseconds of the millisecond of a timestamp, 0 to 999,999. */
    public int getTimestampNanos(int column, int precision) {
        return BinarySlot.nanos(bytes, slot(column), precision);
    }

    /** The value as {@link io.weir.data.Row} describes it, null for null. */
    public @Nullable Object value(DataType type, int column) {
        return isNullAt(column) ? null : BinarySlot.value(bytes, start, length, slot(column), type);
    }

    /** All values as {@link io.weir.data.Row} describes them. */
    public @Nullable Object[] values(RowType type) {
        if (type.size() != arity) {
            throw corrupt("has " + arity + " fields, expected " + type.size());
        }
        @Nullable Object[] values = new @Nullable Object[arity];
        for (int column = 0; column < arity; column++) {
            values[column] = value(type.type(column), column);
        }
        return values;
    }

    /** The serialised form of an arity-0 row is the only one without fields. */
    public static boolean isEmpty(byte[] serialized) {
        return Arrays.equals(serialized, BinaryRowWriter.EMPTY);
    }

    private int slot(int column) {
        checkColumn(column);
        return start + headerBytes(arity) + 8 * column;
    }

    private void checkColumn(int column) {
        if (column < 0 || column >= arity) {
            throw corrupt("has " + arity + " fields, field " + column + " was asked for");
        }
    }

    private static CorruptFileException corrupt(String problem) {
        return new CorruptFileException("binary row", problem);
    }
}
