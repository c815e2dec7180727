package io.weir.core.codec;

import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes Java values into binary rows: for the edges, one value at a time. */
final class BinaryValues {

    private BinaryValues() {}

    static void write(BinaryRowWriter writer, int column, DataType type, Object value) {
        try {
            writeChecked(writer, column, type, value);
        } catch (ClassCastException | ArithmeticException e) {
            throw new InvalidRequestException(
                    "value "
                            + value
                            + " of class "
                            + value.getClass().getSimpleName()
                            + " is not of type "
                            + type,
                    e);
        }
    }

    private static void writeChecked(
            BinaryRowWriter writer, int column, DataType type, Object value) {
        switch (type.kind()) {
            case BOOLEAN -> writer.writeByte(column, (byte) ((Boolean) value ? 1 : 0));
            case TINYINT -> writer.writeByte(column, (Byte) value);
            case SMALLINT -> writer.writeShort(column, (Short) value);
            case INT -> writer.writeInt(column, (Integer) value);
            case DATE -> writer.writeInt(column, Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIME ->
                    writer.writeInt(column, (int) (((LocalTime) value).toNanoOfDay() / 1_000_000));
            case BIGINT -> writer.writeLong(column, (Long) value);
            case FLOAT -> writer.writeFloat(column, (Float) value);
            case DOUBLE -> writer.writeDouble(column, (Double) value);
            case DECIMAL -> writeDecimal(writer, column, (ScalarType) type, (BigDecimal) value);
            case CHAR, VARCHAR -> {
                byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
                writer.writeBytes(column, bytes, 0, bytes.length);
            }
            case BINARY, VARBINARY -> {
                byte[] bytes = (byte[]) value;
                writer.writeBytes(column, bytes, 0, bytes.length);
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> writeTimestamp(writer, column, type, value);
            case ARRAY, MAP, MULTISET, ROW -> writer.writePointed(column, nested(type, value));
        }
    }

    private static void writeDecimal(
            BinaryRowWriter writer, int column, ScalarType type, BigDecimal value) {
        BigInteger unscaled =
                value.setScale(type.scale(), RoundingMode.UNNECESSARY).unscaledValue();
        if (unscaled.bitLength() > 127) {
            throw new ArithmeticException("more than 128 bits");
        }
        if (type.precision() <= 18) {
            writer.writeLong(column, unscaled.longValueExact());
        } else {
            writer.writeWideDecimal(
                    column, unscaled.shiftRight(64).longValue(), unscaled.longValue());
        }
    }

    private static void writeTimestamp(
            BinaryRowWriter writer, int column, DataType type, Object value) {
        Instant instant =
                type.kind() == TypeKind.TIMESTAMP
                        ? ((LocalDateTime) value).toInstant(ZoneOffset.UTC)
                        : (Instant) value;
        long millis = instant.toEpochMilli();
        if (((ScalarType) type).precision() <= 3) {
            writer.writeLong(column, millis);
        } else {
            long nanos = Duration.between(Instant.ofEpochMilli(millis), instant).toNanos();
            writer.writeWideTimestamp(column, millis, (int) nanos);
        }
    }

    private static byte[] nested(DataType type, Object value) {
        if (type instanceof ArrayType array) {
            return array(array.element(), (List<?>) value);
        }
        if (type instanceof MultisetType multiset) {
            return map(multiset.asMap(), (Map<?, ?>) value);
        }
        if (type instanceof MapType map) {
            return map(map, (Map<?, ?>) value);
        }
        RowType row = (RowType) type;
        Row given = (Row) value;
        BinaryRowWriter writer = new BinaryRowWriter();
        writer.reset(row.size());
        for (int column = 0; column < row.size(); column++) {
            writer.writeValue(column, row.type(column), given.get(column));
        }
        return writer.toRowBytes();
    }

    private static byte[] map(MapType type, Map<?, ?> map) {
        byte[] keys = array(type.key(), map.keySet());
        byte[] values = array(type.value(), map.values());
        byte[] joined = new byte[4 + keys.length + values.length];
        LittleEndian.putInt(joined, 0, keys.length);
        System.arraycopy(keys, 0, joined, 4, keys.length);
        System.arraycopy(values, 0, joined, 4 + keys.length, values.length);
        return joined;
    }

    /**
     * An array is written as a row whose slots are then laid down at their natural width: the
     * variable part is the same but for where it starts.
     */
    private static byte[] array(DataType element, Collection<? extends @Nullable Object> values) {
        int count = values.size();
        int header = BinarySlot.arrayHeaderBytes(count);
        int width = BinarySlot.elementBytes(element);
        int fixed = header + count * width + 7 & ~7;
        BinaryRowWriter slots = new BinaryRowWriter();
        slots.reset(count);
        byte[] nulls = new byte[header - 4];
        int index = 0;
        for (Object value : values) {
            if (value == null) {
                nulls[index >> 3] |= (byte) (1 << (index & 7));
            } else {
                slots.writeValue(index, element, value);
            }
            index++;
        }
        byte[] row = slots.toRowBytes();
        int rowFixed = BinaryRow.fixedBytes(count);
        byte[] array = new byte[fixed + row.length - rowFixed];
        LittleEndian.putInt(array, 0, count);
        System.arraycopy(nulls, 0, array, 4, nulls.length);
        System.arraycopy(row, rowFixed, array, fixed, row.length - rowFixed);
        for (index = 0; index < count; index++) {
            int from = BinaryRow.headerBytes(count) + 8 * index;
            long word = LittleEndian.getLong(row, from);
            int to = header + index * width;
            if (width < 8) {
                System.arraycopy(row, from, array, to, width);
            } else {
                boolean isNull = (nulls[index >> 3] >> (index & 7) & 1) != 0;
                boolean pointer = !isNull && isPointer(element, word);
                long moved = pointer ? word + ((long) (fixed - rowFixed) << 32) : word;
                LittleEndian.putLong(array, to, moved);
            }
        }
        return array;
    }

    private static boolean isPointer(DataType type, long word) {
        return type.kind().isNested()
                || (type.kind().isBytes() && word >= 0)
                || BinaryRowWriter.reservedBytes(type) > 0;
    }
}
