package io.weir.cdc;

import java.util.List;

/** The numbers of a running job. Written by the job's thread, read by any. */
final class SyncProgress {

    private SyncStatus.Phase phase = SyncStatus.Phase.STARTING;
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
                tables);
    }

    synchronized void enter(SyncStatus.Phase next) {
        phase = next;
        streamed |= next == SyncStatus.Phase.STREAMING;
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
