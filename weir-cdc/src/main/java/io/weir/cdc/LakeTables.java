package io.weir.cdc;

import io.weir.catalog.Catalog;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lake tables of a job: makes them, and marks those that are not followed. */
final class LakeTables {

    /** Options that a table without a key may not have. */
    private static final Set<String> FOR_KEYS =
            Set.of("changelog-producer", "sequence.field", "streaming-read-overwrite");

    private LakeTables() {}

    /** The lake table of a source table, made if it is not there. */
    static Table open(
            Catalog catalog, SourceTable source, SyncSettings settings, String commitUser) {
        Identifier identifier = new Identifier(settings.database(), source.name().inLake());
        return catalog.hasTable(identifier)
                ? catalog.table(identifier)
                : catalog.createTable(identifier, definition(source, settings, commitUser));
    }

    static boolean exists(Catalog catalog, SourceTable source, SyncSettings settings) {
        return catalog.hasTable(new Identifier(settings.database(), source.name().inLake()));
    }

    /** Why a source table cannot go into the lake table that is there; null when it can. */
    static @Nullable String obstacle(Catalog catalog, SourceTable source, SyncSettings settings) {
        Identifier identifier = new Identifier(settings.database(), source.name().inLake());
        if (!catalog.hasTable(identifier)) {
            return null;
        }
        return keyChange(catalog.table(identifier), source);
    }

    /** What is against a lake table's key; null when it is that of its source table. */
    static @Nullable String keyChange(Table table, SourceTable now) {
        return table.schema().primaryKeys().equals(now.key())
                ? null
                : "lake table "
                        + table.identifier()
                        + " has primary key "
                        + table.schema().primaryKeys()
                        + ", but "
                        + now.name()
                        + " in the source has "
                        + now.key()
                        + "; drop the lake table to have it made anew with that key";
    }

    /**
     * Whether the job made the table. It knows that without a snapshot of its own: others may have
     * committed and had older snapshots removed.
     */
    static boolean isOwn(Table table, SourceTable source, String commitUser) {
        return comment(source, commitUser).equals(table.schema().comment());
    }

    private static String comment(SourceTable source, String commitUser) {
        return commitUser + " of " + source.name();
    }

    private static TableDefinition definition(
            SourceTable source, SyncSettings settings, String commitUser) {
        List<Field> columns = new ArrayList<>();
        for (SourceTable.Column column : source.columns()) {
            columns.add(Field.of(columns.size(), column.name(), column.type()));
        }
        Map<String, String> options = new HashMap<>(settings.tableOptions());
        if (source.key().isEmpty()) {
            // The options are those of all tables; these are for rows with a key.
            options.keySet().removeAll(FOR_KEYS);
            if (!options.containsKey("bucket-key")) {
                options.remove("bucket");
            }
        } else {
            // Rows read anew replace the lake's: who follows the table sees what that changed.
            options.putIfAbsent("streaming-read-overwrite", "true");
        }
        return new TableDefinition(
                columns, List.of(), source.key(), options, comment(source, commitUser));
    }

    /**
     * Notes in a lake table of this job that it will not be followed from now on: when it is one
     * day, the log alone will not bring it up to date.
     *
     * @return whether it was followed until now
     */
    static boolean leave(Table table, String commitUser) {
        Snapshot last = table.latestSnapshotOfUser(commitUser).orElse(null);
        Position position = last == null ? null : Position.of(last.properties());
        if (last == null || position == null || position.behind()) {
            return false;
        }
        try (TableCommit commit = table.newCommit(commitUser)) {
            commit.commit(
                    new CommitRequest(
                            identifier(last) + 1,
                            List.of(),
                            null,
                            position.asBehind().toProperties(),
                            true));
        }
        return true;
    }

    /** Which of the job's commits a snapshot is. */
    static long identifier(Snapshot snapshot) {
        return snapshot.commitIdentifier() == Long.MAX_VALUE ? 0 : snapshot.commitIdentifier();
    }
}
