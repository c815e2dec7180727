package io.weir.core.meta;

import io.weir.error.InvalidRequestException;
import io.weir.table.SchemaChange;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes and changes table schemas by the rules of the format (sections 2.1 to 2.4). Nothing is
 * stored here. All errors are {@link InvalidRequestException}.
 */
public final class SchemaEvolution {

    private SchemaEvolution() {}

    /**
     * The first version of a new table: ids are given, primary key columns are made NOT NULL, keys
     * given as options {@code primary-key} and {@code partition} become keys.
     */
    public static TableSchema create(TableDefinition definition, long timeMillis) {
        Map<String, String> options = new TreeMap<>(definition.options());
        List<String> primaryKeys = keys(options, "primary-key", definition.primaryKeys());
        List<String> partitionKeys = keys(options, "partition", definition.partitionKeys());
        FieldIds ids = new FieldIds(-1);
        List<Field> fields = new ArrayList<>(definition.columns().size());
        for (Field column : definition.columns()) {
            boolean key = primaryKeys.contains(column.name());
            fields.add(ids.assign(key ? column.withType(column.type().notNull()) : column));
        }
        TableSchema schema =
                new TableSchema(
                        0,
                        fields,
                        ids.highest(),
                        partitionKeys,
                        primaryKeys,
                        options,
                        definition.comment(),
                        timeMillis);
        SchemaCheck.check(schema);
        return schema;
    }

    private static List<String> keys(
            Map<String, String> options, String option, List<String> declared) {
        String text = options.remove(option);
        if (text == null) {
            return declared;
        }
        if (!declared.isEmpty()) {
            throw new InvalidRequestException(
                    "option '" + option + "' and the definition both name keys; one is enough");
        }
        return SchemaCheck.names(text);
    }

    /**
     * The version after changes, all or none.
     *
     * @param hasSnapshots whether the table has data, which forbids some changes
     * @return the current version itself if the changes change nothing
     */
    public static TableSchema apply(
            TableSchema current,
            List<SchemaChange> changes,
            boolean hasSnapshots,
            long timeMillis) {
        SchemaDraft draft = new SchemaDraft(current, hasSnapshots);
        changes.forEach(draft::apply);
        if (draft.toSchema(current.id(), current.timeMillis()).equals(current)) {
            return current;
        }
        TableSchema next = draft.toSchema(current.id() + 1, timeMillis);
        SchemaCheck.check(next);
        return next;
    }
}
