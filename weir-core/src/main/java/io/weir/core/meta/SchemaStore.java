package io.weir.core.meta;

import io.weir.env.Environment;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.SchemaChange;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The schema versions of a table. Versions read once are kept. Safe for many threads. */
public final class SchemaStore {

    public SchemaStore(Storage storage, Location tableDirectory, Environment environment) {}

    /** The newest version, empty if there is no table. Looks at storage every time. */
    public Optional<TableSchema> latest() {
        throw new UnsupportedOperationException();
    }

    /** A version that a file or a snapshot names. */
    public TableSchema schema(long id) {
        throw new UnsupportedOperationException();
    }

    /** All ids in order. */
    public List<Long> ids() {
        throw new UnsupportedOperationException();
    }

    /** Publishes version 0; {@code AlreadyExists} if there is one. */
    public TableSchema create(TableDefinition definition) {
        throw new UnsupportedOperationException();
    }

    /**
     * Applies changes to the latest version as one new version, again if another one came first.
     */
    public TableSchema commit(List<SchemaChange> changes, BooleanSupplier hasSnapshots) {
        throw new UnsupportedOperationException();
    }
}
