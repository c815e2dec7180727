package io.weir.cdc;

import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.RowKind;
import io.weir.data.VectorBuilder;
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
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One source table and its lake table: gathers changes into columns, writes them and commits them
 * with the source's position. One thread at a time.
 */
final class TableSync implements AutoCloseable {

    private static final int BATCH_ROWS = 4096;

    private final Catalog catalog;
    private final PostgresCatalog source;
    private final SourceTable sourceTable;
    private final String commitUser;
    private final boolean keepsBefore;
    private Table table;
    private TableWrite write;
    private TableCommit commit;
    private Binding binding;
    private final List<CommitMessage> prepared = new ArrayList<>();
    private byte[] kinds = new byte[BATCH_ROWS];
    private int buffered;
    private long rowsSinceCommit;
    private long rowsCommitted;
    private boolean truncated;
    private long lastIdentifier;
    private @Nullable Position position;
    private @Nullable Long snapshotId;

    private TableSync(
            Catalog catalog,
            PostgresCatalog source,
            SourceTable sourceTable,
            Table table,
            String commitUser) {
        this.catalog = catalog;
        this.source = source;
        this.sourceTable = sourceTable;
        this.table = table;
        this.commitUser = commitUser;
        this.keepsBefore =
                "input".equals(table.options().find("changelog-producer").orElse("none"));
        this.write = table.newWrite(commitUser);
        this.commit = table.newCommit(commitUser);
        this.binding = new Binding(table.rowType());
        table.latestSnapshotOfUser(commitUser).ifPresent(this::remember);
    }

    /** Opens the lake table of a source table, making it first if it is not there. */
    static TableSync open(
            Catalog catalog,
            PostgresCatalog source,
            SourceTable sourceTable,
            SyncSettings settings,
            String commitUser) {
        Identifier identifier = new Identifier(settings.database(), sourceTable.lakeName());
        Table table =
                catalog.hasTable(identifier)
                        ? catalog.table(identifier)
                        : catalog.createTable(identifier, definition(sourceTable, settings));
        if (!table.schema().primaryKeys().equals(sourceTable.primaryKey())) {
            throw new InvalidRequestException(
                    "table "
                            + identifier
                            + " has primary key "
                            + table.schema().primaryKeys()
                            + ", but "
                            + sourceTable.fullName()
                            + " in the source has "
                            + sourceTable.primaryKey());
        }
        return new TableSync(catalog, source, sourceTable, table, commitUser);
    }

    private static TableDefinition definition(SourceTable source, SyncSettings settings) {
        List<Field> columns = new ArrayList<>();
        for (SourceTable.Column column : source.columns()) {
            columns.add(Field.of(columns.size(), column.name(), column.type()));
        }
        return new TableDefinition(
                columns, List.of(), source.primaryKey(), settings.tableOptions(), null);
    }

    private void remember(Snapshot snapshot) {
        position = Position.of(snapshot.properties());
        lastIdentifier =
                snapshot.commitIdentifier() == Long.MAX_VALUE ? 0 : snapshot.commitIdentifier();
        snapshotId = snapshot.id();
    }

    /** Where the lake table stands; null when this job never committed to it. */
    @Nullable Position position() {
        return position;
    }

    SyncStatus.TableStatus status() {
        return new SyncStatus.TableStatus(
                table.identifier(), sourceTable.fullName(), rowsCommitted, snapshotId);
    }

    String sourceName() {
        return sourceTable.fullName();
    }

    /** Rows the lake table has from anybody. */
    boolean hasSnapshot() {
        return table.latestSnapshot().isPresent();
    }

    long rowsSinceCommit() {
        return rowsSinceCommit;
    }

    boolean hasChanges() {
        return rowsSinceCommit > 0 || truncated;
    }

    /** Takes an inserted row. */
    void insert(Struct after) {
        add(RowKind.INSERT, after, null);
    }

    /** Takes a new image; the old one, if the source logs it, supplies values the new one lacks. */
    void update(@Nullable Struct before, Struct after) {
        refuseWithoutKey("update");
        if (keepsBefore && before != null && sourceTable.fullIdentity()) {
            add(RowKind.UPDATE_BEFORE, before, null);
        }
        add(RowKind.UPDATE_AFTER, after, before);
    }

    /** Takes a delete; only the key columns of the old row need to be there. */
    void delete(Struct before) {
        refuseWithoutKey("delete");
        add(RowKind.DELETE, before, null);
    }

    private void refuseWithoutKey(String change) {
        if (sourceTable.primaryKey().isEmpty()) {
            throw new InvalidRequestException(
                    "table "
                            + sourceTable.fullName()
                            + " has no primary key, so its "
                            + change
                            + " cannot be applied; add a primary key or leave the table out");
        }
    }

    /** The source table was emptied: what came before, in this cut and in the lake, goes. */
    void truncate() {
        discardBuffered();
        commit.abort(prepared);
        prepared.clear();
        write.close();
        write = table.newWrite(commitUser);
        truncated = true;
        rowsSinceCommit = 0;
    }

    private void add(RowKind kind, Struct row, @Nullable Struct before) {
        if (binding.schema != row.schema()) {
            bind(row.schema());
        }
        binding.append(row, before, sourceTable);
        kinds[buffered++] = kind.code();
        // An update is one change, be it logged with both images.
        rowsSinceCommit += kind == RowKind.UPDATE_BEFORE ? 0 : 1;
        if (buffered == BATCH_ROWS) {
            flush();
        }
    }

    private void flush() {
        if (buffered > 0) {
            byte[] batchKinds = kinds;
            kinds = new byte[BATCH_ROWS];
            int rows = buffered;
            buffered = 0;
            write.write(new Batch(rows, binding.build(), batchKinds));
        }
    }

    private void discardBuffered() {
        binding.build();
        buffered = 0;
    }

    /**
     * The source's row type changed, or is seen for the first time: columns it has and the lake
     * lacks are added.
     */
    private void bind(Schema schema) {
        flush();
        List<SchemaChange> changes = new ArrayList<>();
        Map<String, DataType> types = null;
        for (org.apache.kafka.connect.data.Field field : schema.fields()) {
            if (table.rowType().indexOf(field.name()) >= 0) {
                continue;
            }
            if (types == null) {
                types = source.columnTypes(sourceTable.schema(), sourceTable.name());
            }
            DataType type = types.get(field.name());
            // A column the catalog does not list is a computed one, or was dropped since.
            if (type != null) {
                changes.add(
                        new SchemaChange.AddColumn(
                                List.of(field.name()),
                                type.withNullable(true),
                                null,
                                SchemaChange.Position.AT_END));
            }
        }
        if (!changes.isEmpty()) {
            evolve(changes);
        }
        binding = new Binding(table.rowType(), schema);
    }

    private void evolve(List<SchemaChange> changes) {
        prepared.addAll(write.prepareCommit(false));
        write.close();
        table = catalog.alterTable(table.identifier(), changes);
        commit.close();
        write = table.newWrite(commitUser);
        commit = table.newCommit(commitUser);
    }

    /**
     * Commits everything since the last commit.
     *
     * @param newPosition stored with the snapshot
     * @param force makes a snapshot even without changes
     */
    void commit(Position newPosition, boolean force) {
        flush();
        prepared.addAll(write.prepareCommit(false));
        CommitRequest request =
                new CommitRequest(
                        lastIdentifier + 1,
                        prepared,
                        null,
                        newPosition.toProperties(),
                        force || hasChanges());
        Optional<Long> made =
                truncated ? commit.overwrite(request, Map.of()) : commit.commit(request);
        prepared.clear();
        lastIdentifier++;
        made.ifPresent(id -> snapshotId = id);
        position = newPosition;
        rowsCommitted += rowsSinceCommit;
        rowsSinceCommit = 0;
        truncated = false;
    }

    /** Empties the lake table, for reading the initial rows anew. */
    void startOver() {
        commit.overwrite(
                new CommitRequest(
                        lastIdentifier + 1,
                        List.of(),
                        null,
                        new Position(false, 0, null).toProperties(),
                        true),
                Map.of());
        lastIdentifier++;
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

    /** Which field of the source's row goes to which lake column, and the columns being filled. */
    private static final class Binding {
        private final @Nullable Schema schema;
        private final RowType type;
        private final org.apache.kafka.connect.data.@Nullable Field[] fields;
        private final VectorBuilder[] builders;

        Binding(RowType type) {
            this(type, null);
        }

        Binding(RowType type, @Nullable Schema schema) {
            this.schema = schema;
            this.type = type;
            this.fields = new org.apache.kafka.connect.data.Field[type.size()];
            this.builders = new VectorBuilder[type.size()];
            for (int column = 0; column < type.size(); column++) {
                fields[column] = schema == null ? null : schema.field(type.field(column).name());
                builders[column] = VectorBuilder.of(type.type(column), BATCH_ROWS);
            }
        }

        void append(Struct row, @Nullable Struct before, SourceTable table) {
            for (int column = 0; column < builders.length; column++) {
                org.apache.kafka.connect.data.Field field = fields[column];
                if (field == null) {
                    builders[column].appendNull();
                    continue;
                }
                Object value = row.get(field);
                if (SourceValues.isUnavailable(value)) {
                    value = known(field, before, table);
                }
                builders[column].appendValue(convert(value, field, column, table));
            }
        }

        private @Nullable Object convert(
                @Nullable Object value,
                org.apache.kafka.connect.data.Field field,
                int column,
                SourceTable table) {
            try {
                return SourceValues.convert(value, field.schema(), type.type(column));
            } catch (InvalidRequestException | java.time.DateTimeException e) {
                throw new InvalidRequestException(
                        "column "
                                + field.name()
                                + " of "
                                + table.fullName()
                                + ": "
                                + e.getMessage(),
                        e);
            }
        }

        /** The value of the old row where the new one does not carry it. */
        private static Object known(
                org.apache.kafka.connect.data.Field field,
                @Nullable Struct before,
                SourceTable table) {
            Object value = before == null ? null : before.get(field);
            if (value == null || SourceValues.isUnavailable(value)) {
                throw new InvalidRequestException(
                        "an update of "
                                + table.fullName()
                                + " does not carry the unchanged large value of column "
                                + field.name()
                                + "; run ALTER TABLE "
                                + table.fullName()
                                + " REPLICA IDENTITY FULL and read the table anew");
            }
            return value;
        }

        ColumnVector[] build() {
            ColumnVector[] columns = new ColumnVector[builders.length];
            for (int column = 0; column < builders.length; column++) {
                columns[column] = builders[column].build();
            }
            return columns;
        }
    }
}
