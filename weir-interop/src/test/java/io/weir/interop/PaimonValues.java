package io.weir.interop;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
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
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Our Java values as Paimon's internal ones, and back. */
final class PaimonValues {

    private PaimonValues() {}

    static GenericRow toPaimon(Row row, RowType type) {
        GenericRow target = new GenericRow(type.size());
        target.setRowKind(org.apache.paimon.types.RowKind.fromByteValue(row.kind().code()));
        for (int column = 0; column < type.size(); column++) {
            target.setField(column, toPaimon(row.get(column), type.type(column)));
        }
        return target;
    }

    // Paimon has no other way from an instant.
    @SuppressWarnings("deprecation")
    static @Nullable Object toPaimon(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case CHAR, VARCHAR -> BinaryString.fromString((String) value);
            case DECIMAL -> {
                ScalarType decimal = (ScalarType) type;
                yield Decimal.fromBigDecimal(
                        (BigDecimal) value, decimal.precision(), decimal.scale());
            }
            case DATE -> (int) ((LocalDate) value).toEpochDay();
            case TIME -> (int) (((LocalTime) value).toNanoOfDay() / 1_000_000);
            case TIMESTAMP -> Timestamp.fromLocalDateTime((LocalDateTime) value);
            case TIMESTAMP_LTZ -> Timestamp.fromInstant((Instant) value);
            case ARRAY -> {
                DataType element = ((ArrayType) type).element();
                List<@Nullable Object> elements = new ArrayList<>();
                ((List<?>) value).forEach(each -> elements.add(toPaimon(each, element)));
                yield new GenericArray(elements.toArray());
            }
            case MAP -> toMap((Map<?, ?>) value, (MapType) type);
            case MULTISET -> toMap((Map<?, ?>) value, ((MultisetType) type).asMap());
            case ROW -> toPaimon((Row) value, (RowType) type);
            default -> value;
        };
    }

    private static GenericMap toMap(Map<?, ?> value, MapType type) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        value.forEach(
                (key, mapped) ->
                        map.put(toPaimon(key, type.key()), toPaimon(mapped, type.value())));
        return new GenericMap(map);
    }

    static Row toRow(InternalRow row, RowType type) {
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] =
                    toJava(
                            InternalRow.createFieldGetter(PaimonTypes.of(type.type(column)), column)
                                    .getFieldOrNull(row),
                            type.type(column));
        }
        return Row.of(RowKind.of(row.getRowKind().toByteValue()), values);
    }

    private static @Nullable Object toJava(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case CHAR, VARCHAR -> value.toString();
            case DECIMAL -> ((Decimal) value).toBigDecimal();
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIME -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L);
            case TIMESTAMP -> ((Timestamp) value).toLocalDateTime();
            case TIMESTAMP_LTZ -> ((Timestamp) value).toLocalDateTime().toInstant(ZoneOffset.UTC);
            case ARRAY -> toList((InternalArray) value, ((ArrayType) type).element());
            case MAP -> toJavaMap((InternalMap) value, (MapType) type);
            case MULTISET -> toJavaMap((InternalMap) value, ((MultisetType) type).asMap());
            case ROW -> toRow((InternalRow) value, (RowType) type);
            case BINARY, VARBINARY -> Arrays.copyOf((byte[]) value, ((byte[]) value).length);
            default -> value;
        };
    }

    private static List<@Nullable Object> toList(InternalArray array, DataType element) {
        InternalArray.ElementGetter getter =
                InternalArray.createElementGetter(PaimonTypes.of(element));
        List<@Nullable Object> values = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) {
            values.add(toJava(getter.getElementOrNull(array, index), element));
        }
        return values;
    }

    private static Map<@Nullable Object, @Nullable Object> toJavaMap(
            InternalMap map, MapType type) {
        List<@Nullable Object> keys = toList(map.keyArray(), type.key());
        List<@Nullable Object> values = toList(map.valueArray(), type.value());
        Map<@Nullable Object, @Nullable Object> java = new LinkedHashMap<>();
        for (int entry = 0; entry < keys.size(); entry++) {
            java.put(keys.get(entry), values.get(entry));
        }
        return java;
    }
}
