package io.weir.parquet;

import io.weir.parquet.encoding.MalformedException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.jspecify.annotations.Nullable;

/**
 * How a declared type is read from a file's schema: nodes matched by name, parts the file lacks
 * left out.
 *
 * @param kind what the node is
 * @param type declared
 * @param node the stored node; null when missing
 * @param definition level from which a value of the node is not null
 * @param elementDefinition for arrays and maps: level from which there is an element
 * @param repetition repeated nodes above, those of the node not counted
 * @param slotDefinition level from which the node has a place at all
 * @param shape of a leaf
 * @param children of rows one a field, of arrays the element, of maps key and value
 */
record ReadPlan(
        Kind kind,
        DataType type,
        @Nullable SchemaNode node,
        int definition,
        int elementDefinition,
        int repetition,
        int slotDefinition,
        @Nullable LeafShape shape,
        List<ReadPlan> children) {

    enum Kind {
        LEAF,
        ARRAY,
        MAP,
        ROW,
        MISSING
    }

    boolean missing() {
        return kind == Kind.MISSING;
    }

    static ReadPlan missing(DataType type) {
        return new ReadPlan(Kind.MISSING, type, null, 0, 0, 0, 0, null, List.of());
    }

    /** The plan of a top-level column. */
    static ReadPlan of(SchemaNode root, Field field) {
        SchemaNode node = root.child(field);
        return node == null ? missing(field.type()) : of(node, field.type(), 0, 0, false);
    }

    /**
     * @param element whether the node is what a list repeats, so that its being repeated is already
     *     told
     */
    private static ReadPlan of(
            SchemaNode node, DataType type, int repetition, int slotDefinition, boolean element) {
        if (node.repeated() && !element && type instanceof ArrayType array) {
            return bareList(node, array, repetition, slotDefinition);
        }
        if (node.repeated() && !element) {
            throw mismatch(node, type);
        }
        return switch (type.kind()) {
            case ARRAY -> list(node, (ArrayType) type, repetition, slotDefinition);
            case MAP, MULTISET -> map(node, ColumnWriter.mapOf(type), repetition, slotDefinition);
            case ROW -> row(node, (RowType) type, repetition, slotDefinition);
            default ->
                    new ReadPlan(
                            Kind.LEAF,
                            type,
                            node,
                            node.definition(),
                            0,
                            repetition,
                            slotDefinition,
                            LeafShape.of(node, type),
                            List.of());
        };
    }

    private static MalformedException mismatch(SchemaNode node, DataType type) {
        return new MalformedException(
                "column " + node.name() + " is declared " + type + ", it is not so stored");
    }

    /** A repeated node without a list around it: a list that is never null. */
    private static ReadPlan bareList(
            SchemaNode node, ArrayType type, int repetition, int slotDefinition) {
        ReadPlan element = of(node, type.element(), repetition + 1, node.definition(), true);
        return arrayOf(
                type, node, node.definition() - 1, node, repetition, slotDefinition, element);
    }

    private static ReadPlan arrayOf(
            ArrayType type,
            SchemaNode node,
            int definition,
            SchemaNode repeated,
            int repetition,
            int slotDefinition,
            ReadPlan element) {
        if (element.missing()) {
            return missing(type);
        }
        return new ReadPlan(
                Kind.ARRAY,
                type,
                node,
                definition,
                repeated.definition(),
                repetition,
                slotDefinition,
                null,
                List.of(element));
    }

    private static ReadPlan list(
            SchemaNode node, ArrayType type, int repetition, int slotDefinition) {
        if (node.children().size() != 1 || !node.children().get(0).repeated()) {
            throw mismatch(node, type);
        }
        SchemaNode repeated = node.children().get(0);
        boolean itself =
                repeated.isLeaf()
                        || repeated.children().size() > 1
                        || repeated.name().equals("array")
                        || repeated.name().equals(node.name() + "_tuple");
        ReadPlan element =
                itself
                        ? of(repeated, type.element(), repetition + 1, repeated.definition(), true)
                        : of(
                                repeated.children().get(0),
                                type.element(),
                                repetition + 1,
                                repeated.definition(),
                                false);
        return arrayOf(
                type, node, node.definition(), repeated, repetition, slotDefinition, element);
    }

    private static ReadPlan map(SchemaNode node, MapType type, int repetition, int slotDefinition) {
        boolean fits =
                node.children().size() == 1
                        && node.children().get(0).repeated()
                        && node.children().get(0).children().size() == 2
                        && node.element().getConverted_type() != ConvertedType.LIST;
        if (!fits) {
            throw mismatch(node, type);
        }
        SchemaNode entry = node.children().get(0);
        ReadPlan key =
                of(entry.children().get(0), type.key(), repetition + 1, entry.definition(), false);
        ReadPlan value =
                of(
                        entry.children().get(1),
                        type.value(),
                        repetition + 1,
                        entry.definition(),
                        false);
        if (key.missing()) {
            return missing(type);
        }
        return new ReadPlan(
                Kind.MAP,
                type,
                node,
                node.definition(),
                entry.definition(),
                repetition,
                slotDefinition,
                null,
                List.of(key, value));
    }

    private static ReadPlan row(SchemaNode node, RowType type, int repetition, int slotDefinition) {
        if (node.isLeaf()) {
            throw mismatch(node, type);
        }
        List<ReadPlan> fields = new ArrayList<>(type.size());
        boolean any = false;
        for (Field field : type.fields()) {
            SchemaNode child = node.child(field);
            ReadPlan plan =
                    child == null
                            ? missing(field.type())
                            : of(child, field.type(), repetition, slotDefinition, false);
            fields.add(plan);
            any |= !plan.missing();
        }
        return any
                ? new ReadPlan(
                        Kind.ROW,
                        type,
                        node,
                        node.definition(),
                        0,
                        repetition,
                        slotDefinition,
                        null,
                        List.copyOf(fields))
                : missing(type);
    }

    /** Whether rows map to places of one leaf one to one. */
    boolean flat() {
        return kind == Kind.LEAF && repetition == 0 && definition <= 1;
    }
}
