package io.weir.core.meta;

import io.weir.env.Environment;
import io.weir.error.CommitConflictException;
import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.error.StorageFailureException;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.SchemaChange;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The schema versions of a table: numbered files that never change. Versions read once are
 * remembered. Safe for many threads and processes.
 */
public final class SchemaStore {

    private static final String PREFIX = "schema-";
    private static final int REMEMBERED_MAX = 500;
    private static final int ATTEMPTS_MAX = 100;

    private final Storage storage;
    private final Location directory;
    private final Environment environment;
    private final DecodedFiles<TableSchema> decoded;
    private final Map<Long, TableSchema> remembered = new ConcurrentHashMap<>();

    public SchemaStore(Storage storage, Location tableDirectory, Environment environment) {
        this(storage, tableDirectory, environment, DecodedFiles.schemas());
    }

    /**
     * @param decoded of all tables of a catalog
     */
    public SchemaStore(
            Storage storage,
            Location tableDirectory,
            Environment environment,
            DecodedFiles<TableSchema> decoded) {
        this.storage = storage;
        this.directory = tableDirectory.resolve("schema");
        this.environment = environment;
        this.decoded = decoded;
    }

    /** The newest version, empty if there is no table. Looks at storage every time. */
    public Optional<TableSchema> latest() {
        List<Long> ids = ids();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(schema(ids.get(ids.size() - 1)));
        } catch (ExistenceException e) {
            // The table was dropped since its directory was listed.
            return Optional.empty();
        }
    }

    /** A version that a file or a snapshot names; it not being there is an error. */
    public TableSchema schema(long id) {
        TableSchema known = remembered.get(id);
        if (known != null) {
            return known;
        }
        Location location = location(id);
        TableSchema schema = decoded.decode(storage.read(location), location);
        if (schema.id() != id) {
            throw new CorruptFileException(
                    location.toString(), "key id is " + schema.id() + ", expected " + id);
        }
        if (remembered.size() < REMEMBERED_MAX) {
            remembered.put(id, schema);
        }
        return schema;
    }

    /** All ids in ascending order. */
    public List<Long> ids() {
        return NumberedFiles.list(storage, directory, PREFIX);
    }

    /**
     * Checks a definition and publishes it as version 0.
     *
     * @throws ExistenceException there is a table already
     * @throws io.weir.error.InvalidRequestException there may not be such a table
     */
    public TableSchema create(TableDefinition definition) {
        TableSchema schema = SchemaEvolution.create(definition, environment.currentMillis());
        if (!ids().isEmpty() || !publish(schema)) {
            throw ExistenceException.alreadyExists("table", directory.parent().toString());
        }
        return schema;
    }

    /**
     * Applies changes to the latest version as one new version; again if another one came first.
     * Changes that change nothing make no version.
     *
     * @param hasSnapshots whether the table has data, which forbids some changes
     * @throws io.weir.error.InvalidRequestException a change is not allowed
     */
    public TableSchema commit(List<SchemaChange> changes, BooleanSupplier hasSnapshots) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            TableSchema current =
                    latest().orElseThrow(
                                    () ->
                                            ExistenceException.notFound(
                                                    "table", directory.parent().toString()));
            TableSchema next =
                    SchemaEvolution.apply(
                            current,
                            changes,
                            hasSnapshots.getAsBoolean(),
                            environment.currentMillis());
            if (next.equals(current) || publish(next)) {
                return next;
            }
        }
        throw new CommitConflictException(
                directory + ": lost the race for a schema version " + ATTEMPTS_MAX + " times");
    }

    private boolean publish(TableSchema schema) {
        Location location = location(schema.id());
        byte[] content = SchemaJson.encode(schema);
        try {
            return storage.putIfAbsent(location, content);
        } catch (StorageFailureException e) {
            if (isOurs(location, content)) {
                return true;
            }
            throw e;
        }
    }

    /** Whether a publication whose outcome is unknown succeeded. */
    private boolean isOurs(Location location, byte[] content) {
        try {
            return Arrays.equals(storage.read(location), content);
        } catch (ExistenceException | StorageFailureException e) {
            return false;
        }
    }

    private Location location(long id) {
        return directory.resolve(PREFIX + id);
    }
}
