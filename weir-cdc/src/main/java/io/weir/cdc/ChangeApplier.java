package io.weir.cdc;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the engine's events in order, hands changes to their tables, and cuts: commits all tables
 * at an end of a transaction once the interval is over. Called by one thread of the engine.
 */
final class ChangeApplier
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    // While nothing changes, the source is still told from time to time that it may forget old log.
    private static final long IDLE_CUT_MILLIS = 60_000;

    private final Map<String, TableSync> tables;
    private final Environment environment;
    private final SyncProgress progress;
    private final long intervalMillis;
    private boolean snapshotPhase;
    private boolean insideTransaction;
    private long lastCutMillis;
    private long lastCutLsn;
    private @Nullable String previousOffset;
    private @Nullable RecordChangeEvent<SourceRecord> boundary;
    private long boundaryMillis = -1;
    private @Nullable RecordChangeEvent<SourceRecord> processedNext;
    private @Nullable RuntimeException failure;

    /**
     * @param resume offset reading goes on from; null when the initial rows come first
     */
    ChangeApplier(
            Map<String, TableSync> tables,
            SyncSettings settings,
            Environment environment,
            SyncProgress progress,
            @Nullable String resume) {
        this.tables = tables;
        this.environment = environment;
        this.progress = progress;
        this.intervalMillis = settings.interval().toMillis();
        this.snapshotPhase = resume == null;
        this.previousOffset = resume;
        this.lastCutLsn = resume == null ? 0 : Position.commitLsn(resume);
        this.lastCutMillis = environment.currentMillis();
    }

    /** What went wrong here rather than in the engine. */
    @Nullable RuntimeException failure() {
        return failure;
    }

    @Override
    public boolean supportsTombstoneEvents() {
        return false;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        try {
            long rows = 0;
            for (RecordChangeEvent<SourceRecord> event : events) {
                rows += apply(event) ? 1 : 0;
                if (cutIsDue()) {
                    progress.received(rows);
                    rows = 0;
                    cut(committer);
                }
            }
            progress.received(rows);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** After the engine ended: commits if nothing was read behind the last end of a transaction. */
    void commitWhatIsComplete() {
        boolean changes = tables.values().stream().anyMatch(TableSync::hasChanges);
        if (changes && !snapshotPhase && !insideTransaction && boundary != null) {
            commitTables(boundary.record(), false);
        }
    }

    /**
     * @return whether the event was a change of a row
     */
    private boolean apply(RecordChangeEvent<SourceRecord> event) throws InterruptedException {
        SourceRecord record = event.record();
        if (!(record.value() instanceof Struct value)) {
            return false;
        }
        if (value.schema().field("op") == null) {
            applyMark(event, value);
            return false;
        }
        boolean initial = isInitial(record);
        if (snapshotPhase && !initial) {
            // The first change behind the initial rows: they are complete.
            finishSnapshot(record);
        }
        applyChange(record, value);
        if (initial && isTrue(record.sourceOffset().get("last_snapshot_record"))) {
            finishSnapshot(record);
        } else if (!initial) {
            insideTransaction = true;
        }
        return true;
    }

    /** Begin and end of transactions, and heartbeats. */
    private void applyMark(RecordChangeEvent<SourceRecord> event, Struct value) {
        SourceRecord record = event.record();
        if (snapshotPhase && !isInitial(record)) {
            finishSnapshot(record);
        }
        if (value.schema().field("status") == null) {
            if (!insideTransaction && boundary == null && isIdleLong(record)) {
                boundary = event;
            }
            return;
        }
        insideTransaction = value.getString("status").equals("BEGIN");
        if (!insideTransaction) {
            boundary = event;
            boundaryMillis = value.getInt64("ts_ms");
        }
    }

    private boolean isIdleLong(SourceRecord heartbeat) {
        return environment.currentMillis() - lastCutMillis > IDLE_CUT_MILLIS
                && Position.commitLsn(heartbeat.sourceOffset()) > lastCutLsn;
    }

    private static boolean isInitial(SourceRecord record) {
        return record.sourceOffset().get("snapshot") != null;
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }

    private void applyChange(SourceRecord record, Struct value) throws InterruptedException {
        Struct origin = value.getStruct("source");
        TableSync table = tables.get(origin.getString("schema") + "." + origin.getString("table"));
        if (table == null || isInLake(table, record)) {
            return;
        }
        Struct before = value.getStruct("before");
        Struct after = value.getStruct("after");
        switch (value.getString("op")) {
            case "r", "c" -> table.insert(after);
            case "u" -> table.update(before, after);
            case "d" -> table.delete(before);
            case "t" -> table.truncate();
            default -> {
                return;
            }
        }
    }

    private boolean isInLake(TableSync table, SourceRecord record) {
        Position position = table.position();
        return position != null
                && position.streaming()
                && Position.commitLsn(record.sourceOffset()) < position.commitLsn();
    }

    /**
     * All initial rows are there: every table is committed, also the empty ones, and streaming
     * begins.
     */
    private void finishSnapshot(SourceRecord record) {
        snapshotPhase = false;
        previousOffset = Position.offsetJson(record.sourceOffset());
        long rows = pendingRows();
        Position position = new Position(true, 0, previousOffset);
        for (TableSync table : tables.values()) {
            table.commit(position, true);
        }
        lastCutMillis = environment.currentMillis();
        progress.enter(SyncStatus.Phase.STREAMING);
        progress.committed(rows, tables.size(), -1, statuses());
    }

    private boolean cutIsDue() {
        if (environment.currentMillis() - lastCutMillis < intervalMillis) {
            return false;
        }
        return snapshotPhase ? pendingRows() > 0 : boundary != null && !insideTransaction;
    }

    private void cut(DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (snapshotPhase) {
            commitInitialRows();
            return;
        }
        RecordChangeEvent<SourceRecord> at = boundary;
        if (at == null) {
            return;
        }
        boolean idle = tables.values().stream().noneMatch(TableSync::hasChanges);
        boolean foreign = idle && environment.currentMillis() - lastCutMillis < IDLE_CUT_MILLIS;
        if (!foreign) {
            commitTables(at.record(), idle);
            // The source may forget what lies before the cut before this one: see Position.
            if (processedNext != null) {
                committer.markProcessed(processedNext);
                committer.markBatchFinished();
            }
            processedNext = at;
        }
        boundary = null;
    }

    private void commitInitialRows() {
        long rows = pendingRows();
        int commits = 0;
        for (TableSync table : tables.values()) {
            if (table.hasChanges()) {
                table.commit(new Position(false, 0, null), false);
                commits++;
            }
        }
        lastCutMillis = environment.currentMillis();
        progress.committed(rows, commits, -1, statuses());
    }

    /**
     * @param idle nothing changed: the first table keeps the position in an empty snapshot
     */
    private void commitTables(SourceRecord end, boolean idle) {
        String resume = previousOffset;
        if (resume == null) {
            throw new InvalidRequestException("a cut without a cut before it");
        }
        long lsn = Position.commitLsn(end.sourceOffset());
        Position position = new Position(true, lsn, resume);
        long rows = pendingRows();
        int commits = 0;
        for (TableSync table : tables.values()) {
            if (table.hasChanges() || (idle && commits == 0)) {
                table.commit(position, idle);
                commits++;
            }
        }
        lastCutMillis = environment.currentMillis();
        lastCutLsn = lsn;
        previousOffset = Position.offsetJson(end.sourceOffset());
        long freshness = idle || boundaryMillis < 0 ? -1 : lastCutMillis - boundaryMillis;
        progress.committed(rows, commits, freshness, statuses());
    }

    private long pendingRows() {
        long rows = 0;
        for (TableSync table : tables.values()) {
            rows += table.rowsSinceCommit();
        }
        return rows;
    }

    private List<SyncStatus.TableStatus> statuses() {
        return tables.values().stream().map(TableSync::status).toList();
    }
}
