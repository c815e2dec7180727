package io.weir.cdc;

import java.util.List;

/** The numbers of a running job. Written by the job's thread, read by any. */
final class SyncProgress {

    private SyncStatus.Phase phase = SyncStatus.Phase.STARTING;
    private List<String> reading = List.of();
    private List<String> aside = List.of();
    private boolean streamed;
    private long rowsReceived;
    private long rowsCommitted;
    private long commits;
    private long freshnessMillis = -1;
    private long freshnessWorstMillis = -1;
    private List<SyncStatus.TableStatus> tables = List.of();

    synchronized SyncStatus status() {
        return new SyncStatus(
                phase,
                rowsReceived,
                rowsCommitted,
                commits,
                freshnessMillis,
                freshnessWorstMillis,
                tables,
                reading,
                aside);
    }

    synchronized void enter(SyncStatus.Phase next) {
        phase = next;
    }

    /** The log is followed; what is read still is the first rows. */
    synchronized void follow() {
        streamed = true;
        if (reading.isEmpty()) {
            phase = SyncStatus.Phase.STREAMING;
        }
    }

    /**
     * @param tablesRead names of tables whose rows are being read, or wait for it
     * @param tablesAside names of tables that are set aside
     */
    synchronized void reading(List<String> tablesRead, List<String> tablesAside) {
        reading = tablesRead;
        if (reading.isEmpty() && streamed && phase == SyncStatus.Phase.SNAPSHOT) {
            phase = SyncStatus.Phase.STREAMING;
        }
        aside = tablesAside;
    }

    /** Whether the job got as far as following changes, so that its settings are right. */
    synchronized boolean hasStreamed() {
        return streamed;
    }

    synchronized SyncStatus.Phase phase() {
        return phase;
    }

    synchronized long rowsReceived() {
        return rowsReceived;
    }

    synchronized void received(long rows) {
        rowsReceived += rows;
    }

    /**
     * @param freshness of a cut of streamed changes, -1 for other cuts
     */
    synchronized void committed(
            long rows, int tableCommits, long freshness, List<SyncStatus.TableStatus> now) {
        rowsCommitted += rows;
        commits += tableCommits;
        tables = now;
        if (freshness >= 0) {
            freshnessMillis = freshness;
            freshnessWorstMillis = Math.max(freshnessWorstMillis, freshness);
        }
    }
}
