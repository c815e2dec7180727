package io.weir.core.catalog;

import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableSchema;

/** Makes table objects; implemented by the wiring. Safe for many threads. */
public interface TableFactory extends AutoCloseable {

    /** The table in a directory at its latest schema. */
    Table open(Identifier identifier, Storage storage, Location directory, TableSchema schema);

    /**
     * A system table.
     *
     * @param identifier of the table it tells about, without {@code $name}
     * @param name the part after {@code $}
     * @throws io.weir.error.ExistenceException there is no system table of that name
     */
    Table openSystem(
            Identifier identifier,
            String name,
            Storage storage,
            Location directory,
            TableSchema schema);

    /** Gives back what its tables share; they can still be used, only slower. */
    @Override
    void close();
}
