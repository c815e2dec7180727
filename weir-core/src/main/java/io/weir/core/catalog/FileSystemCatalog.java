package io.weir.core.catalog;

import io.weir.catalog.Catalog;
import io.weir.core.meta.DecodedFiles;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.core.storage.LocalStorage;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A catalog that is a directory: {@code warehouse/database.db/table}. A table is a directory with a
 * schema file; there is no registry, so tables may be copied in and out. Safe for many threads and
 * processes.
 */
public final class FileSystemCatalog implements Catalog {

    private static final String SUFFIX = ".db";
    private static final String SYSTEM_DATABASE = "sys";
    private static final String DEFAULTS = "table-default.";
    private static final int PAGE = 1000;
    private static final int NAME_MAX = 200;

    private final Storage storage;
    private final Location warehouse;
    private final Environment environment;
    private final TableFactory tables;
    private final DecodedFiles<TableSchema> decodedSchemas = DecodedFiles.schemas();
    private final Map<String, String> defaults = new HashMap<>();

    /**
     * @param storage serves the warehouse; closed with the catalog
     * @param options {@code table-default.*} are added to new tables
     */
    public FileSystemCatalog(
            Storage storage,
            Location warehouse,
            Options options,
            Environment environment,
            TableFactory tables) {
        this.storage = storage;
        this.warehouse = warehouse;
        this.environment = environment;
        this.tables = tables;
        options.asMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(DEFAULTS)) {
                                defaults.put(key.substring(DEFAULTS.length()), value);
                            }
                        });
    }

    @Override
    public Location warehouse() {
        return warehouse;
    }

    @Override
    public List<String> databases() {
        List<String> names = new ArrayList<>();
        for (String name : directories(warehouse)) {
            if (name.endsWith(SUFFIX) && name.length() > SUFFIX.length()) {
                names.add(name.substring(0, name.length() - SUFFIX.length()));
            }
        }
        names.sort(null);
        return names;
    }

    @Override
    public boolean hasDatabase(String database) {
        return isName(database) && databases().contains(database);
    }

    @Override
    public void createDatabase(String database) {
        checkName("database", database);
        if (database.equals(SYSTEM_DATABASE)) {
            throw new InvalidRequestException("database name " + SYSTEM_DATABASE + " is reserved");
        }
        if (hasDatabase(database)) {
            throw ExistenceException.alreadyExists("database", database);
        }
        if (storage instanceof LocalStorage local) {
            local.makeDirectory(directory(database));
        } else {
            throw new InvalidRequestException(
                    "storage of " + warehouse + " has no directories to make a database of");
        }
    }

    @Override
    public void dropDatabase(String database, boolean cascade) {
        expectDatabase(database);
        List<String> names = tables(database);
        if (!cascade && !names.isEmpty()) {
            throw new InvalidRequestException(
                    "database " + database + " has " + names.size() + " tables; drop them first");
        }
        storage.deleteDirectory(directory(database));
    }

    @Override
    public List<String> tables(String database) {
        expectDatabase(database);
        List<String> names = new ArrayList<>();
        for (String name : directories(directory(database))) {
            if (isName(name) && hasSchema(directory(database).resolve(name))) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public boolean hasTable(Identifier identifier) {
        return isName(identifier.database())
                && isName(identifier.table())
                && hasSchema(directory(identifier));
    }

    @Override
    public Table table(Identifier identifier) {
        int dollar = identifier.table().indexOf('$');
        if (dollar < 0) {
            return open(identifier);
        }
        if (dollar == 0) {
            throw ExistenceException.notFound("table", identifier.toString());
        }
        Identifier base =
                new Identifier(identifier.database(), identifier.table().substring(0, dollar));
        String name = identifier.table().substring(dollar + 1);
        return tables.openSystem(base, name, storage, directory(base), schema(base));
    }

    private Table open(Identifier identifier) {
        return tables.open(identifier, storage, directory(identifier), schema(identifier));
    }

    private TableSchema schema(Identifier identifier) {
        if (!isName(identifier.database()) || !isName(identifier.table())) {
            throw ExistenceException.notFound("table", identifier.toString());
        }
        Optional<TableSchema> found = schemas(identifier).latest();
        return found.orElseThrow(
                () -> {
                    expectDatabase(identifier.database());
                    return ExistenceException.notFound("table", identifier.toString());
                });
    }

    @Override
    public Table createTable(Identifier identifier, TableDefinition definition) {
        checkName("table", identifier.table());
        expectDatabase(identifier.database());
        if (hasTable(identifier)) {
            throw ExistenceException.alreadyExists("table", identifier.toString());
        }
        Map<String, String> options = new HashMap<>(defaults);
        options.putAll(definition.options());
        schemas(identifier)
                .create(
                        new TableDefinition(
                                definition.columns(),
                                definition.partitionKeys(),
                                definition.primaryKeys(),
                                options,
                                definition.comment()));
        return open(identifier);
    }

    @Override
    public void dropTable(Identifier identifier) {
        expectTable(identifier);
        storage.deleteDirectory(directory(identifier));
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        expectTable(from);
        checkName("table", to.table());
        expectDatabase(to.database());
        if (!(storage instanceof LocalStorage local)) {
            throw new InvalidRequestException(
                    "storage of " + warehouse + " cannot rename table " + from);
        }
        if (!local.moveDirectory(directory(from), directory(to))) {
            throw ExistenceException.alreadyExists("table", to.toString());
        }
    }

    @Override
    public Table alterTable(Identifier identifier, List<SchemaChange> changes) {
        TableSchema current = schema(identifier);
        SnapshotStore snapshots =
                new SnapshotStore(storage, TableLayout.of(directory(identifier), current));
        schemas(identifier).commit(changes, () -> snapshots.latestId().isPresent());
        return open(identifier);
    }

    @Override
    public void close() {
        tables.close();
        storage.close();
    }

    private SchemaStore schemas(Identifier identifier) {
        return new SchemaStore(storage, directory(identifier), environment, decodedSchemas);
    }

    private Location directory(String database) {
        return warehouse.resolve(database + SUFFIX);
    }

    private Location directory(Identifier identifier) {
        return directory(identifier.database()).resolve(identifier.table());
    }

    private boolean hasSchema(Location table) {
        Location first = table.resolve("schema").resolve("schema-0");
        return storage.status(first).isPresent()
                || new SchemaStore(storage, table, environment).latest().isPresent();
    }

    private List<String> directories(Location parent) {
        List<String> names = new ArrayList<>();
        String after = null;
        while (true) {
            ListPage page = storage.list(parent, after, PAGE);
            for (FileStatus entry : page.entries()) {
                after = entry.location().name();
                if (entry.directory() && !after.startsWith(".")) {
                    names.add(after);
                }
            }
            if (page.last()) {
                return names;
            }
        }
    }

    private void expectDatabase(String database) {
        if (!hasDatabase(database)) {
            throw ExistenceException.notFound("database", database);
        }
    }

    private void expectTable(Identifier identifier) {
        if (!hasTable(identifier)) {
            throw ExistenceException.notFound("table", identifier.toString());
        }
    }

    private static boolean isName(String name) {
        if (name.isBlank() || name.length() > NAME_MAX || name.startsWith(".")) {
            return false;
        }
        return name.chars().noneMatch(c -> c < 0x20 || "/\\:$.*?\"<>|".indexOf(c) >= 0);
    }

    private static void checkName(String kind, String name) {
        if (!isName(name)) {
            throw new InvalidRequestException(
                    kind
                            + " name '"
                            + name
                            + "' must have 1 to "
                            + NAME_MAX
                            + " characters and none of / \\ : $ . * ? \" < > |");
        }
    }
}
