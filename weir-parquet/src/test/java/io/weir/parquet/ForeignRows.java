package io.weir.parquet;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Seeded random rows that fit both a declared type and the schema of a file, values as {@link
 * Cells} has them. Each leaf has a style of its own: how often it is null (from never to always)
 * and how many distinct values it has.
 */
final class ForeignRows {

    private static final long DAY_MILLIS = 86_400_000L;

    private final SplittableRandom dice;

    ForeignRows(long seed) {
        this.dice = new SplittableRandom(seed);
    }

    List<List<Object>> of(RowType type, GroupType schema, int count) {
        List<List<Object>> rows = new ArrayList<>();
        List<long[]> styles = new ArrayList<>();
        for (int column = 0; column < type.size(); column++) {
            styles.add(
                    new long[] {
                        new int[] {0, 1, 10, 50, 99, 100}[dice.nextInt(6)],
                        new int[] {1, 5, 300, 1 << 30}[dice.nextInt(4)],
                        dice.nextInt(3)
                    });
        }
        for (int row = 0; row < count; row++) {
            List<Object> cells = new ArrayList<>();
            for (int column = 0; column < type.size(); column++) {
                long[] style = styles.get(column);
                // Some columns have their nulls together.
                long share = style[2] == 0 && row < count / 2 ? 0 : style[0];
                cells.add(
                        cell(
                                type.type(column),
                                schema.getType(column),
                                share,
                                (int) style[1],
                                row));
            }
            rows.add(cells);
        }
        return rows;
    }

    private Object cell(DataType type, Type stored, long nulls, int distinct, int row) {
        if (type.nullable() && dice.nextInt(100) < nulls) {
            return null;
        }
        if (type instanceof ScalarType scalar) {
            long seed = distinct > 300 && dice.nextBoolean() ? row : dice.nextInt(distinct);
            return scalar(scalar, stored.asPrimitiveType(), seed);
        }
        if (type instanceof RowType rowType) {
            List<Object> fields = new ArrayList<>();
            for (int field = 0; field < rowType.size(); field++) {
                Type child = stored.asGroupType().getType(field);
                fields.add(cell(rowType.type(field), child, nulls, distinct, row));
            }
            return fields;
        }
        int size = dice.nextInt(4) == 0 ? 0 : dice.nextInt(dice.nextInt(8) == 0 ? 30 : 4);
        if (type instanceof ArrayType array) {
            return elements(
                    array.element(), ForeignGroups.element(stored), size, nulls, distinct, row);
        }
        MapType map = ColumnWriter.mapOf(type);
        GroupType entry = stored.asGroupType().getType(0).asGroupType();
        return List.of(
                elements(map.key().notNull(), entry.getType(0), size, 0, distinct, row),
                elements(map.value(), entry.getType(1), size, nulls, distinct, row));
    }

    private List<Object> elements(
            DataType type, Type stored, int size, long nulls, int distinct, int row) {
        List<Object> elements = new ArrayList<>();
        for (int element = 0; element < size; element++) {
            elements.add(cell(type, stored, nulls, distinct, row));
        }
        return elements;
    }

    private static long mix(long seed) {
        return new SplittableRandom(seed).nextLong();
    }

    private static Object scalar(ScalarType type, PrimitiveType stored, long seed) {
        long bits = mix(seed);
        return switch (type.kind()) {
            case BOOLEAN -> bits & 1;
            case TINYINT -> (long) (byte) bits;
            case SMALLINT ->
                    stored.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole
                                    && whole.getBitWidth() == 8
                            ? (long) (byte) bits
                            : (long) (short) bits;
            case INT -> whole(stored, bits);
            case BIGINT -> whole(stored, bits);
            case DATE -> bits % 200_000;
            case FLOAT -> Float.floatToRawIntBits((float) floating(seed, bits));
            case DOUBLE -> Double.doubleToRawLongBits(floating(seed, bits));
            case DECIMAL -> decimal(type, seed, bits);
            case TIME -> Math.floorMod(bits, DAY_MILLIS);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(type, stored, bits);
            case CHAR, VARCHAR -> text(seed, bits);
            default ->
                    type.length() == 4
                            ? ByteBuffer.wrap(ByteBuffer.allocate(4).putInt((int) bits).array())
                            : text(seed, bits);
        };
    }

    private static long whole(PrimitiveType stored, long bits) {
        boolean narrow = stored.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        if (stored.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole) {
            int spare = 64 - whole.getBitWidth();
            // A declared INT cannot have what is past its greatest value.
            return whole.isSigned()
                    ? bits << spare >> spare
                    : bits >>> 1 >>> (64 - whole.getBitWidth());
        }
        return narrow ? (int) bits : bits;
    }

    private static double floating(long seed, long bits) {
        return switch ((int) (seed % 41)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> Double.NaN;
            case 3 -> Double.NEGATIVE_INFINITY;
            default -> (float) (bits / 1e12);
        };
    }

    private static Object decimal(ScalarType type, long seed, long bits) {
        BigInteger value =
                BigInteger.valueOf(bits)
                        .shiftLeft(64)
                        .add(BigInteger.valueOf(mix(bits)))
                        .remainder(BigInteger.TEN.pow(seed % 3 == 0 ? 1 : type.precision()));
        return type.precision() <= 18 ? (Object) value.longValue() : value;
    }

    /** A value that the stored unit holds exactly, in the units of the declared type. */
    private static Object timestamp(ScalarType type, PrimitiveType stored, long bits) {
        long nanos = bits % 4_000_000_000_000_000_000L;
        TimeUnit unit =
                stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation one
                        ? one.getUnit()
                        : TimeUnit.NANOS;
        int digits =
                Math.min(
                        type.precision() <= 3 ? 3 : type.precision() <= 6 ? 6 : 9,
                        unit == TimeUnit.MILLIS ? 3 : unit == TimeUnit.MICROS ? 6 : 9);
        long step = digits == 3 ? 1_000_000 : digits == 6 ? 1000 : 1;
        nanos = Math.floorDiv(nanos, step) * step;
        if (type.precision() <= 3) {
            return Math.floorDiv(nanos, 1_000_000L);
        }
        if (type.precision() <= 6) {
            return Math.floorDiv(nanos, 1000L);
        }
        return BigInteger.valueOf(Math.floorDiv(nanos, 1_000_000L))
                .shiftLeft(64)
                .add(BigInteger.valueOf(Math.floorMod(nanos, 1_000_000L)));
    }

    /** Nanoseconds since 1970 of a cell that {@link #timestamp} made. */
    static long nanos(ScalarType type, Object cell) {
        if (cell instanceof BigInteger wide) {
            return wide.shiftRight(64).longValue() * 1_000_000L + wide.longValue();
        }
        return (Long) cell * (type.precision() <= 3 ? 1_000_000L : 1000L);
    }

    /** Units of a stored time or timestamp in a millisecond. */
    static long perMilli(PrimitiveType stored) {
        TimeUnit unit =
                stored.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation time
                        ? time.getUnit()
                        : ((TimestampLogicalTypeAnnotation) stored.getLogicalTypeAnnotation())
                                .getUnit();
        return unit == TimeUnit.MILLIS ? 1 : unit == TimeUnit.MICROS ? 1000 : 1_000_000;
    }

    private static Object text(long seed, long bits) {
        String text =
                switch ((int) (seed % 7)) {
                    case 0 -> "";
                    case 1 -> "long ".repeat(40) + bits;
                    case 2 -> "é\uD83D\uDE00" + bits % 100;
                    default -> "text " + Long.toHexString(bits);
                };
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
