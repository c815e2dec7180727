package io.weir.cdc;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the engine's events in order, hands changes to their tables, and cuts: commits all tables
 * at an end of a transaction once the interval is over. Called by one thread of the engine.
 */
final class ChangeApplier
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>>, LogPlace {

    // While nothing changes here, the log of others is let go in such pieces.
    private static final long IDLE_LOG_BYTES = 1 << 20;
    private static final long WATCH_MILLIS = 1000;

    private final TableWatch watch;
    private final Environment environment;
    private final SyncProgress progress;
    private final long intervalMillis;
    private final CommitLanes lanes;
    private boolean insideTransaction;
    private long xid;
    private final Set<TableSync> touched = new HashSet<>();
    // Ends of: the transaction before the one being read; the last cut; the cut before it.
    private long transactionEnd;
    private long cutEnd;
    private long lastCutMillis;
    private long lastWatchMillis;
    private @Nullable RecordChangeEvent<SourceRecord> boundary;
    private long boundaryMillis = -1;
    private @Nullable RecordChangeEvent<SourceRecord> processedNext;
    private @Nullable RuntimeException failure;
    // Held while a batch is applied, so that nobody ends the engine in the middle of a commit.
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean ended;

    /**
     * @param resume place in the log where reading begins
     */
    ChangeApplier(
            TableWatch watch,
            SyncSettings settings,
            Environment environment,
            SyncProgress progress,
            long resume) {
        this.watch = watch;
        this.environment = environment;
        this.progress = progress;
        this.intervalMillis = settings.interval().toMillis();
        this.lanes = new CommitLanes(environment);
        this.transactionEnd = resume;
        this.cutEnd = resume;
        this.lastCutMillis = environment.currentMillis();
        this.lastWatchMillis = lastCutMillis;
    }

    /** Tells what is in the lake before the log is read. */
    void tellStart() {
        progress.committed(0, 0, -1, watch.statuses());
    }

    /** What went wrong here rather than in the engine. */
    @Nullable RuntimeException failure() {
        return failure;
    }

    /**
     * Takes no more events; those that come are left for the next run. May be called by any thread.
     *
     * @return whether the batch in work was done within the time
     */
    boolean end(long waitMillis) throws InterruptedException {
        ended = true;
        if (!working.tryLock(waitMillis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        working.unlock();
        return true;
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
        working.lock();
        try {
            apply(events, committer);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            working.unlock();
        }
    }

    private void apply(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        long rows = 0;
        for (RecordChangeEvent<SourceRecord> event : events) {
            if (ended) {
                break;
            }
            rows += apply(event) ? 1 : 0;
            if (!insideTransaction) {
                progress.received(rows);
                rows = 0;
                betweenTransactions(committer);
            }
        }
        progress.received(rows);
    }

    /** After the engine ended: commits if nothing was read behind the last end of a transaction. */
    void commitWhatIsComplete() {
        if (hasChanges() && !insideTransaction && boundary != null) {
            commitTables();
        }
    }

    /**
     * @return whether the event was a change of a row
     */
    private boolean apply(RecordChangeEvent<SourceRecord> event) {
        SourceRecord record = event.record();
        if (!(record.value() instanceof Struct value)) {
            return false;
        }
        if (value.schema().field("op") != null) {
            return applyChange(value);
        }
        if (value.schema().field("status") != null) {
            applyMark(event, value);
        }
        return false;
    }

    /** Begin and end of transactions. */
    private void applyMark(RecordChangeEvent<SourceRecord> event, Struct value) {
        insideTransaction = value.getString("status").equals("BEGIN");
        if (insideTransaction) {
            String id = value.getString("id");
            int colon = id.indexOf(':');
            xid = Long.parseLong(colon < 0 ? id : id.substring(0, colon));
            watch.loads().recent().add(xid);
            touched.clear();
            return;
        }
        boundary = event;
        boundaryMillis = value.getInt64("ts_ms");
        transactionEnd = end(event);
        touched.clear();
    }

    /** Place in the log behind the transaction that an end event ends. */
    private static long end(RecordChangeEvent<SourceRecord> event) {
        Map<String, ?> offset = event.record().sourceOffset();
        if (offset.get("lsn_commit") instanceof Number end) {
            return end.longValue();
        }
        throw new InvalidRequestException("an end of a transaction without its place: " + offset);
    }

    private boolean applyChange(Struct value) {
        String operation = value.getString("op");
        Struct origin = value.getStruct("source");
        if (operation.equals("m")) {
            return false;
        }
        SourceName name = new SourceName(origin.getString("schema"), origin.getString("table"));
        Struct before = value.getStruct("before");
        Struct after = value.getStruct("after");
        TableSync table = watch.table(name);
        if (table == null) {
            return watch.loads().hold(name, operation, before, after, transactionEnd, xid);
        }
        if (table.holds(transactionEnd, xid)) {
            return false;
        }
        Struct image = after == null ? before : after;
        try {
            if (image != null && !table.images().accept(image.schema())) {
                table = refreshed(name);
            }
            if (table != null) {
                change(table, operation, before, after);
            }
        } catch (InvalidRequestException e) {
            TableSync left = watch.table(name);
            if (left != null) {
                watch.setAside(name, left.source().id(), left, String.valueOf(e.getMessage()));
            }
        }
        return watch.table(name) != null;
    }

    private void change(
            TableSync table, String operation, @Nullable Struct before, @Nullable Struct after) {
        try {
            table.apply(table.images().change(operation, before, after));
            touched.add(table);
        } catch (RowBuffer.MissingValueException e) {
            watch.readAgain(table, this);
        } catch (InvalidRequestException e) {
            // The table may be another one than we think.
            TableSync again = refreshed(table.source().name());
            if (again != null) {
                again.apply(again.images().change(operation, before, after));
                touched.add(again);
            }
        }
    }

    /** The table as the source has it now; null when it is not followed any more. */
    private @Nullable TableSync refreshed(SourceName name) {
        watch.refresh(name, this);
        return watch.table(name);
    }

    @Override
    public void settle(TableSync table) {
        if (table.hasChanges() && !touched.contains(table)) {
            long rows = table.rowsSinceCommit();
            table.commit(transactionEnd, cutEnd);
            progress.committed(rows, 1, -1, watch.statuses());
        }
    }

    private void betweenTransactions(
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        watch.join(this);
        long now = environment.currentMillis();
        if (now - lastWatchMillis >= WATCH_MILLIS) {
            watch.poll(this);
            if (needsMark()) {
                watch.source().mark();
            }
            lastWatchMillis = environment.currentMillis();
        }
        if (boundary != null && now - lastCutMillis >= intervalMillis && isWorthACut()) {
            cut(boundary, committer);
        }
    }

    private boolean isWorthACut() {
        // Without a table there is nothing that could keep the position.
        return hasChanges()
                || (!watch.tables().isEmpty() && transactionEnd - cutEnd >= IDLE_LOG_BYTES);
    }

    /** Whether a transaction of ours is needed to cut behind. */
    private boolean needsMark() {
        return hasChanges()
                ? boundary == null
                : watch.source().logEnd() - transactionEnd >= IDLE_LOG_BYTES;
    }

    private void cut(
            RecordChangeEvent<SourceRecord> at,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        commitTables();
        // The source may forget what lies before the cut before this one: see Position.
        if (processedNext != null) {
            committer.markProcessed(processedNext);
            committer.markBatchFinished();
        }
        processedNext = at;
        boundary = null;
    }

    /** If nothing changed, the first table keeps the position in an empty snapshot. */
    private void commitTables() {
        boolean idle = !hasChanges();
        long rows = pendingRows();
        List<TableSync> some =
                idle
                        ? watch.tables().stream().limit(1).toList()
                        : watch.tables().stream().filter(TableSync::hasChanges).toList();
        lanes.commit(some, transactionEnd, cutEnd);
        cutEnd = transactionEnd;
        lastCutMillis = environment.currentMillis();
        long freshness = idle || boundaryMillis < 0 ? -1 : lastCutMillis - boundaryMillis;
        progress.committed(rows, some.size(), freshness, watch.statuses());
    }

    private boolean hasChanges() {
        return watch.tables().stream().anyMatch(TableSync::hasChanges);
    }

    private long pendingRows() {
        return watch.tables().stream().mapToLong(TableSync::rowsSinceCommit).sum();
    }
}
