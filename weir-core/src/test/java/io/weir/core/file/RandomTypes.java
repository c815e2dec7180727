package io.weir.core.file;

import io.weir.data.Row;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random types, values of them, and random changes to them. */
final class RandomTypes {

    private final Random random;
    private int lastId = -1;
    private int names;

    RandomTypes(Random random) {
        this.random = random;
    }

    Field field(int depth) {
        lastId++;
        int id = lastId;
        return Field.of(id, "f" + names++, type(depth));
    }

    List<Field> fields(int count, int depth) {
        List<Field> fields = new ArrayList<>();
        for (int field = 0; field < count; field++) {
            fields.add(field(depth));
        }
        return fields;
    }

    private DataType type(int depth) {
        int kind = random.nextInt(depth > 0 ? 20 : 14);
        return switch (kind) {
            case 0 -> DataType.bool();
            case 1 -> DataType.tinyint();
            case 2 -> DataType.smallint();
            case 3 -> DataType.integer();
            case 4 -> DataType.bigint();
            case 5 -> DataType.floating();
            case 6 -> DataType.doubling();
            case 7 -> DataType.decimal(7, 2);
            case 8 -> DataType.decimal(30, 5);
            case 9 -> DataType.varchar(6);
            case 10 -> DataType.bytes();
            case 11 -> DataType.date();
            case 12 -> DataType.timestamp(random.nextInt(10));
            case 13 -> DataType.timestampLtz(3);
            case 14, 15 -> new ArrayType(type(depth - 1), true);
            case 16 -> new MapType(DataType.varchar(6).notNull(), type(depth - 1), true);
            case 17 -> new MultisetType(DataType.integer().notNull(), true);
            default -> new RowType(fields(1 + random.nextInt(3), depth - 1), true);
        };
    }

    /** The same columns after some were added, dropped, renamed, moved or given another type. */
    List<Field> change(List<Field> fields, int depth) {
        List<Field> changed = new ArrayList<>();
        for (Field field : fields) {
            int what = random.nextInt(10);
            if (what == 0 && fields.size() > 1) {
                continue;
            }
            Field kept = field.withType(change(field.type(), depth - 1));
            changed.add(what == 1 ? kept.withName("r" + names++) : kept);
        }
        if (changed.isEmpty() || random.nextInt(3) == 0) {
            changed.add(random.nextInt(changed.size() + 1), field(depth));
        }
        if (random.nextInt(4) == 0) {
            changed.add(0, changed.remove(random.nextInt(changed.size())));
        }
        return changed;
    }

    private DataType change(DataType type, int depth) {
        if (type instanceof RowType row) {
            return new RowType(change(row.fields(), Math.max(0, depth)), true);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(change(array.element(), depth), true);
        }
        if (type instanceof MapType map) {
            return new MapType(map.key(), change(map.value(), depth), true);
        }
        if (!(type instanceof ScalarType scalar) || random.nextInt(3) > 0) {
            return type;
        }
        return switch (scalar.kind()) {
            case TINYINT -> DataType.integer();
            case SMALLINT, INT -> random.nextBoolean() ? DataType.bigint() : DataType.string();
            case FLOAT -> DataType.doubling();
            case DECIMAL ->
                    scalar.precision() == 7 ? DataType.decimal(20, 4) : DataType.decimal(31, 5);
            case VARCHAR -> scalar.length() == 6 ? DataType.string() : DataType.varchar(3);
            case TIMESTAMP -> DataType.timestamp(9);
            case DATE -> DataType.timestamp(3);
            case BOOLEAN -> DataType.string();
            default -> type;
        };
    }

    /** Some of the columns, and of nested ones some of their fields. */
    List<Field> project(List<Field> fields) {
        List<Field> kept = new ArrayList<>();
        for (Field field : fields) {
            if (random.nextInt(3) > 0) {
                kept.add(field.withType(project(field.type())));
            }
        }
        return kept.isEmpty() ? List.of(fields.get(0)) : kept;
    }

    private DataType project(DataType type) {
        if (type instanceof RowType row) {
            return new RowType(project(row.fields()), true);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(project(array.element()), true);
        }
        if (type instanceof MapType map) {
            return new MapType(map.key(), project(map.value()), true);
        }
        return type;
    }

    Row row(List<Field> fields) {
        Object[] values = new Object[fields.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = value(fields.get(column).type());
        }
        return Row.of(values);
    }

    private Object value(DataType type) {
        if (type.nullable() && random.nextInt(5) == 0) {
            return null;
        }
        if (type instanceof RowType row) {
            return row(row.fields());
        }
        if (type instanceof ArrayType array) {
            List<Object> list = new ArrayList<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                list.add(value(array.element()));
            }
            return list;
        }
        if (type instanceof MapType || type instanceof MultisetType) {
            MapType map = Evolution.mapType(type);
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                entries.put(value(map.key()), value(map.value()));
            }
            return entries;
        }
        return scalar((ScalarType) type);
    }

    private Object scalar(ScalarType type) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) random.nextInt();
            case INT -> random.nextInt();
            case BIGINT -> random.nextLong();
            case FLOAT -> random.nextFloat() - 0.5f;
            case DOUBLE -> random.nextGaussian();
            case DECIMAL ->
                    new BigDecimal(
                            new BigInteger(type.precision() * 3, random)
                                    .subtract(BigInteger.ONE.shiftLeft(type.precision() * 3 - 1)),
                            type.scale());
            case CHAR, VARCHAR -> text(type.length());
            case BINARY, VARBINARY -> new byte[] {(byte) random.nextInt()};
            case DATE -> LocalDate.ofEpochDay(random.nextInt(40000) - 10000);
            case TIME -> LocalTime.ofSecondOfDay(random.nextInt(86400));
            case TIMESTAMP -> wallClock(type.precision());
            default -> Instant.ofEpochMilli(random.nextInt());
        };
    }

    private String text(int length) {
        String text = "t\u00e9xt ".substring(random.nextInt(5)) + random.nextInt(10);
        return text.length() > length ? text.substring(0, length) : text;
    }

    private LocalDateTime wallClock(int precision) {
        int unit = (int) Math.pow(10, 9 - precision);
        int nanos = random.nextInt(1_000_000_000) / unit * unit;
        return LocalDateTime.ofEpochSecond(random.nextInt(), nanos, ZoneOffset.UTC);
    }
}
