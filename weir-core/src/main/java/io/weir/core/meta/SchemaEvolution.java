package io.weir.core.meta;

import io.weir.table.SchemaChange;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import java.util.List;

/** Makes and changes table schemas by the rules of the format (sections 2.1 to 2.4). */
public final class SchemaEvolution {

    private SchemaEvolution() {}

    public static TableSchema create(TableDefinition definition, long timeMillis) {
        throw new UnsupportedOperationException();
    }

    public static TableSchema apply(
            TableSchema current,
            List<SchemaChange> changes,
            boolean hasSnapshots,
            long timeMillis) {
        throw new UnsupportedOperationException();
    }
}
