package io.weir.cdc;

import io.weir.catalog.Catalog;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.SchemaChange;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableWrite;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One source table and its lake table: gathers changes, writes them and commits them with the
 * source's position. One thread at a time.
 */
final class TableSync implements AutoCloseable {

    private static final long READ_STEP = 1000;

    private final Catalog catalog;
    private final String commitUser;
    private final boolean keepsBefore;
    private SourceTable source;
    private TableShape shape;
    private Table table;
    private TableWrite write;
    private TableCommit commit;
    private RowBuffer rows;
    private final List<CommitMessage> prepared = new ArrayList<>();
    private long rowsSinceCommit;
    private long rowsCommitted;
    private boolean replacing;
    private boolean dirty;
    private long lastIdentifier;
    private @Nullable Position position;
    private Position.@Nullable Reading read;
    private @Nullable Long snapshotId;

    private TableSync(Catalog catalog, SourceTable source, Table table, String commitUser) {
        this.catalog = catalog;
        this.source = source;
        this.shape = source.shape();
        this.table = table;
        this.commitUser = commitUser;
        this.keepsBefore =
                "input".equals(table.options().find("changelog-producer").orElse("none"));
        this.write = table.newWrite(commitUser);
        this.commit = table.newCommit(commitUser);
        this.rows = new RowBuffer(table.rowType());
        table.latestSnapshotOfUser(commitUser).ifPresent(this::remember);
    }

    /**
     * Opens the lake table of a source table, making it first if it is not there.
     *
     * @throws InvalidRequestException it has another key, or rows that the job did not write
     */
    static TableSync open(
            Catalog catalog, SourceTable source, SyncSettings settings, String commitUser) {
        Identifier identifier = new Identifier(settings.database(), source.name().inLake());
        Table table =
                catalog.hasTable(identifier)
                        ? catalog.table(identifier)
                        : catalog.createTable(identifier, definition(source, settings));
        TableSync opened = new TableSync(catalog, source, table, commitUser);
        try {
            opened.checkKey(source);
            if (opened.position == null && table.latestSnapshot().isPresent()) {
                throw new InvalidRequestException(
                        "table "
                                + identifier
                                + " has rows that this job did not write; drop it, or name another"
                                + " --database");
            }
            return opened;
        } catch (InvalidRequestException e) {
            opened.close();
            throw e;
        }
    }

    private static TableDefinition definition(SourceTable source, SyncSettings settings) {
        List<Field> columns = new ArrayList<>();
        for (SourceTable.Column column : source.columns()) {
            columns.add(Field.of(columns.size(), column.name(), column.type()));
        }
        Map<String, String> options = new HashMap<>(settings.tableOptions());
        if (source.key().isEmpty()) {
            // The options are those of all tables; these are for rows with a key.
            options.remove("changelog-producer");
            if (!options.containsKey("bucket-key")) {
                options.remove("bucket");
            }
        }
        return new TableDefinition(columns, List.of(), source.key(), options, null);
    }

    private void checkKey(SourceTable now) {
        if (!table.schema().primaryKeys().equals(now.key())) {
            throw new InvalidRequestException(
                    "table "
                            + table.identifier()
                            + " has primary key "
                            + table.schema().primaryKeys()
                            + ", but "
                            + now.name()
                            + " in the source has "
                            + now.key()
                            + "; drop the lake table to have it read anew");
        }
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

    private static long identifier(Snapshot snapshot) {
        return snapshot.commitIdentifier() == Long.MAX_VALUE ? 0 : snapshot.commitIdentifier();
    }

    private void remember(Snapshot snapshot) {
        position = Position.of(snapshot.properties());
        if (position != null) {
            read = position.behind() ? null : position.read();
            shape = position.shape();
        }
        lastIdentifier = identifier(snapshot);
        snapshotId = snapshot.id();
    }

    /** Where the lake table stands; null when this job never committed to it. */
    @Nullable Position position() {
        return position;
    }

    /** The source table as the job knows it. */
    SourceTable source() {
        return source;
    }

    SyncStatus.TableStatus status() {
        return new SyncStatus.TableStatus(
                table.identifier(), source.name().toString(), rowsCommitted, snapshotId);
    }

    long rowsSinceCommit() {
        return rowsSinceCommit;
    }

    boolean hasChanges() {
        return rowsSinceCommit > 0 || dirty;
    }

    /** Whether the rows of the source table were read, be it not committed yet. */
    boolean hasRows() {
        return (position != null && !position.behind()) || read != null;
    }

    /** What the source table was when the job last looked at it. */
    TableShape shape() {
        return shape;
    }

    /** See {@link Position#holds}; counts a reading that is not committed yet, too. */
    boolean holds(long after, long xid) {
        return (position != null && after < position.end())
                || (read != null && after < read.end() && read.seen().sees(xid));
    }

    /**
     * Whether rows of this schema have the columns that the job knows the table by. Answers no once
     * for a schema; it is taken as it is then.
     */
    boolean knows(Schema schema) {
        return rows.accept(schema, source);
    }

    /** Takes an inserted row. */
    void insert(Struct after) {
        add(RowKind.INSERT, rows.values(after, null, source));
    }

    /**
     * Takes a new image; the old one, if the source logs it, says whether the key changed and
     * supplies values the new one lacks.
     */
    void update(@Nullable Struct before, Struct after) {
        refuseWithoutKey("update");
        @Nullable Object[] next = rows.values(after, before, source);
        if (before == null) {
            if (source.fullIdentity() && !source.partitioned()) {
                throw new RowBuffer.MissingValueException(
                        "an update of " + source.name() + " was logged without the old row");
            }
            add(RowKind.UPDATE_AFTER, next);
            return;
        }
        if (!rows.sameKey(before, after, source)) {
            add(RowKind.DELETE, rows.oldValues(before, source));
            add(RowKind.INSERT, next);
            return;
        }
        if (keepsBefore && source.fullIdentity()) {
            rows.add(RowKind.UPDATE_BEFORE, rows.oldValues(before, source), write);
        }
        add(RowKind.UPDATE_AFTER, next);
    }

    /** Takes a delete; only the key columns of the old row need to be there. */
    void delete(Struct before) {
        refuseWithoutKey("delete");
        add(RowKind.DELETE, rows.oldValues(before, source));
    }

    private void refuseWithoutKey(String change) {
        if (source.key().isEmpty()) {
            throw new InvalidRequestException(
                    "table "
                            + source.name()
                            + " has no key, so its "
                            + change
                            + " cannot be applied; add a primary key or leave the table out");
        }
    }

    private void add(RowKind kind, @Nullable Object[] values) {
        rows.add(kind, values, write);
        rowsSinceCommit++;
    }

    /** The source table was emptied: what came before, in this cut and in the lake, goes. */
    void truncate() {
        rows.clear();
        commit.abort(prepared);
        prepared.clear();
        write.close();
        replacing = table.latestSnapshot().isPresent();
        write = newWrite();
        dirty = true;
        rowsSinceCommit = 0;
    }

    private TableWrite newWrite() {
        TableWrite made = table.newWrite(commitUser);
        if (replacing) {
            made.replaceExisting();
        }
        return made;
    }

    /**
     * Takes all rows of the source table in place of what there is. They are ahead of the log: what
     * the reading saw is passed over from now on.
     *
     * @param progress is told how many rows came, now and then
     */
    void readAnew(TableReading reading, LongConsumer progress) {
        checkKey(reading.table());
        truncate();
        SourceTable now = reading.table();
        alter(now, LakeColumns.changes(table.rowType(), hasRows() ? shape : null, now, true));
        reading.rows(
                texts -> {
                    add(RowKind.INSERT, rows.values(texts, source));
                    if (rowsSinceCommit % READ_STEP == 0) {
                        progress.accept(READ_STEP);
                    }
                });
        progress.accept(rowsSinceCommit % READ_STEP);
        read = reading.moment();
    }

    /**
     * The source table was altered and its rows were not: the lake table follows.
     *
     * @return false when it cannot within this commit: a second writer would number its rows as the
     *     first one did, and the order of a key's changes would be lost
     */
    boolean follow(SourceTable now) {
        checkKey(now);
        if (LakeColumns.mustReplace(table.rowType(), shape, now)) {
            return false;
        }
        List<SchemaChange> changes = LakeColumns.changes(table.rowType(), shape, now, false);
        if (!changes.isEmpty() && rowsSinceCommit > 0 && !now.key().isEmpty()) {
            return false;
        }
        alter(now, changes);
        return true;
    }

    private void alter(SourceTable now, List<SchemaChange> changes) {
        rows.flush(write);
        if (!changes.isEmpty()) {
            prepared.addAll(write.prepareCommit(false));
            write.close();
            commit.close();
            table = catalog.alterTable(table.identifier(), changes);
            write = newWrite();
            commit = table.newCommit(commitUser);
        }
        source = now;
        shape = now.shape();
        rows = new RowBuffer(table.rowType());
        dirty = true;
    }

    /**
     * The source table has the same columns, and maybe another key or another way to be logged.
     *
     * @throws InvalidRequestException another key
     */
    void logged(SourceTable now) {
        checkKey(now);
        source = now;
    }

    /**
     * Commits everything since the last commit.
     *
     * @param end place in the log behind the last transaction
     * @param resume where a restarted job begins to read
     */
    void commit(long end, long resume) {
        rows.flush(write);
        prepared.addAll(write.prepareCommit(false));
        Position next =
                new Position(
                        end, resume, read == null || read.end() <= end ? null : read, shape, false);
        CommitRequest request =
                new CommitRequest(lastIdentifier + 1, prepared, null, next.toProperties(), true);
        Optional<Long> made =
                replacing ? commit.overwrite(request, Map.of()) : commit.commit(request);
        prepared.clear();
        lastIdentifier++;
        made.ifPresent(id -> snapshotId = id);
        position = next;
        read = next.read();
        rowsCommitted += rowsSinceCommit;
        rowsSinceCommit = 0;
        dirty = false;
        if (replacing) {
            replacing = false;
            write.close();
            write = newWrite();
        }
    }

    @Override
    public void close() {
        if (!prepared.isEmpty()) {
            commit.abort(prepared);
            prepared.clear();
        }
        write.close();
        commit.close();
    }
}
