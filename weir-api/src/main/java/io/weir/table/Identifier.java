package io.weir.table;

import io.weir.error.InvalidRequestException;

/**
 * The name of a table in a catalog. The table part may end in {@code $name} for a system table.
 *
 * @param database not empty
 * @param table not empty
 */
public record Identifier(String database, String table) {

    public Identifier {
        if (database.isBlank() || table.isBlank()) {
            throw new InvalidRequestException("a table is named database.table, both not empty");
        }
    }

    /** Reads {@code database.table}. */
    public static Identifier of(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new InvalidRequestException("'" + text + "' is not of the form database.table");
        }
        return new Identifier(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public String toString() {
        return database + "." + table;
    }
}
