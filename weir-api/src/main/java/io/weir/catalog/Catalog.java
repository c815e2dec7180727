package io.weir.catalog;

import io.weir.storage.Location;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import java.util.List;

/**
 * Databases and tables. Safe for many threads. Missing and existing things are {@link
 * io.weir.error.ExistenceException}.
 */
public interface Catalog extends AutoCloseable {

    Location warehouse();

    /** Names in order. */
    List<String> databases();

    boolean hasDatabase(String database);

    void createDatabase(String database);

    /**
     * @param cascade drop its tables too; otherwise a database with tables is refused
     */
    void dropDatabase(String database, boolean cascade);

    /** Names of the tables of a database in order, without system tables. */
    List<String> tables(String database);

    boolean hasTable(Identifier identifier);

    /** The table at its latest schema; {@code db.t$name} gives a system table. */
    Table table(Identifier identifier);

    /** Creates a table in an existing database and gives it back. */
    Table createTable(Identifier identifier, TableDefinition definition);

    /** Drops the table with all its files. */
    void dropTable(Identifier identifier);

    /** Renames where storage can; otherwise {@link io.weir.error.InvalidRequestException}. */
    void renameTable(Identifier from, Identifier to);

    /** Applies changes as one new schema version and gives the table back. */
    Table alterTable(Identifier identifier, List<SchemaChange> changes);

    @Override
    void close();
}
