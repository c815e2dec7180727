package io.weir.cdc;

import io.weir.catalog.Catalog;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.SchemaChange;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
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
    private RowImages images;
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
        this.rows = new RowBuffer(table.rowType(), source);
        table.latestSnapshotOfUser(commitUser).ifPresent(this::remember);
        this.images = new RowImages(source, shape);
    }

    /**
     * Opens the lake table of a source table, making it first if it is not there.
     *
     * @throws InvalidRequestException it has another key, or rows that the job did not write
     */
    static TableSync open(
            Catalog catalog, SourceTable source, SyncSettings settings, String commitUser) {
        Table table = LakeTables.open(catalog, source, settings, commitUser);
        TableSync opened = new TableSync(catalog, source, table, commitUser);
        try {
            opened.checkKey(source);
            if (opened.position == null
                    && table.latestSnapshot().isPresent()
                    && !LakeTables.isOwn(table, source, commitUser)) {
                throw new InvalidRequestException(
                        "table "
                                + table.identifier()
                                + " has rows that this job did not write; drop it, or name another"
                                + " --database");
            }
            return opened;
        } catch (InvalidRequestException e) {
            opened.close();
            throw e;
        }
    }

    private void checkKey(SourceTable now) {
        String change = LakeTables.keyChange(table, now);
        if (change != null) {
            throw new InvalidRequestException(change);
        }
    }

    private void remember(Snapshot snapshot) {
        position = Position.of(snapshot.properties());
        if (position != null) {
            read = position.behind() ? null : position.read();
            shape = position.shape();
        }
        lastIdentifier = LakeTables.identifier(snapshot);
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

    /**
     * Has the position committed anew if others committed since: when they have old snapshots
     * removed, the one with the position must not be among them.
     */
    void keepPosition() {
        dirty |=
                position != null
                        && table.latestSnapshot()
                                .filter(last -> !last.commitUser().equals(commitUser))
                                .isPresent();
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

    /** The source table's columns in events; also whether they are those the job knows. */
    RowImages images() {
        return images;
    }

    /**
     * Takes a change.
     *
     * @throws RowBuffer.MissingValueException the source did not log all that is needed
     * @throws InvalidRequestException a value does not fit, or the table cannot take such a change
     */
    void apply(Change change) {
        switch (change.kind()) {
            case INSERT -> add(RowKind.INSERT, rows.values(logged(change.after()), null));
            case UPDATE -> update(change.before(), logged(change.after()));
            case DELETE -> {
                refuseWithoutKey("delete");
                add(RowKind.DELETE, rows.oldValues(logged(change.before())));
            }
            case TRUNCATE -> truncate();
        }
    }

    private @Nullable Object[] logged(@Nullable Object @Nullable [] image) {
        if (image == null) {
            throw new RowBuffer.MissingValueException(
                    "a change of " + source.name() + " was logged without its row");
        }
        return image;
    }

    /** The old image, if it was logged, says whether the key changed and has what the new lacks. */
    private void update(@Nullable Object @Nullable [] before, @Nullable Object[] after) {
        refuseWithoutKey("update");
        @Nullable Object[] next = rows.values(after, before);
        if (before == null) {
            if (source.fullIdentity() && !source.partitioned()) {
                throw new RowBuffer.MissingValueException(
                        "an update of " + source.name() + " was logged without the old row");
            }
            add(RowKind.UPDATE_AFTER, next);
            return;
        }
        if (!rows.sameKey(before, after)) {
            add(RowKind.DELETE, rows.oldValues(before));
            add(RowKind.INSERT, next);
            return;
        }
        if (keepsBefore && source.fullIdentity()) {
            rows.add(RowKind.UPDATE_BEFORE, rows.oldValues(before), write);
        }
        add(RowKind.UPDATE_AFTER, next);
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
    private void truncate() {
        discard();
        replacing = table.latestSnapshot().isPresent();
        write = newWrite();
        dirty = true;
    }

    private void discard() {
        rows.clear();
        commit.abort(prepared);
        prepared.clear();
        write.close();
        rowsSinceCommit = 0;
    }

    /**
     * Gives up what is not committed and notes in the lake that the table is not followed for a
     * while: its rows are read next.
     */
    void fallBehind() {
        discard();
        dirty = false;
        replacing = false;
        write = newWrite();
        read = null;
        if (LakeTables.leave(table, commitUser)) {
            table.latestSnapshotOfUser(commitUser).ifPresent(this::remember);
        }
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
        SourceTable now = reading.table();
        checkKey(now);
        truncate();
        TableShape before = position == null ? null : shape;
        alter(now, LakeColumns.changes(table.rowType(), before, now, true), now.shape());
        reading.rows(
                texts -> {
                    add(RowKind.INSERT, rows.values(texts, null));
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
        alter(now, changes, shape.followed(now));
        return true;
    }

    private void alter(SourceTable now, List<SchemaChange> changes, TableShape next) {
        rows.flush(write);
        if (!changes.isEmpty()) {
            prepared.addAll(write.prepareCommit(false));
            write.close();
            commit.close();
            table = catalog.alterTable(table.identifier(), changes);
            write = newWrite();
            commit = table.newCommit(commitUser);
        }
        shape = next;
        bind(now);
        dirty = true;
    }

    /**
     * The source table has the same columns, and maybe another key or another way to be logged.
     *
     * @throws InvalidRequestException another key
     */
    void logged(SourceTable now) {
        checkKey(now);
        rows.flush(write);
        bind(now);
    }

    private void bind(SourceTable now) {
        source = now;
        rows = new RowBuffer(table.rowType(), now);
        images = new RowImages(now, shape);
    }

    /** Writes what there is to files already, so that the commit has less to do. */
    void prepare() {
        rows.flush(write);
        prepared.addAll(write.prepareCommit(false));
    }

    /**
     * Commits everything since the last commit.
     *
     * @param end place in the log behind the last transaction
     * @param resume where a restarted job begins to read
     */
    void commit(long end, long resume) {
        prepare();
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
