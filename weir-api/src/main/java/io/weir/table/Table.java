package io.weir.table;

import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.type.RowType;
import java.util.Map;
import java.util.Optional;

/** A table at one schema version, with options. Immutable; safe for many threads. */
public interface Table {

    Identifier identifier();

    /** The definition this object reads and writes with. */
    TableSchema schema();

    /** The columns a scan yields; for system tables this is all there is. */
    RowType rowType();

    /** Options of the schema with the dynamic ones of {@link #withOptions} laid over. */
    Options options();

    Location location();

    /**
     * The same table with other options for this use, for example {@code scan.snapshot-id}. Time
     * travel options also switch to the schema of the chosen snapshot.
     */
    Table withOptions(Map<String, String> dynamicOptions);

    Optional<Snapshot> latestSnapshot();

    /** The snapshot of that id, empty if it expired or never was. */
    Optional<Snapshot> snapshot(long id);

    /** The newest snapshot of a commit user, looking back from the latest; for resuming a job. */
    Optional<Snapshot> latestSnapshotOfUser(String commitUser);

    /** A scan of all columns and rows; narrow it with its methods. */
    Scan newScan();

    /** A writer. System tables refuse. */
    TableWrite newWrite(String commitUser);

    /** A committer. System tables refuse. */
    TableCommit newCommit(String commitUser);

    /** Compaction and expiry on request. System tables refuse. */
    Maintenance maintenance();

    Split decodeSplit(byte[] bytes);

    CommitMessage decodeMessage(byte[] bytes);
}
