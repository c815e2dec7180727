package io.weir.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a session may do and use.
 *
 * @param database the first current database; it need not exist yet
 * @param filesAllowed whether statements may read and write the user's local files, such as {@code
 *     read_csv('a.csv')}; false for anything that serves others
 * @param threads threads of the query engine, 0 for one a processor
 * @param memoryBytes memory of the query engine outside of the heap, 0 for its own choice; past it
 *     sorts, joins and aggregates go to {@code spillDirectory}
 * @param spillDirectory where to, null for the environment's scratch directory
 */
public record SqlSettings(
        String database,
        boolean filesAllowed,
        int threads,
        long memoryBytes,
        @Nullable String spillDirectory) {

    /** For a person's shell: local files allowed, all processors, database {@code default}. */
    public static SqlSettings forShell() {
        return new SqlSettings("default", true, 0, 0, null);
    }

    public SqlSettings withDatabase(String name) {
        return new SqlSettings(name, filesAllowed, threads, memoryBytes, spillDirectory);
    }

    public SqlSettings withFilesAllowed(boolean allowed) {
        return new SqlSettings(database, allowed, threads, memoryBytes, spillDirectory);
    }
}
