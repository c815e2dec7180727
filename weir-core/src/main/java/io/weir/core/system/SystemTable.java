package io.weir.core.system;

import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.table.CommitMessage;
import io.weir.table.Identifier;
import io.weir.table.Maintenance;
import io.weir.table.Scan;
import io.weir.table.Snapshot;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableSchema;
import io.weir.table.TableWrite;
import io.weir.type.RowType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system table: read only, made of metadata when it is read. Immutable, safe for many threads.
 */
final class SystemTable implements Table {

    private final SystemSource source;
    private final SystemTables.Definition definition;

    SystemTable(SystemSource source, SystemTables.Definition definition) {
        this.source = source;
        this.definition = definition;
    }

    @Override
    public Identifier identifier() {
        Identifier base = source.table().identifier();
        return new Identifier(base.database(), base.table() + "$" + definition.name());
    }

    @Override
    public TableSchema schema() {
        TableSchema base = source.table().schema();
        return new TableSchema(
                base.id(),
                definition.type().fields(),
                definition.type().size(),
                List.of(),
                List.of(),
                base.options(),
                "about table " + source.table().identifier(),
                base.timeMillis());
    }

    @Override
    public RowType rowType() {
        return definition.type();
    }

    @Override
    public Options options() {
        return source.table().options();
    }

    @Override
    public Location location() {
        return source.table().location();
    }

    @Override
    public Table withOptions(Map<String, String> dynamicOptions) {
        return new SystemTable(source.with(source.table().withOptions(dynamicOptions)), definition);
    }

    @Override
    public Optional<Snapshot> latestSnapshot() {
        return source.table().latestSnapshot();
    }

    @Override
    public Optional<Snapshot> snapshot(long id) {
        return source.table().snapshot(id);
    }

    @Override
    public Optional<Snapshot> latestSnapshotOfUser(String commitUser) {
        return source.table().latestSnapshotOfUser(commitUser);
    }

    @Override
    public Scan newScan() {
        return new SystemScan(source, definition);
    }

    @Override
    public TableWrite newWrite(String commitUser) {
        throw readOnly();
    }

    @Override
    public TableCommit newCommit(String commitUser) {
        throw readOnly();
    }

    @Override
    public Maintenance maintenance() {
        throw readOnly();
    }

    private InvalidRequestException readOnly() {
        return new InvalidRequestException("system table " + identifier() + " is read only");
    }

    @Override
    public Split decodeSplit(byte[] bytes) {
        return SystemSplit.decode(bytes, location());
    }

    @Override
    public CommitMessage decodeMessage(byte[] bytes) {
        throw readOnly();
    }
}
