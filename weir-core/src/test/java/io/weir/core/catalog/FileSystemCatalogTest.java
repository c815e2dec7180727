package io.weir.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.storage.LocalStorage;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemCatalogTest {

    private static final TableDefinition DEFINITION =
            new TableDefinition(
                    List.of(Field.of(0, "a", DataType.integer())),
                    List.of(),
                    List.of("a"),
                    Map.of("bucket", "2"),
                    null);

    @TempDir private Path directory;

    private final Environment environment = Environment.real();

    /** Tables that only know their name and their schema. */
    private static final class Names implements TableFactory {

        @Override
        public Table open(
                Identifier identifier, Storage storage, Location place, TableSchema schema) {
            return named(identifier, schema);
        }

        @Override
        public Table openSystem(
                Identifier identifier,
                String name,
                Storage storage,
                Location place,
                TableSchema schema) {
            return named(
                    new Identifier(identifier.database(), identifier.table() + "$" + name), schema);
        }

        @Override
        public void close() {
            // Nothing is shared.
        }

        private static Table named(Identifier identifier, TableSchema schema) {
            return (Table)
                    Proxy.newProxyInstance(
                            Table.class.getClassLoader(),
                            new Class<?>[] {Table.class},
                            (proxy, method, arguments) ->
                                    method.getName().equals("identifier") ? identifier : schema);
        }
    }

    private FileSystemCatalog catalog(String... options) {
        Map<String, String> map = options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
        return new FileSystemCatalog(
                new LocalStorage(environment, Options.empty()),
                new Location("file", directory.resolve("warehouse").toString()),
                Options.of(map),
                environment,
                new Names());
    }

    @Test
    void databasesAreDirectories() throws Exception {
        FileSystemCatalog catalog = catalog();
        assertEquals(List.of(), catalog.databases());
        catalog.createDatabase("b");
        catalog.createDatabase("a");
        Files.createDirectories(directory.resolve("warehouse/not-a-database"));
        assertEquals(List.of("a", "b"), catalog.databases());
        assertTrue(Files.isDirectory(directory.resolve("warehouse/a.db")));
        assertTrue(
                assertThrows(ExistenceException.class, () -> catalog.createDatabase("a")).found());
        assertThrows(InvalidRequestException.class, () -> catalog.createDatabase("sys"));
        for (String name : new String[] {"", " ", "a/b", "..", "a$b", "a.b", "x\u0000"}) {
            assertThrows(InvalidRequestException.class, () -> catalog.createDatabase(name), name);
            assertFalse(catalog.hasDatabase(name));
        }
        catalog.dropDatabase("a", false);
        assertEquals(List.of("b"), catalog.databases());
        assertFalse(
                assertThrows(ExistenceException.class, () -> catalog.dropDatabase("a", true))
                        .found());
    }

    @Test
    void tablesAreMadeFoundRenamedAndDropped() {
        FileSystemCatalog catalog = catalog("table-default.file.compression", "lz4");
        Identifier one = Identifier.of("db.one");
        assertThrows(ExistenceException.class, () -> catalog.createTable(one, DEFINITION));
        catalog.createDatabase("db");
        Table made = catalog.createTable(one, DEFINITION);
        assertEquals(Map.of("bucket", "2", "file.compression", "lz4"), made.schema().options());
        assertThrows(ExistenceException.class, () -> catalog.createTable(one, DEFINITION));
        assertEquals(List.of("one"), catalog.tables("db"));
        Identifier two = Identifier.of("db.two");
        catalog.createTable(two, DEFINITION);
        assertThrows(ExistenceException.class, () -> catalog.renameTable(one, two));
        Identifier three = Identifier.of("db.three");
        catalog.renameTable(one, three);
        assertEquals(List.of("three", "two"), catalog.tables("db"));
        assertThrows(ExistenceException.class, () -> catalog.table(one));
        assertEquals(three, catalog.table(three).identifier());
        assertThrows(InvalidRequestException.class, () -> catalog.dropDatabase("db", false));
        catalog.dropTable(two);
        assertThrows(ExistenceException.class, () -> catalog.dropTable(two));
        catalog.dropDatabase("db", true);
        assertFalse(Files.exists(directory.resolve("warehouse/db.db")));
    }

    @Test
    void aTableMadeInThePlaceOfAnotherHasItsOwnSchema() {
        FileSystemCatalog catalog = catalog();
        FileSystemCatalog other = catalog();
        catalog.createDatabase("db");
        Identifier name = Identifier.of("db.t");
        for (String bucket : new String[] {"2", "3", "4"}) {
            TableDefinition definition =
                    new TableDefinition(
                            DEFINITION.columns(),
                            DEFINITION.partitionKeys(),
                            DEFINITION.primaryKeys(),
                            Map.of("bucket", bucket),
                            null);
            other.createTable(name, definition);
            for (int look = 0; look < 2; look++) {
                assertEquals(bucket, catalog.table(name).schema().options().get("bucket"));
            }
            other.dropTable(name);
        }
    }

    @Test
    void aTableThatOnlyHasALaterSchemaIsFound() throws Exception {
        FileSystemCatalog catalog = catalog();
        catalog.createDatabase("db");
        Identifier table = Identifier.of("db.t");
        catalog.createTable(table, DEFINITION);
        catalog.alterTable(table, List.of(new SchemaChange.SetOption("bucket", "3")));
        Files.delete(directory.resolve("warehouse/db.db/t/schema/schema-0"));
        assertTrue(catalog.hasTable(table));
        assertEquals(List.of("t"), catalog.tables("db"));
        assertEquals(1, catalog.table(table).schema().id());
    }

    @Test
    void systemTablesArePassedToTheirFactory() {
        FileSystemCatalog catalog = catalog();
        catalog.createDatabase("db");
        catalog.createTable(Identifier.of("db.t"), DEFINITION);
        assertEquals(
                "db.t$snapshots",
                catalog.table(Identifier.of("db.t$snapshots")).identifier().toString());
        assertThrows(
                ExistenceException.class, () -> catalog.table(Identifier.of("db.x$snapshots")));
        assertThrows(
                InvalidRequestException.class,
                () -> catalog.createTable(Identifier.of("db.t$x"), DEFINITION));
    }

    @Test
    void aTableWithDataKeepsItsFrozenOptions() {
        FileSystemCatalog catalog = catalog();
        catalog.createDatabase("db");
        Identifier table = Identifier.of("db.t");
        catalog.createTable(table, DEFINITION);
        List<SchemaChange> toDynamic = List.of(new SchemaChange.SetOption("bucket", "-1"));
        catalog.alterTable(table, toDynamic);
        List<SchemaChange> toThree = List.of(new SchemaChange.SetOption("bucket", "3"));
        catalog.alterTable(table, toThree);
        new LocalStorage(environment, Options.empty())
                .put(
                        new Location(
                                "file",
                                directory
                                        .resolve("warehouse/db.db/t/snapshot/snapshot-1")
                                        .toString()),
                        new byte[1]);
        assertThrows(InvalidRequestException.class, () -> catalog.alterTable(table, toDynamic));
    }
}
