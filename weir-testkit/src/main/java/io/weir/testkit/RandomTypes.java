package io.weir.testkit;

import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws types from a seed: scalars of every kind and nested ones. One thread at a time. */
public final class RandomTypes {

    private final Random random;
    private int nextFieldId;

    public RandomTypes(long seed) {
        this.random = new Random(seed);
    }

    /** Every scalar type the format has, with the parameters at which its form in files changes. */
    public static List<ScalarType> scalars() {
        List<ScalarType> types = new ArrayList<>();
        types.addAll(
                List.of(
                        DataType.bool(),
                        DataType.tinyint(),
                        DataType.smallint(),
                        DataType.integer(),
                        DataType.bigint(),
                        DataType.floating(),
                        DataType.doubling(),
                        DataType.date(),
                        DataType.string(),
                        DataType.varchar(20),
                        DataType.character(5),
                        DataType.bytes(),
                        DataType.varbinary(9),
                        DataType.binary(4)));
        for (int precision : new int[] {1, 9, 10, 18, 19, 38}) {
            types.add(DataType.decimal(precision, precision / 3));
        }
        for (int precision : new int[] {0, 3}) {
            types.add(DataType.time(precision));
        }
        for (int precision : new int[] {0, 1, 3, 4, 6, 7, 9}) {
            types.add(DataType.timestamp(precision));
            types.add(DataType.timestampLtz(precision));
        }
        return types;
    }

    /** The scalar types that tables are keyed and partitioned by: no floating point. */
    public static List<ScalarType> keys() {
        return scalars().stream()
                .filter(
                        type ->
                                switch (type.kind()) {
                                    case FLOAT, DOUBLE -> false;
                                    default -> true;
                                })
                .toList();
    }

    public ScalarType scalar() {
        List<ScalarType> types = scalars();
        return types.get(random.nextInt(types.size()));
    }

    public ScalarType key() {
        List<ScalarType> types = keys();
        return (ScalarType) types.get(random.nextInt(types.size())).notNull();
    }

    /** A nullable type that nests at most so deep; 0: a scalar. */
    public DataType type(int depth) {
        if (depth == 0 || random.nextInt(3) != 0) {
            return scalar();
        }
        return switch (random.nextInt(4)) {
            case 0 -> DataType.array(part(depth));
            case 1 -> DataType.map(key(), part(depth));
            case 2 -> DataType.multiset(key());
            default -> row(1 + random.nextInt(3), depth - 1);
        };
    }

    /** A nullable row type with fields f1, f2 ...; ids go up over all calls. */
    public RowType row(int fieldCount, int depth) {
        List<Field> fields = new ArrayList<>();
        for (int field = 0; field < fieldCount; field++) {
            int id = nextFieldId++;
            fields.add(Field.of(id, "f" + (field + 1), part(depth + 1)));
        }
        return new RowType(fields, true);
    }

    private DataType part(int depth) {
        DataType type = type(depth - 1);
        return random.nextInt(5) == 0 ? type.notNull() : type;
    }
}
