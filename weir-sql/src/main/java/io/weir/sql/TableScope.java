package io.weir.sql;

import io.weir.catalog.Catalog;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import io.weir.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which table a name means in a session: current database and session options. */
final class TableScope {

    private final Catalog catalog;
    private final Map<String, String> options = new TreeMap<>();
    private volatile String database;

    TableScope(Catalog catalog, String database) {
        this.catalog = catalog;
        this.database = database;
    }

    Catalog catalog() {
        return catalog;
    }

    String database() {
        return database;
    }

    void use(String newDatabase) {
        database = databaseName(newDatabase);
    }

    /** Options that hold for every table of the session unless a hint says otherwise. */
    Map<String, String> options() {
        return options;
    }

    /** The existing database of that name; in other case only if there is just one. */
    String databaseName(String name) {
        if (catalog.hasDatabase(name)) {
            return name;
        }
        return onlyMatch(catalog.databases(), name)
                .orElseThrow(() -> ExistenceException.notFound("database", name));
    }

    private static Optional<String> onlyMatch(List<String> names, String wanted) {
        List<String> matches = names.stream().filter(wanted::equalsIgnoreCase).toList();
        return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
    }

    /** The identifier that one to two names mean, whether there is such a table or not. */
    Identifier identifier(List<String> path) {
        if (path.size() > 2) {
            throw new InvalidRequestException(
                    "'" + String.join(".", path) + "' is not of the form table or database.table");
        }
        return path.size() == 2
                ? new Identifier(databaseName(path.get(0)), path.get(1))
                : new Identifier(database, path.get(0));
    }

    /**
     * The existing table that names mean, or empty if they may mean something of the query engine.
     *
     * @throws ExistenceException the database is ours, but not the table
     */
    Optional<Identifier> find(List<String> path) {
        if (path.size() > 2) {
            return Optional.empty();
        }
        String wantedDatabase = path.size() == 2 ? path.get(0) : database;
        Optional<String> inDatabase =
                catalog.hasDatabase(wantedDatabase)
                        ? Optional.of(wantedDatabase)
                        : onlyMatch(catalog.databases(), wantedDatabase);
        if (inDatabase.isEmpty()) {
            return Optional.empty();
        }
        Optional<Identifier> found = existing(inDatabase.get(), path.get(path.size() - 1));
        if (found.isEmpty() && path.size() == 2) {
            throw ExistenceException.notFound("table", String.join(".", path));
        }
        return found;
    }

    private Optional<Identifier> existing(String inDatabase, String name) {
        int dollar = name.indexOf('$');
        String base = dollar > 0 ? name.substring(0, dollar) : name;
        String suffix = dollar > 0 ? name.substring(dollar) : "";
        if (base.isBlank()) {
            return Optional.empty();
        }
        Optional<String> table =
                catalog.hasTable(new Identifier(inDatabase, base))
                        ? Optional.of(base)
                        : onlyMatch(catalog.tables(inDatabase), base);
        return table.map(found -> new Identifier(inDatabase, found + suffix));
    }

    /**
     * The table that names mean, for statements that change it: a table of ours, no system table.
     */
    Table changedTable(List<String> path) {
        Table table = table(path);
        if (table.identifier().table().indexOf('$') > 0) {
            throw new InvalidRequestException(
                    table.identifier() + " is a system table, which can only be read");
        }
        return table;
    }

    /** The table that names mean, for statements that need one of ours. */
    Table table(List<String> path) {
        Identifier identifier =
                find(path)
                        .orElseThrow(
                                () ->
                                        ExistenceException.notFound(
                                                "table",
                                                path.size() == 1
                                                        ? database + "." + path.get(0)
                                                        : String.join(".", path)));
        return catalog.table(identifier);
    }
}
