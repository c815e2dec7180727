package io.weir.parquet;

import io.weir.parquet.encoding.Lanes;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Rows as parquet-java's example groups, in any of the layouts of {@link ForeignShape}. */
final class ForeignGroups {

    private ForeignGroups() {}

    /** Whether the repeated field is the element and not a group around it. */
    private static boolean itself(Type repeated) {
        return repeated.isPrimitive() || repeated.asGroupType().getFieldCount() > 1;
    }

    /** What stands for the elements of a list. */
    static Type element(Type list) {
        if (list.isRepetition(Type.Repetition.REPEATED)) {
            return list;
        }
        Type repeated = list.asGroupType().getType(0);
        return itself(repeated) ? repeated : repeated.asGroupType().getType(0);
    }

    static void fill(Group group, RowType type, List<?> row) {
        for (int field = 0; field < type.size(); field++) {
            Type stored = group.getType().getType(field);
            Object value = row.get(field);
            if (value == null) {
                continue;
            }
            if (stored.isRepetition(Type.Repetition.REPEATED)) {
                addAll(group, field, ((ArrayType) type.type(field)).element(), (List<?>) value);
            } else {
                add(group, field, type.type(field), value);
            }
        }
    }

    private static void addAll(Group group, int field, DataType type, List<?> elements) {
        for (Object element : elements) {
            add(group, field, type, element);
        }
    }

    private static void add(Group group, int field, DataType type, Object value) {
        GroupType parent = group.getType();
        if (type instanceof ScalarType scalar) {
            addScalar(group, field, parent.getType(field).asPrimitiveType(), scalar, value);
        } else if (type instanceof RowType row) {
            fill(group.addGroup(field), row, (List<?>) value);
        } else if (type instanceof ArrayType array) {
            addList(group.addGroup(field), array.element(), (List<?>) value);
        } else {
            addMap(group.addGroup(field), ColumnWriter.mapOf(type), (List<?>) value);
        }
    }

    private static void addList(Group list, DataType element, List<?> values) {
        if (itself(list.getType().getType(0))) {
            addAll(list, 0, element, values);
            return;
        }
        for (Object value : values) {
            Group entry = list.addGroup(0);
            if (value != null) {
                add(entry, 0, element, value);
            }
        }
    }

    private static void addMap(Group map, MapType type, List<?> value) {
        List<?> keys = (List<?>) value.get(0);
        List<?> values = (List<?>) value.get(1);
        for (int index = 0; index < keys.size(); index++) {
            Group entry = map.addGroup(0);
            add(entry, 0, type.key(), keys.get(index));
            if (values.get(index) != null) {
                add(entry, 1, type.value(), values.get(index));
            }
        }
    }

    private static void addScalar(
            Group group, int field, PrimitiveType stored, ScalarType type, Object value) {
        switch (stored.getPrimitiveTypeName()) {
            case BOOLEAN -> group.add(field, (Long) value != 0);
            case INT32 -> group.add(field, ((Long) value).intValue());
            case INT64 -> group.add(field, whole(stored, type, value));
            case FLOAT -> group.add(field, Float.intBitsToFloat((Integer) value));
            case DOUBLE -> group.add(field, Double.longBitsToDouble((Long) value));
            case INT96 -> group.add(field, int96(ForeignRows.nanos(type, value)));
            default -> group.add(field, Binary.fromConstantByteArray(bytes(stored, type, value)));
        }
    }

    private static long whole(PrimitiveType stored, ScalarType type, Object value) {
        return switch (type.kind()) {
            case TIME -> (Long) value * ForeignRows.perMilli(stored);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                    ForeignRows.nanos(type, value) / (1_000_000 / ForeignRows.perMilli(stored));
            default -> (Long) value;
        };
    }

    private static byte[] bytes(PrimitiveType stored, ScalarType type, Object value) {
        if (value instanceof ByteBuffer buffer) {
            return buffer.array();
        }
        byte[] bytes =
                (value instanceof BigInteger wide ? wide : BigInteger.valueOf((Long) value))
                        .toByteArray();
        if (stored.getPrimitiveTypeName() != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
            return bytes;
        }
        byte[] padded = new byte[stored.getTypeLength()];
        java.util.Arrays.fill(padded, (byte) (bytes[0] >> 7));
        System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
        return padded;
    }

    private static Binary int96(long nanos) {
        long dayNanos = 86_400_000_000_000L;
        byte[] bytes = new byte[12];
        Lanes.putLong(bytes, 0, Math.floorMod(nanos, dayNanos));
        Lanes.putInt(bytes, 8, (int) (Math.floorDiv(nanos, dayNanos) + 2_440_588L));
        return Binary.fromConstantByteArray(bytes);
    }
}
