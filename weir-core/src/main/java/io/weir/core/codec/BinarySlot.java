package io.weir.core.codec;

import io.weir.data.Row;
import io.weir.error.CorruptFileException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one 8-byte slot of a binary row or array (format sections 5.2 and 5.4).
 *
 * <p>In all methods {@code bytes[base .. base + length)} is the row or array that the slot at
 * {@code slot} belongs to; offsets in slots count from {@code base}.
 */
final class BinarySlot {

    private static final long NANOS_MAX = 999_999;

    private BinarySlot() {}

    static byte[] bytes(byte[] bytes, int base, int length, int slot) {
        long word = LittleEndian.getLong(bytes, slot);
        if (word < 0) {
            int size = (int) (word >>> 56) & 0x7f;
            if (size > 7) {
                throw corrupt("an inline string of " + size + " bytes");
            }
            return Arrays.copyOfRange(bytes, slot, slot + size);
        }
        int offset = offset(word, length, (int) word);
        return Arrays.copyOfRange(bytes, base + offset, base + offset + (int) word);
    }

    static BigDecimal decimal(
            byte[] bytes, int base, int length, int slot, int precision, int scale) {
        long word = LittleEndian.getLong(bytes, slot);
        if (precision <= 18) {
            return BigDecimal.valueOf(word, scale);
        }
        int size = (int) word;
        if (size < 1 || size > 16) {
            throw corrupt("a decimal of " + size + " bytes");
        }
        int offset = offset(word, length, 16);
        return new BigDecimal(new BigInteger(bytes, base + offset, size), scale);
    }

    static long millis(byte[] bytes, int base, int length, int slot, int precision) {
        long word = LittleEndian.getLong(bytes, slot);
        return precision <= 3 ? word : LittleEndian.getLong(bytes, base + offset(word, length, 8));
    }

    static int nanos(byte[] bytes, int slot, int precision) {
        if (precision <= 3) {
            return 0;
        }
        int nanos = LittleEndian.getInt(bytes, slot);
        if (nanos < 0 || nanos > NANOS_MAX) {
            throw corrupt("a timestamp with " + nanos + " nanoseconds of a millisecond");
        }
        return nanos;
    }

    static Object value(byte[] bytes, int base, int length, int slot, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> bytes[slot] != 0;
            case TINYINT -> bytes[slot];
            case SMALLINT -> LittleEndian.getShort(bytes, slot);
            case INT -> LittleEndian.getInt(bytes, slot);
            case DATE -> LocalDate.ofEpochDay(LittleEndian.getInt(bytes, slot));
            case TIME -> time(LittleEndian.getInt(bytes, slot));
            case BIGINT -> LittleEndian.getLong(bytes, slot);
            case FLOAT -> Float.intBitsToFloat(LittleEndian.getInt(bytes, slot));
            case DOUBLE -> Double.longBitsToDouble(LittleEndian.getLong(bytes, slot));
            case DECIMAL -> {
                ScalarType scalar = (ScalarType) type;
                yield decimal(bytes, base, length, slot, scalar.precision(), scalar.scale());
            }
            case CHAR, VARCHAR ->
                    new String(bytes(bytes, base, length, slot), StandardCharsets.UTF_8);
            case BINARY, VARBINARY -> bytes(bytes, base, length, slot);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                    timestamp(bytes, base, length, slot, (ScalarType) type);
            case ARRAY, MAP, MULTISET, ROW -> nested(bytes, base, length, slot, type);
        };
    }

    private static LocalTime time(int millis) {
        if (millis < 0 || millis >= 86_400_000) {
            throw corrupt("a time of day of " + millis + " ms");
        }
        return LocalTime.ofNanoOfDay(millis * 1_000_000L);
    }

    private static Object timestamp(byte[] bytes, int base, int length, int slot, ScalarType type) {
        long millis = millis(bytes, base, length, slot, type.precision());
        int nanos = nanos(bytes, slot, type.precision());
        Instant instant = Instant.ofEpochMilli(millis).plusNanos(nanos);
        return switch (type.kind()) {
            case TIMESTAMP -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            default -> instant;
        };
    }

    private static Object nested(byte[] bytes, int base, int length, int slot, DataType type) {
        long word = LittleEndian.getLong(bytes, slot);
        int size = (int) word;
        int at = base + offset(word, length, size);
        if (type instanceof ArrayType array) {
            return array(bytes, at, size, array.element());
        }
        if (type instanceof MultisetType multiset) {
            return map(bytes, at, size, multiset.asMap());
        }
        if (type instanceof MapType map) {
            return map(bytes, at, size, map);
        }
        RowType row = (RowType) type;
        return Row.of(BinaryRow.of(bytes, at, size, row.size()).values(row));
    }

    private static Map<@Nullable Object, @Nullable Object> map(
            byte[] bytes, int at, int size, MapType type) {
        if (size < 4) {
            throw corrupt("a map of " + size + " bytes");
        }
        int keyBytes = LittleEndian.getInt(bytes, at);
        if (keyBytes < 0 || keyBytes > size - 4) {
            throw corrupt("a map of " + size + " bytes with " + keyBytes + " bytes of keys");
        }
        List<@Nullable Object> keys = array(bytes, at + 4, keyBytes, type.key());
        List<@Nullable Object> values =
                array(bytes, at + 4 + keyBytes, size - 4 - keyBytes, type.value());
        if (keys.size() != values.size()) {
            throw corrupt("a map of " + keys.size() + " keys and " + values.size() + " values");
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int entry = 0; entry < keys.size(); entry++) {
            map.put(keys.get(entry), values.get(entry));
        }
        return map;
    }

    private static List<@Nullable Object> array(byte[] bytes, int at, int size, DataType element) {
        int count = size < 4 ? -1 : LittleEndian.getInt(bytes, at);
        int width = elementBytes(element);
        long fixed = count < 0 ? -1 : arrayHeaderBytes(count) + (long) count * width;
        if (count < 0 || fixed > size) {
            throw corrupt("an array of " + count + " elements in " + size + " bytes");
        }
        int header = arrayHeaderBytes(count);
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            boolean isNull = (bytes[at + 4 + (index >> 3)] >> (index & 7) & 1) != 0;
            int slot = at + header + index * width;
            values.add(isNull ? null : value(bytes, at, size, slot, element));
        }
        return values;
    }

    /** Bytes of count and null bits of an array. */
    static int arrayHeaderBytes(int count) {
        return 4 + (int) (((long) count + 31) / 32 * 4);
    }

    /** Bytes of one element of an array. */
    static int elementBytes(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, DATE, TIME, FLOAT -> 4;
            default -> 8;
        };
    }

    /** The offset in a pointer word, after checking that {@code size} bytes lie there. */
    private static int offset(long word, int length, int size) {
        int offset = (int) (word >>> 32);
        if (offset < 0 || size < 0 || offset > length - size) {
            throw corrupt(size + " bytes at " + offset + " of a row of " + length + " bytes");
        }
        return offset;
    }

    private static CorruptFileException corrupt(String problem) {
        return new CorruptFileException("binary row", "has " + problem);
    }
}
