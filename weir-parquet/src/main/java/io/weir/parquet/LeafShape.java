package io.weir.parquet;

import io.weir.data.VectorKind;
import io.weir.parquet.encoding.MalformedException;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * How the stored values of a leaf become values of the declared type.
 *
 * @param form which arrays its pages are decoded to
 * @param width bytes of a FIXED_LEN_BYTE_ARRAY
 * @param type declared
 * @param unitsPerDay units of stored times or timestamps in a day; 0 for other types
 * @param unsigned whether stored whole numbers have no sign
 */
record LeafShape(
        Form form, Type physical, int width, ScalarType type, long unitsPerDay, boolean unsigned) {

    /** The arrays a page is decoded to. */
    enum Form {
        /** One long a value: whole numbers, floating point ones as their bits, booleans. */
        NUMBERS,
        /** Two longs a value: decimals of many digits, INT96. */
        WIDES,
        /** Byte strings, by place or by dictionary code. */
        STRINGS
    }

    private static final long DAY_MILLIS = 86_400_000L;

    /** The shape of a leaf, or an error if it cannot hold the declared type. */
    static LeafShape of(SchemaNode leaf, DataType declared) {
        if (!(declared instanceof ScalarType type) || !leaf.isLeaf()) {
            throw new MalformedException(
                    "column " + leaf.name() + " is declared " + declared + ", it is not so stored");
        }
        SchemaElement element = leaf.element();
        Type physical = leaf.physical();
        boolean fits =
                switch (type.kind()) {
                    case BOOLEAN -> physical == Type.BOOLEAN;
                    case TINYINT, SMALLINT, INT, DATE -> physical == Type.INT32;
                    case BIGINT -> physical == Type.INT32 || physical == Type.INT64;
                    case FLOAT -> physical == Type.FLOAT;
                    case DOUBLE -> physical == Type.DOUBLE || physical == Type.FLOAT;
                    case DECIMAL -> fitsDecimal(element, physical, type);
                    case TIME -> physical == Type.INT32 || physical == Type.INT64;
                    case TIMESTAMP, TIMESTAMP_LTZ ->
                            physical == Type.INT64 || physical == Type.INT96;
                    default -> physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY;
                };
        if (!fits) {
            throw new MalformedException(
                    "column "
                            + leaf.name()
                            + " is declared "
                            + type
                            + ", stored is "
                            + physical
                            + (element.isSetLogicalType() ? " " + element.getLogicalType() : ""));
        }
        int width = physical == Type.INT96 ? 12 : element.getType_length();
        if (physical == Type.FIXED_LEN_BYTE_ARRAY && width <= 0) {
            throw new MalformedException("column " + leaf.name() + " has values of no length");
        }
        return new LeafShape(
                form(physical, type),
                physical,
                width,
                type,
                unitsPerDay(element, type),
                unsigned(element));
    }

    /** Whether a leaf's whole numbers have no sign. */
    static boolean unsigned(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        return (logical != null && logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned())
                || converted == ConvertedType.UINT_8
                || converted == ConvertedType.UINT_16
                || converted == ConvertedType.UINT_32
                || converted == ConvertedType.UINT_64;
    }

    private static boolean fitsDecimal(SchemaElement element, Type physical, ScalarType type) {
        int scale =
                element.isSetLogicalType() && element.getLogicalType().isSetDECIMAL()
                        ? element.getLogicalType().getDECIMAL().getScale()
                        : element.getConverted_type() == ConvertedType.DECIMAL
                                ? element.getScale()
                                : type.scale();
        return scale == type.scale()
                && physical != Type.BOOLEAN
                && physical != Type.INT96
                && physical != Type.FLOAT
                && physical != Type.DOUBLE;
    }

    private static Form form(Type physical, ScalarType type) {
        return switch (physical) {
            case INT96 -> Form.WIDES;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                    type.kind().isBytes() ? Form.STRINGS : Form.WIDES;
            default -> Form.NUMBERS;
        };
    }

    private static long unitsPerDay(SchemaElement element, ScalarType type) {
        LogicalType logical = element.getLogicalType();
        return switch (type.kind()) {
            case TIME ->
                    logical != null && logical.isSetTIME()
                            ? unitsPerDay(logical.getTIME().getUnit())
                            : element.getConverted_type() == ConvertedType.TIME_MICROS
                                    ? DAY_MILLIS * 1000
                                    : DAY_MILLIS;
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                if (logical != null && logical.isSetTIMESTAMP()) {
                    yield unitsPerDay(logical.getTIMESTAMP().getUnit());
                }
                ConvertedType converted = element.getConverted_type();
                boolean micros =
                        converted == ConvertedType.TIMESTAMP_MICROS
                                || (converted != ConvertedType.TIMESTAMP_MILLIS
                                        && type.precision() > 3);
                yield micros ? DAY_MILLIS * 1000 : DAY_MILLIS;
            }
            default -> 0;
        };
    }

    private static long unitsPerDay(TimeUnit unit) {
        return unit.isSetMILLIS()
                ? DAY_MILLIS
                : unit.isSetMICROS() ? DAY_MILLIS * 1000 : DAY_MILLIS * 1_000_000;
    }

    /** Units a second of the declared type's vectors has: 1000 or 1000000. */
    private long declaredPerDay() {
        return type.precision() <= 3 || type.kind() == io.weir.type.TypeKind.TIME
                ? DAY_MILLIS
                : DAY_MILLIS * 1000;
    }

    VectorKind vectorKind() {
        return VectorKind.of(type);
    }

    /** Stored units of one declared unit, when the stored ones are finer; else 1. */
    long divisor() {
        return unitsPerDay == 0 ? 1 : Math.max(1, unitsPerDay / declaredPerDay());
    }

    /** Declared units of one stored unit, when the stored ones are coarser; else 1. */
    long factor() {
        return unitsPerDay == 0 ? 1 : Math.max(1, declaredPerDay() / unitsPerDay);
    }
}
