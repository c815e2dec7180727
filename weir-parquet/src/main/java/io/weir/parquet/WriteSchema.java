package io.weir.parquet;

import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/**
 * The schema of a file to be written, as the table format lays it out (its section 7.4), and the
 * writers of its columns.
 */
final class WriteSchema {

    /** Ids of unnamed nested parts grow up and down from here (section 7.1). */
    private static final int NESTED_ID = 536_870_911;

    private static final int LEVELS_MAX = 100;

    private final List<SchemaElement> elements = new ArrayList<>();
    private final List<ChunkWriter> leaves = new ArrayList<>();
    private final List<ColumnWriter> columns = new ArrayList<>();
    private final Function<LeafColumn, ChunkWriter> writers;

    WriteSchema(RowType type, Function<LeafColumn, ChunkWriter> writers) {
        this.writers = writers;
        SchemaElement root = new SchemaElement("paimon_schema");
        root.setNum_children(type.size());
        elements.add(root);
        for (Field field : type.fields()) {
            columns.add(
                    node(
                            new Place(List.of(), field.id(), 0, 0, 0),
                            field.name(),
                            field.id(),
                            field.type()));
        }
    }

    /** All nodes, depth first, the root included. */
    List<SchemaElement> elements() {
        return elements;
    }

    List<ChunkWriter> leaves() {
        return leaves;
    }

    List<ColumnWriter> columns() {
        return columns;
    }

    /**
     * Where a node hangs.
     *
     * @param path names above
     * @param fieldId id of the named field it belongs to
     * @param depth collections of that field above
     * @param definition level of what is above
     * @param repetition repeated nodes above
     */
    private record Place(
            List<String> path, int fieldId, int depth, int definition, int repetition) {

        Place inside(String name, boolean nullable) {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            return new Place(
                    List.copyOf(longer),
                    fieldId,
                    depth,
                    definition + (nullable ? 1 : 0),
                    repetition);
        }

        /** Inside the repeated group of that name. */
        Place repeated(String name) {
            Place inside = inside(name, true);
            return new Place(inside.path, fieldId, depth + 1, inside.definition, repetition + 1);
        }

        Place ofField(int id) {
            return new Place(path, id, 0, definition, repetition);
        }
    }

    private ColumnWriter node(Place place, String name, int id, DataType type) {
        if (place.definition >= LEVELS_MAX) {
            throw new InvalidRequestException(
                    "column " + String.join(".", place.path) + " is nested too deep");
        }
        SchemaElement element = new SchemaElement(name);
        element.setField_id(id);
        element.setRepetition_type(
                type.nullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
        elements.add(element);
        Place inside = place.inside(name, type.nullable());
        return switch (type.kind()) {
            case ARRAY -> list(inside, name, (ArrayType) type, element);
            case MAP, MULTISET -> map(inside, name, type, element);
            case ROW -> row(inside, name, (RowType) type, element);
            default -> leaf(inside, name, (ScalarType) type, element);
        };
    }

    private ColumnWriter list(Place place, String name, ArrayType type, SchemaElement element) {
        element.setNum_children(1);
        element.setConverted_type(ConvertedType.LIST);
        element.setLogicalType(LogicalType.LIST(new ListType()));
        elements.add(repeatedGroup("list", 1));
        Place inside = place.repeated("list");
        int id = NESTED_ID + 1024 * place.fieldId + inside.depth;
        ColumnWriter child = node(inside, "element", id, type.element());
        return new ColumnWriter(type, name, inside.repetition, List.of(child), null);
    }

    private ColumnWriter map(Place place, String name, DataType type, SchemaElement element) {
        MapType map = ColumnWriter.mapOf(type);
        element.setNum_children(1);
        element.setConverted_type(ConvertedType.MAP);
        element.setLogicalType(LogicalType.MAP(new org.apache.parquet.format.MapType()));
        SchemaElement group = repeatedGroup("key_value", 2);
        group.setConverted_type(ConvertedType.MAP_KEY_VALUE);
        elements.add(group);
        Place inside = place.repeated("key_value");
        int keyId = NESTED_ID - 1024 * place.fieldId - inside.depth;
        int valueId = NESTED_ID + 1024 * place.fieldId + inside.depth;
        ColumnWriter key = node(inside, "key", keyId, map.key().notNull());
        ColumnWriter value = node(inside, "value", valueId, map.value());
        return new ColumnWriter(map, name, inside.repetition, List.of(key, value), null);
    }

    private ColumnWriter row(Place place, String name, RowType type, SchemaElement element) {
        if (type.size() == 0) {
            throw new InvalidRequestException("column " + name + " is a row without fields");
        }
        element.setNum_children(type.size());
        List<ColumnWriter> children = new ArrayList<>(type.size());
        for (Field field : type.fields()) {
            children.add(node(place.ofField(field.id()), field.name(), field.id(), field.type()));
        }
        return new ColumnWriter(type, name, 0, List.copyOf(children), null);
    }

    private ColumnWriter leaf(Place place, String name, ScalarType type, SchemaElement element) {
        LeafColumn leaf = new LeafColumn(place.path, type, place.definition, place.repetition);
        element.setType(leaf.physical());
        if (leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(leaf.width());
        }
        annotate(element, type);
        ChunkWriter writer = writers.apply(leaf);
        leaves.add(writer);
        return new ColumnWriter(type, name, 0, List.of(), writer);
    }

    private static SchemaElement repeatedGroup(String name, int children) {
        SchemaElement group = new SchemaElement(name);
        group.setRepetition_type(FieldRepetitionType.REPEATED);
        group.setNum_children(children);
        return group;
    }

    private static void annotate(SchemaElement element, ScalarType type) {
        switch (type.kind()) {
            case CHAR, VARCHAR -> {
                element.setConverted_type(ConvertedType.UTF8);
                element.setLogicalType(LogicalType.STRING(new StringType()));
            }
            case DECIMAL -> {
                element.setConverted_type(ConvertedType.DECIMAL);
                element.setPrecision(type.precision());
                element.setScale(type.scale());
                element.setLogicalType(
                        LogicalType.DECIMAL(new DecimalType(type.scale(), type.precision())));
            }
            case TINYINT -> annotateInt(element, 8, ConvertedType.INT_8);
            case SMALLINT -> annotateInt(element, 16, ConvertedType.INT_16);
            case DATE -> {
                element.setConverted_type(ConvertedType.DATE);
                element.setLogicalType(LogicalType.DATE(new DateType()));
            }
            case TIME -> {
                element.setConverted_type(ConvertedType.TIME_MILLIS);
                element.setLogicalType(LogicalType.TIME(new TimeType(true, unit(3))));
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> annotateTimestamp(element, type);
            default -> {}
        }
    }

    private static void annotateInt(SchemaElement element, int bits, ConvertedType converted) {
        element.setConverted_type(converted);
        element.setLogicalType(LogicalType.INTEGER(new IntType((byte) bits, true)));
    }

    private static void annotateTimestamp(SchemaElement element, ScalarType type) {
        if (type.precision() > 6) {
            return;
        }
        boolean instant = type.kind() == io.weir.type.TypeKind.TIMESTAMP_LTZ;
        element.setLogicalType(
                LogicalType.TIMESTAMP(new TimestampType(instant, unit(type.precision()))));
        // The older annotation always means an instant.
        if (instant) {
            element.setConverted_type(
                    type.precision() <= 3
                            ? ConvertedType.TIMESTAMP_MILLIS
                            : ConvertedType.TIMESTAMP_MICROS);
        }
    }

    private static TimeUnit unit(int precision) {
        return precision <= 3
                ? TimeUnit.MILLIS(new MilliSeconds())
                : TimeUnit.MICROS(new MicroSeconds());
    }
}
