package io.weir.core.write;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.file.BucketWriter;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.SnapshotMeta;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.Row;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.option.WriteOptions;
import io.weir.table.CommitMessage;
import io.weir.table.TableWrite;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a table: a {@link BucketRouter} in front, one {@link BucketWriter} a bucket behind.
 *
 * <p>All bucket writers together hold at most {@code write-buffer-size}; past it the one that holds
 * most frees its memory. A bucket's writer is opened when the first row comes for it and closed
 * after a commit in which it had none.
 *
 * <p>Before each prepare the writer looks at what others committed to its buckets, and opens a
 * bucket anew whose files it does not know any more, so a compaction that was dropped at the commit
 * is tried again on the table as it is. Jobs that write one bucket at the same time keep each
 * other's rows; which of two rows of one key wins then is not defined. A table with dynamic buckets
 * has one writing job at a time: a second one that adds keys conflicts at the commit.
 */
public final class TableWriter implements TableWrite {

    // Prepares without a row after which a bucket's writer is closed.
    private static final int IDLE_PREPARES = 2;

    private final WriteSpec spec;
    private final RowType partitionType;
    private final RowRules rules;
    private final BucketRouter router;
    private final PartitionIndex partitions;
    private final BucketOpener opener;
    private final HashIndexes indexes;
    private final TableFollower follower;
    private final List<BucketSlot> slots = new ArrayList<>();
    private final long bufferBytesMax;
    private final int fullCompactionEvery;
    private final boolean forceCompact;
    private @Nullable SnapshotMeta snapshot;
    private boolean looked;
    private long prepares;
    private long bufferedBytes;
    private boolean overwriting;
    private boolean broken;

    /** A writer for rows. */
    public TableWriter(WriteSpec spec) {
        this(spec, false);
    }

    /**
     * A writer that only compacts, also where the table is {@code write-only}, and knows all files
     * of the buckets it is asked to.
     */
    public static TableWriter forCompaction(WriteSpec spec) {
        return new TableWriter(spec, true);
    }

    private TableWriter(WriteSpec spec, boolean compactionOnly) {
        this.spec = spec;
        WriteSupport.check(spec.schema());
        Options options = spec.schema().tableOptions();
        partitionType = spec.schema().partitionType();
        rules = new RowRules(spec.schema());
        partitions = new PartitionIndex(partitionType);
        opener = new BucketOpener(spec, compactionOnly);
        indexes = new HashIndexes(spec, partitions);
        router = new BucketRouter(spec.schema(), partitions, this::buckets);
        follower =
                new TableFollower(
                        spec.snapshots(), spec.manifests(), opener.isBucketed(), this::slotOf);
        bufferBytesMax = options.get(WriteOptions.BUFFER_SIZE);
        fullCompactionEvery = options.get(WriteOptions.FULL_COMPACTION_DELTA_COMMITS);
        forceCompact = options.get(WriteOptions.COMMIT_FORCE_COMPACT);
    }

    @Override
    public void replaceExisting() {
        if (!slots.isEmpty()) {
            throw new InvalidRequestException("replaceExisting comes before the first row");
        }
        overwriting = true;
    }

    @Override
    public void write(Batch batch) {
        checkUsable();
        RowRules.Accepted accepted = rules.accept(batch);
        if (accepted.count() == 0) {
            return;
        }
        broken = true;
        if (!looked) {
            refreshIndexes();
        }
        BucketRouter.Routed routed = router.route(batch, accepted);
        List<BucketSlot> touched = slots(routed.slots());
        opener.open(touched, snapshot());
        int from = 0;
        for (int index = 0; index < touched.size(); index++) {
            int end = routed.ends()[index];
            BucketSlot slot = touched.get(index);
            writer(slot).write(batch.columns(), accepted.kinds(), routed.rows(), from, end - from);
            slot.wrote(prepares);
            bufferedBytes += slot.measure();
            from = end;
        }
        freeMemory();
        broken = false;
    }

    @Override
    public void write(Row row) {
        RowType type = spec.schema().rowType();
        if (row.size() != type.size()) {
            throw new InvalidRequestException(
                    "a row of " + row.size() + " values for " + type.size() + " columns");
        }
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            VectorBuilder builder = VectorBuilder.of(type.type(column), 1);
            builder.appendValue(row.get(column));
            columns[column] = builder.build();
        }
        write(new Batch(1, columns, new byte[] {row.kind().code()}));
    }

    private List<BucketSlot> slots(int[] numbers) {
        List<BucketSlot> found = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            while (slots.size() <= number) {
                BucketRouter.Slot slot = router.slot(slots.size());
                slots.add(new BucketSlot(partitions.partition(slot.partition()), slot.bucket()));
            }
            found.add(slots.get(number));
        }
        return found;
    }

    private @Nullable BucketSlot slotOf(byte[] partition, int bucket) {
        int number = router.findSlot(partition, bucket);
        return number >= 0 && number < slots.size() ? slots.get(number) : null;
    }

    // The snapshot that everything opened until the next prepare starts from.
    private @Nullable SnapshotMeta snapshot() {
        if (!looked) {
            boolean wanted = !overwriting && opener.needsSnapshot();
            snapshot = wanted ? follower.follow(slots).orElse(null) : null;
            looked = true;
        }
        return snapshot;
    }

    private DynamicBuckets buckets(int partition) {
        SnapshotMeta from = snapshot();
        List<IndexFile> pending = new ArrayList<>();
        for (BucketSlot slot : slots) {
            if (slot.hasHandouts() && partitions.find(slot.partition()) == partition) {
                for (Handout handout : slot.handouts()) {
                    handout.changes().indexChanges().stream()
                            .filter(IndexFile::added)
                            .forEach(pending::add);
                }
            }
        }
        return indexes.of(partition, from, pending);
    }

    private static BucketWriter writer(BucketSlot slot) {
        return Objects.requireNonNull(slot.writer(), "the bucket's writer was opened");
    }

    // Before the first row after a prepare: every key that has a bucket is in an index file by now.
    private void refreshIndexes() {
        SnapshotMeta now = snapshot();
        if (now == null) {
            return;
        }
        Set<Integer> unsettled = new HashSet<>();
        for (BucketSlot slot : slots) {
            if (slot.hasHandouts()) {
                unsettled.add(partitions.find(slot.partition()));
            }
        }
        indexes.refresh(now, unsettled);
    }

    private void freeMemory() {
        while (bufferedBytes > bufferBytesMax) {
            BucketSlot largest =
                    slots.stream().max(Comparator.comparingLong(BucketSlot::memoryBytes)).get();
            if (largest.memoryBytes() == 0) {
                return;
            }
            writer(largest).freeMemory();
            bufferedBytes += largest.measure();
        }
    }

    @Override
    public void compact(Row partition, int bucket, boolean full) {
        checkUsable();
        byte[] serialized = BinaryRowWriter.serialize(partitionType, partition.values().toArray());
        int number = router.slotNumber(partitions.number(serialized), bucket);
        List<BucketSlot> slot = slots(new int[] {number});
        opener.open(slot, snapshot());
        writer(slot.get(0)).compact(full);
        slot.get(0).wrote(prepares);
    }

    @Override
    public List<CommitMessage> prepareCommit(boolean waitForCompaction) {
        checkUsable();
        broken = true;
        looked = false;
        opener.forgetFiles();
        snapshot();
        List<BucketSlot> open = slots.stream().filter(slot -> slot.writer() != null).toList();
        ParallelFlush.flush(open, spec.environment());
        boolean fullNow = fullCompactionEvery > 0 && (prepares + 1) % fullCompactionEvery == 0;
        if (fullNow) {
            open.forEach(slot -> writer(slot).compact(true));
        }
        List<CommitMessage> messages = prepare(open, waitForCompaction || forceCompact || fullNow);
        prepares++;
        closeUnused(open);
        broken = false;
        return messages;
    }

    private List<CommitMessage> prepare(List<BucketSlot> open, boolean waitForCompaction) {
        List<BucketChanges> prepared = new ArrayList<>();
        boolean complete = false;
        try {
            for (BucketSlot slot : open) {
                BucketChanges changes = writer(slot).prepare(waitForCompaction && !slot.isStale());
                prepared.add(changes);
                bufferedBytes += slot.measure();
            }
            prepared = indexes.writeInto(prepared);
            complete = true;
        } finally {
            if (!complete) {
                UncommittedFiles.delete(spec.storage(), spec.layout(), prepared);
            }
        }
        List<CommitMessage> messages = new ArrayList<>();
        for (int index = 0; index < open.size(); index++) {
            BucketChanges changes = prepared.get(index);
            if (!changes.isEmpty()) {
                // A writer that never looks at the table would never see them there.
                if (opener.needsSnapshot()) {
                    open.get(index).handOut(prepares, changes);
                }
                messages.add(new BucketMessage(changes, partitionType));
            }
        }
        return messages;
    }

    private void closeUnused(List<BucketSlot> open) {
        for (BucketSlot slot : open) {
            boolean unused = writer(slot).isIdle() && prepares - slot.lastWrite() >= IDLE_PREPARES;
            if (slot.isStale() || unused || opener.couldCompact(slot)) {
                bufferedBytes -= slot.memoryBytes();
                slot.close();
            }
        }
        looked = false;
        forgetUnusedKeys();
    }

    // The keys of a partition can be read again once everything about it is in the table.
    private void forgetUnusedKeys() {
        Set<Integer> busy = new HashSet<>();
        for (BucketSlot slot : slots) {
            if (slot.hasHandouts() || prepares - slot.lastWrite() < IDLE_PREPARES) {
                busy.add(partitions.find(slot.partition()));
            }
        }
        indexes.retain(busy);
    }

    @Override
    public byte[] state() {
        List<WriterState.Pending> pending = new ArrayList<>();
        for (BucketSlot slot : slots) {
            for (Handout handout : slot.handouts()) {
                pending.add(new WriterState.Pending(handout.prepare(), handout.changes()));
            }
        }
        pending.sort(Comparator.comparingLong(WriterState.Pending::prepare));
        return new WriterState(follower.seen(), pending).toBytes();
    }

    @Override
    public void restore(byte[] state) {
        checkUsable();
        if (!slots.isEmpty()) {
            throw new InvalidRequestException("restore comes before the first row");
        }
        WriterState restored = WriterState.decode(state);
        for (WriterState.Pending each : restored.handouts()) {
            BucketChanges changes = each.changes();
            int number =
                    router.slotNumber(partitions.number(changes.partition()), changes.bucket());
            slots(new int[] {number}).get(0).handOut(each.prepare(), changes);
            prepares = Math.max(prepares, each.prepare() + 1);
        }
        follower.startAt(restored.seenSnapshot());
        looked = false;
    }

    private void checkUsable() {
        if (broken) {
            throw new InvalidRequestException(
                    "this writer failed earlier, or is closed; what it did not hand out is gone");
        }
    }

    @Override
    public void close() {
        broken = true;
        slots.forEach(BucketSlot::close);
    }
}
