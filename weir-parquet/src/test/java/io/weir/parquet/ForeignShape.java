package io.weir.parquet;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * One of the many ways in which a declared type may lie in a file: physical types, units, widths,
 * list and map layouts, all drawn from a seed.
 */
final class ForeignShape {

    private final SplittableRandom dice;

    ForeignShape(long seed) {
        this.dice = new SplittableRandom(seed);
    }

    MessageType message(RowType type) {
        List<Type> fields = new ArrayList<>();
        for (Field field : type.fields()) {
            fields.add(node(field.type(), field.name(), true));
        }
        return new MessageType("m", fields);
    }

    private static Repetition repetition(DataType type) {
        return type.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    /**
     * @param bare whether a list may be a repeated field without a group around it
     */
    private Type node(DataType type, String name, boolean bare) {
        return switch (type.kind()) {
            case ARRAY -> list((ArrayType) type, name, bare);
            case MAP, MULTISET -> map(type, name);
            case ROW -> row((RowType) type, name, repetition(type));
            default -> leaf((ScalarType) type, name, repetition(type));
        };
    }

    private Type row(RowType type, String name, Repetition repetition) {
        Types.GroupBuilder<org.apache.parquet.schema.GroupType> group =
                Types.buildGroup(repetition);
        for (Field field : type.fields()) {
            group.addField(node(field.type(), field.name(), true));
        }
        return group.named(name);
    }

    private Type list(ArrayType type, String name, boolean bare) {
        DataType element = type.element();
        boolean plainElement = !element.nullable() && element instanceof ScalarType;
        boolean rowElement =
                !element.nullable() && element instanceof RowType row && row.size() > 1;
        int layout = dice.nextInt(4);
        if (bare && !type.nullable() && (plainElement || rowElement) && layout == 0) {
            return repeated(element, name);
        }
        Type inside;
        if ((plainElement || rowElement) && layout <= 1) {
            inside = repeated(element, plainElement || dice.nextBoolean() ? "array" : "bag");
        } else {
            String[] names = {"element", "item", "array_element"};
            inside =
                    Types.repeatedGroup()
                            .addField(node(element, names[dice.nextInt(3)], false))
                            .named(dice.nextBoolean() ? "list" : "bag");
        }
        return Types.buildGroup(repetition(type))
                .as(LogicalTypeAnnotation.listType())
                .addField(inside)
                .named(name);
    }

    private Type repeated(DataType element, String name) {
        return element instanceof RowType row
                ? row(row, name, Repetition.REPEATED)
                : leaf((ScalarType) element, name, Repetition.REPEATED);
    }

    private Type map(DataType type, String name) {
        MapType map = ColumnWriter.mapOf(type);
        Type entry =
                Types.repeatedGroup()
                        .addField(node(map.key().notNull(), "key", false))
                        .addField(node(map.value(), "value", false))
                        .named(dice.nextBoolean() ? "key_value" : "map");
        return Types.buildGroup(repetition(type))
                .as(
                        dice.nextBoolean()
                                ? LogicalTypeAnnotation.mapType()
                                : LogicalTypeAnnotation.MapKeyValueTypeAnnotation.getInstance())
                .addField(entry)
                .named(name);
    }

    private PrimitiveType leaf(ScalarType type, String name, Repetition repetition) {
        return switch (type.kind()) {
            case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case TINYINT -> whole(repetition, dice.nextBoolean() ? 8 : 0, true, name);
            case SMALLINT -> whole(repetition, dice.nextBoolean() ? 16 : 8, true, name);
            case INT -> whole(repetition, dice.nextInt(3) * 16, dice.nextBoolean(), name);
            case DATE ->
                    Types.primitive(PrimitiveTypeName.INT32, repetition)
                            .as(LogicalTypeAnnotation.dateType())
                            .named(name);
            case BIGINT -> bigint(repetition, name);
            case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case DECIMAL -> decimal(type, repetition, name);
            case TIME -> time(repetition, name);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(type, repetition, name);
            case CHAR, VARCHAR ->
                    Types.primitive(PrimitiveTypeName.BINARY, repetition)
                            .as(
                                    dice.nextInt(4) == 0
                                            ? LogicalTypeAnnotation.jsonType()
                                            : LogicalTypeAnnotation.stringType())
                            .named(name);
            default ->
                    type.length() == 4
                            ? Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                                    .length(4)
                                    .named(name)
                            : Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
        };
    }

    private static PrimitiveType whole(
            Repetition repetition, int bits, boolean signed, String name) {
        var builder = Types.primitive(PrimitiveTypeName.INT32, repetition);
        return bits == 0
                ? builder.named(name)
                : builder.as(LogicalTypeAnnotation.intType(bits, signed)).named(name);
    }

    private PrimitiveType bigint(Repetition repetition, String name) {
        return switch (dice.nextInt(4)) {
            case 0 -> whole(repetition, 0, true, name);
            case 1 -> whole(repetition, 32, false, name);
            case 2 ->
                    Types.primitive(PrimitiveTypeName.INT64, repetition)
                            .as(LogicalTypeAnnotation.intType(64, false))
                            .named(name);
            default -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
        };
    }

    private PrimitiveType decimal(ScalarType type, Repetition repetition, String name) {
        LogicalTypeAnnotation annotation =
                LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        int form = dice.nextInt(4);
        if (form == 0 && type.precision() <= 9) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition).as(annotation).named(name);
        }
        if (form <= 1 && type.precision() <= 18) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition).as(annotation).named(name);
        }
        if (form == 2) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition).as(annotation).named(name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(LeafColumn.decimalBytes(type.precision()) + 5 * dice.nextInt(3))
                .as(annotation)
                .named(name);
    }

    private TimeUnit unit() {
        return TimeUnit.values()[dice.nextInt(3)];
    }

    private PrimitiveType time(Repetition repetition, String name) {
        TimeUnit unit = unit();
        return Types.primitive(
                        unit == TimeUnit.MILLIS ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64,
                        repetition)
                .as(LogicalTypeAnnotation.timeType(dice.nextBoolean(), unit))
                .named(name);
    }

    private PrimitiveType timestamp(ScalarType type, Repetition repetition, String name) {
        if (dice.nextInt(4) == 0) {
            return Types.primitive(PrimitiveTypeName.INT96, repetition).named(name);
        }
        return Types.primitive(PrimitiveTypeName.INT64, repetition)
                .as(LogicalTypeAnnotation.timestampType(dice.nextBoolean(), unit()))
                .named(name);
    }
}
