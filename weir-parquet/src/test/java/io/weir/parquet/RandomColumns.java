package io.weir.parquet;

import io.weir.data.ArrayVector;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.Validity;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded random types and vectors. */
final class RandomColumns {

    private final SplittableRandom random;
    private int nextId = 1;
    private BytesVector words = BenchmarkRows.strings("", "a", "bb", "äöü", "zebra", "a", "\0x");

    RandomColumns(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Every scalar type of the format once or more, nullable. */
    static List<DataType> scalars() {
        List<DataType> types = new ArrayList<>();
        types.add(DataType.bool());
        types.add(DataType.tinyint());
        types.add(DataType.smallint());
        types.add(DataType.integer());
        types.add(DataType.bigint());
        types.add(DataType.floating());
        types.add(DataType.doubling());
        types.add(DataType.string());
        types.add(DataType.varchar(20));
        types.add(DataType.character(3));
        types.add(DataType.bytes());
        types.add(DataType.binary(4));
        types.add(DataType.date());
        types.add(DataType.time(3));
        for (int precision : new int[] {1, 9, 10, 18, 19, 22, 28, 38}) {
            types.add(DataType.decimal(precision, precision / 2));
        }
        for (int precision : new int[] {0, 3, 6, 9}) {
            types.add(DataType.timestamp(precision));
            types.add(DataType.timestampLtz(precision));
        }
        return types;
    }

    /** A random row type with nesting up to a depth. */
    RowType rowType(int fields, int depth) {
        List<Field> list = new ArrayList<>();
        for (int field = 0; field < fields; field++) {
            int id = nextId++;
            list.add(Field.of(id, "f" + id, type(depth)));
        }
        return RowType.of(list);
    }

    DataType type(int depth) {
        boolean nullable = random.nextInt(4) > 0;
        DataType type =
                switch (depth == 0 ? 0 : random.nextInt(6)) {
                    case 1 -> DataType.array(type(depth - 1));
                    case 2 -> DataType.map(scalar().notNull(), type(depth - 1));
                    case 3 -> DataType.multiset(scalar().notNull());
                    case 4 -> rowType(1 + random.nextInt(3), depth - 1);
                    default -> scalar();
                };
        return type.withNullable(nullable);
    }

    private DataType scalar() {
        List<DataType> types = scalars();
        return types.get(random.nextInt(types.size()));
    }

    Batch batch(RowType type, int rows) {
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = vector(type.type(column), rows);
        }
        return new Batch(rows, columns);
    }

    ColumnVector vector(DataType type, int length) {
        Validity validity = validity(type.nullable(), length);
        return switch (VectorKind.of(type)) {
            case BYTE -> bytes(type, length, validity);
            case INT -> ints(type, length, validity);
            case LONG -> longs((ScalarType) type, length, validity);
            case WIDE -> wides((ScalarType) type, length, validity);
            case FLOAT -> {
                float[] values = new float[length];
                for (int row = 0; row < length; row++) {
                    values[row] = (float) floating();
                }
                yield new FloatVector(values, length, validity);
            }
            case DOUBLE -> {
                double[] values = new double[length];
                for (int row = 0; row < length; row++) {
                    values[row] = floating();
                }
                yield new DoubleVector(values, length, validity);
            }
            case BYTES, DICTIONARY -> strings(length, validity);
            case ARRAY -> {
                int[] offsets = offsets(length, validity);
                yield new ArrayVector(
                        offsets,
                        vector(((ArrayType) type).element(), offsets[length]),
                        length,
                        validity);
            }
            case MAP -> {
                MapType map = type instanceof MultisetType set ? set.asMap() : (MapType) type;
                int[] offsets = offsets(length, validity);
                yield new MapVector(
                        offsets,
                        vector(map.key().notNull(), offsets[length]),
                        vector(map.value(), offsets[length]),
                        length,
                        validity);
            }
            case ROW -> {
                RowType row = (RowType) type;
                ColumnVector[] children = new ColumnVector[row.size()];
                for (int field = 0; field < children.length; field++) {
                    children[field] = vector(row.type(field), length);
                }
                yield new RowVector(children, length, validity);
            }
        };
    }

    private Validity validity(boolean nullable, int length) {
        int mode = nullable ? random.nextInt(5) : 0;
        if (mode == 0) {
            return Validity.ALL;
        }
        long[] words = new long[Validity.wordCount(length)];
        for (int word = 0; word < words.length; word++) {
            words[word] =
                    switch (mode) {
                        case 1 -> ~sparseBits();
                        case 2 -> sparseBits();
                        case 3 -> -1L;
                        default -> random.nextInt(4) == 0 ? 0 : random.nextLong();
                    };
        }
        return Validity.of(words);
    }

    private long sparseBits() {
        long bits = random.nextLong();
        bits &= random.nextLong();
        return bits & random.nextLong();
    }

    private double floating() {
        return switch (random.nextInt(8)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> random.nextInt(100);
            default -> random.nextDouble() * 1e6 - 5e5;
        };
    }

    private ColumnVector bytes(DataType type, int length, Validity validity) {
        byte[] values = new byte[length];
        boolean truth = type.kind() == io.weir.type.TypeKind.BOOLEAN;
        for (int row = 0; row < length; row++) {
            values[row] = (byte) (truth ? random.nextInt(2) : random.nextInt(-128, 128));
        }
        return new ByteVector(values, length, validity);
    }

    private ColumnVector ints(DataType type, int length, Validity validity) {
        int[] values = new int[length];
        int style = random.nextInt(4);
        for (int row = 0; row < length; row++) {
            int value =
                    switch (style) {
                        case 0 -> random.nextInt();
                        case 1 -> random.nextInt(10);
                        case 2 -> row / 10;
                        default -> row * 3 + random.nextInt(3);
                    };
            values[row] =
                    switch (type.kind()) {
                        case SMALLINT -> (short) value;
                        case TIME -> Math.floorMod(value, 86_400_000);
                        case DATE -> value % 200_000;
                        default -> value;
                    };
        }
        return new IntVector(values, length, validity);
    }

    private ColumnVector longs(ScalarType type, int length, Validity validity) {
        long[] values = new long[length];
        int style = random.nextInt(5);
        long limit = Long.MAX_VALUE;
        if (type.kind() == io.weir.type.TypeKind.DECIMAL) {
            limit = BigInteger.TEN.pow(type.precision()).longValue();
        } else if (type.kind() != io.weir.type.TypeKind.BIGINT) {
            limit = 4_000_000_000_000L * (type.precision() <= 3 ? 1 : 1000);
        }
        for (int row = 0; row < length; row++) {
            long value =
                    switch (style) {
                        case 0 -> random.nextLong();
                        case 1 -> random.nextInt(10);
                        case 2 -> row * 100L;
                        case 3 -> 1_600_000_000_000L + random.nextInt(1000);
                        default -> random.nextInt(2) == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
                    };
            values[row] = limit == Long.MAX_VALUE ? value : value % limit;
        }
        return new LongVector(values, length, validity);
    }

    private ColumnVector wides(ScalarType type, int length, Validity validity) {
        long[] high = new long[length];
        long[] low = new long[length];
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        for (int row = 0; row < length; row++) {
            if (type.kind() == io.weir.type.TypeKind.DECIMAL) {
                BigInteger value =
                        BigInteger.valueOf(random.nextLong())
                                .shiftLeft(64)
                                .add(BigInteger.valueOf(random.nextLong()))
                                .remainder(random.nextBoolean() ? limit : BigInteger.TEN);
                high[row] = value.shiftRight(64).longValue();
                low[row] = value.longValue();
            } else {
                high[row] = random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L);
                low[row] = random.nextInt(1_000_000);
            }
        }
        return new WideVector(high, low, length, validity);
    }

    private ColumnVector strings(int length, Validity validity) {
        if (random.nextInt(3) == 0) {
            if (random.nextInt(4) == 0) {
                words =
                        BenchmarkRows.strings(
                                "w" + random.nextInt(50), "x", "y" + random.nextInt(50), "x");
            }
            int[] codes = new int[length];
            for (int row = 0; row < length; row++) {
                codes[row] = validity.isValid(row) ? random.nextInt(words.length()) : 0;
            }
            return new DictionaryVector(words, codes, length, validity);
        }
        int[] offsets = new int[length + 1];
        StringBuilder text = new StringBuilder();
        int style = random.nextInt(3);
        byte[][] values = new byte[length][];
        int total = 0;
        for (int row = 0; row < length; row++) {
            text.setLength(0);
            if (validity.isValid(row)) {
                switch (style) {
                    case 0 -> text.append("v").append(random.nextInt(20));
                    case 1 -> text.append(random.nextLong()).append("é").append(random.nextInt());
                    default -> text.append("x".repeat(random.nextInt(90)));
                }
            }
            values[row] = text.toString().getBytes(StandardCharsets.UTF_8);
            total += values[row].length;
            offsets[row + 1] = total;
        }
        byte[] data = new byte[total];
        for (int row = 0; row < length; row++) {
            System.arraycopy(values[row], 0, data, offsets[row], values[row].length);
        }
        return new BytesVector(data, offsets, length, validity);
    }

    private int[] offsets(int length, Validity validity) {
        int[] offsets = new int[length + 1];
        for (int row = 0; row < length; row++) {
            int size = validity.isValid(row) && random.nextInt(3) > 0 ? random.nextInt(5) : 0;
            offsets[row + 1] = offsets[row] + size;
        }
        return offsets;
    }
}
