package io.weir.core.merge;

import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns a merge reads as keys and which as values; the rule of {@link
 * io.weir.core.file.Run}.
 */
public final class MergeColumns {

    private MergeColumns() {}

    /** The type of the merge columns: keys, sequence columns, sequence number, kind. */
    public static RowType mergeType(MergeSpec spec) {
        List<Field> fields = new ArrayList<>(spec.keyType().fields());
        for (Field field : spec.sequenceFields().fields()) {
            // A sequence column may be a key column too; in a row type names are unique.
            fields.add(
                    spec.keyType().indexOf(field.name()) >= 0
                            ? field.withName("_SEQUENCE_" + field.name())
                            : field);
        }
        fields.add(Field.of(2147483646, "_SEQUENCE_NUMBER", DataType.bigint().notNull()));
        fields.add(Field.of(2147483645, "_VALUE_KIND", DataType.tinyint().notNull()));
        return RowType.of(fields);
    }

    /**
     * For each wanted value column its position among the merge columns, or -1 when it is not there
     * in the wanted shape.
     */
    public static int[] valueFromKey(MergeSpec spec) {
        List<Field> merge = new ArrayList<>(spec.keyType().fields());
        merge.addAll(spec.sequenceFields().fields());
        RowType values = spec.values();
        int[] fromKey = new int[values.size()];
        for (int column = 0; column < fromKey.length; column++) {
            Field field = values.field(column);
            fromKey[column] = -1;
            for (int key = merge.size() - 1; key >= 0; key--) {
                if (merge.get(key).id() == field.id()
                        && merge.get(key).type().notNull().equals(field.type().notNull())) {
                    fromKey[column] = key;
                }
            }
        }
        return fromKey;
    }
}
