package io.weir.core.system;

import io.weir.core.meta.SchemaJson;
import io.weir.core.meta.SnapshotMeta;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** {@code $schemas}: every version of the definition, oldest first. */
final class SchemasContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .bigint("schema_id!")
                    .text("fields!")
                    .text("partition_keys!")
                    .text("primary_keys!")
                    .text("options!")
                    .text("comment")
                    .time("update_time!")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        for (long id : source.scan().schemas().ids()) {
            TableSchema schema = source.scan().schemas().schema(id);
            rows.add(
                    schema.id(),
                    SchemaJson.fieldsText(schema.fields()),
                    SystemText.json(schema.partitionKeys()),
                    SystemText.json(schema.primaryKeys()),
                    SystemText.json(schema.options()),
                    schema.comment(),
                    SystemText.localTime(schema.timeMillis(), source));
        }
    }
}
