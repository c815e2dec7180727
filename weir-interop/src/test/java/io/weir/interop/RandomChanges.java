package io.weir.interop;

import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.Position;
import io.weir.testkit.RandomTypes;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Draws changes of a table's definition, most of which are legal. Names come from a small pool, so
 * that a dropped column comes back under its old name. One thread at a time.
 */
final class RandomChanges {

    private static final List<String> NAMES =
            List.of("f1", "f2", "f3", "added", "Added", "with blank", "\u00e4\u4e2d", "`", "v\"");
    private static final List<String> STATS =
            List.of("full", "truncate(4)", "truncate(16)", "counts", "none");
    private static final List<String> CODECS = List.of("zstd", "lz4", "snappy", "gzip", "none");

    private final Random random;
    private final RandomTypes types;

    RandomChanges(long seed) {
        this.random = new Random(seed);
        this.types = new RandomTypes(seed);
    }

    /** One change, or null when the drawn kind does not fit the table. */
    @Nullable SchemaChange next(TableSpec spec) {
        List<String> path = path(spec);
        boolean column = path.size() == 1;
        boolean key = spec.primaryKeys().contains(path.get(0)) || isBucketKey(spec, path.get(0));
        boolean partition = spec.partitionKeys().contains(path.get(0));
        return switch (random.nextInt(12)) {
            case 0, 1 -> add(spec, path);
            case 2 -> key || partition ? null : new SchemaChange.DropColumn(path);
            case 3 ->
                    partition || (column && isBucketKey(spec, path.get(0)))
                            ? null
                            : new SchemaChange.RenameColumn(path, name());
            case 4, 5, 6 -> key || partition ? null : retype(spec, path);
            case 7 -> key ? null : new SchemaChange.ChangeNullability(path, true);
            case 8 -> new SchemaChange.ChangeComment(path, "says " + random.nextInt(100));
            case 9 -> new SchemaChange.MoveColumn(path.get(0), position(spec, path.get(0)));
            case 10 -> new SchemaChange.SetOption("metadata.stats-mode", one(STATS));
            default -> new SchemaChange.SetOption("file.compression", one(CODECS));
        };
    }

    private static boolean isBucketKey(TableSpec spec, String column) {
        return List.of(spec.options().getOrDefault("bucket-key", "").split(",")).contains(column);
    }

    /** A column, or something inside it. */
    private List<String> path(TableSpec spec) {
        List<String> path = new ArrayList<>();
        Field field = one(spec.type().fields());
        path.add(field.name());
        DataType type = field.type();
        while (random.nextInt(4) > 0) {
            if (type instanceof RowType row) {
                Field inner = one(row.fields());
                path.add(inner.name());
                type = inner.type();
            } else if (type instanceof ArrayType array && array.element() instanceof RowType) {
                path.add("element");
                type = array.element();
            } else if (type instanceof MapType map && map.value() instanceof RowType) {
                path.add("value");
                type = map.value();
            } else {
                break;
            }
        }
        String last = path.get(path.size() - 1);
        return last.equals("element") || last.equals("value") ? path.subList(0, 1) : path;
    }

    private @Nullable SchemaChange add(TableSpec spec, List<String> beside) {
        List<String> path = new ArrayList<>(beside);
        path.set(path.size() - 1, name());
        Position position =
                path.size() == 1 && random.nextBoolean()
                        ? position(spec, path.get(0))
                        : Position.AT_END;
        DataType type = TableSpecs.readable(types.type(2)).withNullable(true);
        return new SchemaChange.AddColumn(path, type, null, position);
    }

    private Position position(TableSpec spec, String moved) {
        String other = one(spec.type().names());
        return switch (random.nextInt(4)) {
            case 0 -> new Position(Position.Kind.FIRST, null);
            case 1 -> Position.AT_END;
            case 2 ->
                    other.equals(moved)
                            ? Position.AT_END
                            : new Position(Position.Kind.AFTER, other);
            default ->
                    other.equals(moved)
                            ? new Position(Position.Kind.FIRST, null)
                            : new Position(Position.Kind.BEFORE, other);
        };
    }

    private @Nullable SchemaChange retype(TableSpec spec, List<String> path) {
        DataType type = spec.type().field(path.get(0)).type();
        if (path.size() > 1) {
            type = inside(type, path.subList(1, path.size()));
        }
        DataType to = type.kind().isNested() ? DataType.string() : types.scalar();
        return isFaithful(type, to) ? new SchemaChange.ChangeType(path, to) : null;
    }

    private static DataType inside(DataType type, List<String> path) {
        if (path.isEmpty()) {
            return type;
        }
        List<String> rest = path.subList(1, path.size());
        if (type instanceof RowType row) {
            return inside(row.field(path.get(0)).type(), rest);
        }
        return inside(
                type instanceof ArrayType array ? array.element() : ((MapType) type).value(), rest);
    }

    /** Whether Paimon's cast never fails and gives what the type can hold; see CastInteropTest. */
    private static boolean isFaithful(DataType from, DataType to) {
        if (!(from instanceof ScalarType source) || !(to instanceof ScalarType target)) {
            return isPlain(from);
        }
        if (source.kind().isText()) {
            return target.kind().isBytes();
        }
        // A number that does not fit a decimal becomes null, NaN is an error.
        boolean floating = source.kind() == TypeKind.FLOAT || source.kind() == TypeKind.DOUBLE;
        if (target.kind() == TypeKind.DECIMAL && (floating || !source.nullable())) {
            return false;
        }
        boolean toDay = target.kind() == TypeKind.DATE || target.kind() == TypeKind.TIME;
        boolean toTime =
                target.kind() == TypeKind.TIMESTAMP || target.kind() == TypeKind.TIMESTAMP_LTZ;
        return !toDay && !(toTime && (target.precision() < 3 || target.precision() == 7));
    }

    /** Whether Paimon has a text for a nested value: it lacks some for what is inside. */
    private static boolean isPlain(DataType type) {
        if (type instanceof RowType row) {
            return row.fields().stream().allMatch(field -> isPlain(field.type()));
        }
        if (type instanceof MapType map) {
            return isPlain(map.key()) && isPlain(map.value());
        }
        return type instanceof ArrayType array
                ? isPlain(array.element())
                : type.kind().isInteger() || type.equals(DataType.string());
    }

    private String name() {
        return one(NAMES);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
