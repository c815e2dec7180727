package io.weir.cdc;

import io.weir.table.Identifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job goes, at one moment.
 *
 * @param phase what it is doing
 * @param rowsReceived changes read from the source since the start of the process
 * @param rowsCommitted of these, visible in the lake
 * @param commits commits made, one a table and interval
 * @param freshnessMillis time from the source's commit to the visible snapshot, of the last cut; -1
 *     before the first
 * @param freshnessWorstMillis the longest of these since streaming began; -1 before the first
 * @param tables one a lake table
 * @param reading source tables whose rows are being read, or wait for it
 * @param aside source tables that cannot go on until something is done about them
 */
public record SyncStatus(
        Phase phase,
        long rowsReceived,
        long rowsCommitted,
        long commits,
        long freshnessMillis,
        long freshnessWorstMillis,
        List<TableStatus> tables,
        List<String> reading,
        List<String> aside) {

    /** The stretches of a job's life. */
    public enum Phase {
        STARTING,
        SNAPSHOT,
        STREAMING,
        STOPPED
    }

    /**
     * One table.
     *
     * @param identifier in the lake
     * @param source {@code schema.table} in the source
     * @param rowsCommitted changes committed since the start of the process
     * @param snapshotId last snapshot the job made, null when none yet
     */
    public record TableStatus(
            Identifier identifier, String source, long rowsCommitted, @Nullable Long snapshotId) {}

    public SyncStatus {
        tables = List.copyOf(tables);
        reading = List.copyOf(reading);
        aside = List.copyOf(aside);
    }
}
