package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.data.RowKind;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns a data file has beside the table's own (format section 7.1). Files of tables with a
 * primary key have, in this order: {@code _KEY_<c>} for each trimmed primary key column, {@code
 * _SEQUENCE_NUMBER}, {@code _VALUE_KIND}, then all table columns. In thin mode the first are left
 * out. Files of other tables have only the table columns.
 */
public final class FileColumns {

    public static final String SEQUENCE_NUMBER = "_SEQUENCE_NUMBER";
    public static final String VALUE_KIND = "_VALUE_KIND";

    static final String KEY_PREFIX = "_KEY_";
    static final int KEY_ID_OFFSET = 1073741823;
    static final int SEQUENCE_NUMBER_ID = 2147483646;
    static final int VALUE_KIND_ID = 2147483645;

    static final Field SEQUENCE_FIELD =
            Field.of(SEQUENCE_NUMBER_ID, SEQUENCE_NUMBER, DataType.bigint().notNull());
    static final Field KIND_FIELD =
            Field.of(VALUE_KIND_ID, VALUE_KIND, DataType.tinyint().notNull());

    private FileColumns() {}

    /** The columns of a file written under this schema. */
    public static RowType of(TableSchema schema, boolean thin) {
        RowType table = schema.rowType();
        if (!schema.hasPrimaryKey()) {
            return table;
        }
        List<Field> fields = new ArrayList<>(table.size() + 4);
        if (!thin) {
            for (Field key : keyType(schema).fields()) {
                fields.add(Field.of(KEY_ID_OFFSET + key.id(), KEY_PREFIX + key.name(), key.type()));
            }
        }
        fields.add(SEQUENCE_FIELD);
        fields.add(KIND_FIELD);
        fields.addAll(table.fields());
        return RowType.of(fields);
    }

    /** What the manifest entry of a file tells of its columns well enough, by column id. */
    static Map<Integer, Object> constants(DataFile file, RunSpec.Versions versions) {
        Map<Integer, Object> constants = new HashMap<>();
        Long retracts = file.deleteRowCount();
        if (versions != RunSpec.Versions.EXACT && retracts != null && retracts == 0) {
            constants.put(VALUE_KIND_ID, RowKind.INSERT.code());
        }
        if (versions == RunSpec.Versions.BY_FILE) {
            constants.put(SEQUENCE_NUMBER_ID, file.maxSequence());
        }
        return constants;
    }

    /** The trimmed primary key columns, not nullable; without any for append tables. */
    public static RowType keyType(TableSchema schema) {
        RowType table = schema.rowType();
        List<Field> fields = new ArrayList<>();
        for (String name : schema.trimmedPrimaryKeys()) {
            Field field = table.field(name);
            fields.add(field.withType(field.type().notNull()));
        }
        return RowType.of(fields);
    }
}
