package io.weir.sql;

import io.weir.catalog.Catalog;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.storage.Location;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A catalog of {@link MemoryTable}s, for tests that are about SQL only. */
final class MemoryCatalog implements Catalog {

    private final Map<String, Map<String, MemoryTable>> databases = new ConcurrentSkipListMap<>();

    @Override
    public Location warehouse() {
        return Location.of("file:///memory");
    }

    @Override
    public List<String> databases() {
        return List.copyOf(databases.keySet());
    }

    @Override
    public boolean hasDatabase(String database) {
        return databases.containsKey(database);
    }

    @Override
    public void createDatabase(String database) {
        if (databases.putIfAbsent(database, new TreeMap<>()) != null) {
            throw ExistenceException.alreadyExists("database", database);
        }
    }

    @Override
    public void dropDatabase(String database, boolean cascade) {
        if (!cascade && !database(database).isEmpty()) {
            throw new InvalidRequestException("database " + database + " is not empty");
        }
        databases.remove(database);
    }

    private Map<String, MemoryTable> database(String name) {
        Map<String, MemoryTable> tables = databases.get(name);
        if (tables == null) {
            throw ExistenceException.notFound("database", name);
        }
        return tables;
    }

    @Override
    public List<String> tables(String database) {
        return List.copyOf(database(database).keySet());
    }

    @Override
    public boolean hasTable(Identifier identifier) {
        return hasDatabase(identifier.database())
                && database(identifier.database()).containsKey(identifier.table());
    }

    @Override
    public Table table(Identifier identifier) {
        MemoryTable table = database(identifier.database()).get(identifier.table());
        if (table == null) {
            throw ExistenceException.notFound("table", identifier.toString());
        }
        return table;
    }

    @Override
    public Table createTable(Identifier identifier, TableDefinition definition) {
        MemoryTable table = new MemoryTable(identifier, definition);
        if (database(identifier.database()).putIfAbsent(identifier.table(), table) != null) {
            throw ExistenceException.alreadyExists("table", identifier.toString());
        }
        return table;
    }

    @Override
    public void dropTable(Identifier identifier) {
        database(identifier.database()).remove(identifier.table());
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw new InvalidRequestException("not in memory");
    }

    @Override
    public Table alterTable(Identifier identifier, List<SchemaChange> changes) {
        throw new InvalidRequestException("not in memory");
    }

    @Override
    public void close() {}
}
