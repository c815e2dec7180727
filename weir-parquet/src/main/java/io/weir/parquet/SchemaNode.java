package io.weir.parquet;

import io.weir.parquet.encoding.MalformedException;
import io.weir.type.Field;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * A node of a file's schema.
 *
 * @param element what the footer says of it
 * @param children none for a leaf
 * @param definition definition level at which the node is there
 * @param repetition repeated nodes from the top down to it, itself included
 * @param firstLeaf number of the first leaf at or below it
 */
record SchemaNode(
        SchemaElement element,
        List<SchemaNode> children,
        int definition,
        int repetition,
        int firstLeaf) {

    String name() {
        return element.getName();
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    boolean repeated() {
        return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    boolean optional() {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    }

    Type physical() {
        return element.getType();
    }

    @Nullable SchemaNode child(String name) {
        for (SchemaNode child : children) {
            if (child.name().equals(name)) {
                return child;
            }
        }
        return null;
    }

    /**
     * The child of a field, by name; null if there is none.
     *
     * @throws MalformedException another child has the field's id: the name is wrong, here or in
     *     the schema
     */
    @Nullable SchemaNode child(Field field) {
        SchemaNode named = child(field.name());
        if (named != null) {
            return named;
        }
        for (SchemaNode child : children) {
            if (child.element.isSetField_id() && child.element.getField_id() == field.id()) {
                throw new MalformedException(
                        "has no column "
                                + field.name()
                                + ", but column "
                                + child.name()
                                + " has its id "
                                + field.id());
            }
        }
        return null;
    }
}
