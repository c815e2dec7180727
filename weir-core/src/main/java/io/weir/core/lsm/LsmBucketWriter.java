package io.weir.core.lsm;

import io.weir.core.codec.KeyComparator;
import io.weir.core.file.BucketPlace;
import io.weir.core.file.BucketWriter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.WriterSpecs;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.SpillSpace;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.data.ColumnVector;
import io.weir.env.Environment;
import io.weir.error.ExistenceException;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one bucket of a primary-key table: buffer, level 0, compaction.
 *
 * <p>Options are those of the schema of {@code specs}. One thread at a time; compactions run on the
 * environment's workers. A compaction that failed is reported by the call that meets its end; rows
 * and files written so far are not touched by that, and a later compaction tries anew.
 */
public final class LsmBucketWriter implements BucketWriter {

    /** Rows taken into the buffer between two looks at memory. */
    private static final int APPEND_ROWS_MAX = 8192;

    private final byte[] partition;
    private final int bucket;
    private final int totalBuckets;
    private final BucketFiles files;
    private final LsmOptions options;
    private final Environment environment;
    private final TableSchema schema;
    private final Comparator<byte[]> keys;
    private final RewritePieces pieces;
    private final SpillSpace scratch;
    private final PendingRows pending;
    private final Levels levels;
    private final CompactionPicker picker;
    private final PendingChanges changes;
    private @Nullable CompactionTask running;
    private boolean outdated;
    private @Nullable RuntimeException failure;
    private long nextNumber;

    /**
     * @param totalBuckets number of buckets of the table, -1 when dynamic
     * @param specs for the files it writes
     * @param reader for compactions; its schema is the one of {@code specs}
     * @param existing live files of the bucket, all of them; none for a writer that overwrites
     */
    public LsmBucketWriter(
            BucketPlace place,
            int totalBuckets,
            WriterSpecs specs,
            DataFiles reader,
            List<DataFile> existing) {
        this(
                place,
                totalBuckets,
                new StoredFiles(place, specs, reader),
                specs.schema(),
                specs.targetSizeBytes(),
                specs.environment(),
                existing);
    }

    LsmBucketWriter(
            BucketPlace place,
            int totalBuckets,
            BucketFiles files,
            TableSchema schema,
            long targetSizeBytes,
            Environment environment,
            List<DataFile> existing) {
        Options given = schema.tableOptions();
        this.partition = place.partition();
        this.bucket = place.bucket();
        this.totalBuckets = totalBuckets;
        this.files = files;
        this.schema = schema;
        this.environment = environment;
        this.options = LsmOptions.of(given, targetSizeBytes);
        RowType keyType = schema.rowType().project(schema.trimmedPrimaryKeys());
        this.keys = KeyComparator.of(keyType);
        this.pieces = RewritePieces.of(keyType, keys, targetSizeBytes, environment);
        this.scratch = SpillSpace.of(environment, given);
        this.pending =
                new PendingRows(
                        MergeSpec.rewrite(schema, false),
                        options.changelogInput(),
                        options.mergeRunsMax(),
                        new SpillSpace(scratch, options.spillBytes()),
                        environment.memory());
        this.levels = new Levels(keys, options.levels(), existing);
        this.picker =
                new CompactionPicker(
                        options.picker(),
                        options.forceUpLevel0(),
                        environment,
                        existing.stream()
                                .filter(file -> file.level() == levels.levelCount() - 1)
                                .toList());
        this.changes = new PendingChanges(files);
        for (DataFile file : existing) {
            nextNumber = Math.max(nextNumber, file.maxSequence() + 1);
        }
    }

    @Override
    public void write(
            ColumnVector[] columns, byte @Nullable [] rowKinds, int[] rows, int from, int count) {
        int end = from + count;
        for (int start = from; start < end; start += APPEND_ROWS_MAX) {
            int size = Math.min(APPEND_ROWS_MAX, end - start);
            pending.append(columns, rowKinds, rows, start, size, nextNumber);
            nextNumber += size;
            if (pending.memoryBytes() > options.bufferBytes() || pending.isMemoryShort()) {
                freeMemory();
            }
        }
    }

    @Override
    public long memoryBytes() {
        return pending.memoryBytes();
    }

    @Override
    public void freeMemory() {
        if (pending.canSpill()) {
            pending.spill();
        } else {
            flush();
        }
    }

    @Override
    public void flush() {
        if (pending.isEmpty()) {
            return;
        }
        collect(levels.runCount() > options.stopTrigger());
        List<DataFile> dataFiles = new ArrayList<>();
        List<DataFile> changelogFiles = new ArrayList<>();
        pending.flush(files, dataFiles, changelogFiles);
        changes.added(dataFiles, changelogFiles);
        levels.addAll(dataFiles);
        if (!options.writeOnly()) {
            compactNext();
        }
    }

    @Override
    public void compact(boolean full) {
        flush();
        collect(full);
        throwFailure();
        if (outdated) {
            return;
        }
        if (full) {
            start(
                    picker.pickFull(levels.levelCount(), levels.runs(), options.forceRewriteAll()),
                    options.forceRewriteAll());
        } else {
            compactNext();
        }
    }

    /** Starts what the picker chooses, unless a compaction is running. */
    private void compactNext() {
        collect(false);
        if (running == null && failure == null && !outdated) {
            start(picker.pick(levels.levelCount(), levels.runs()), false);
        }
    }

    private void start(Optional<CompactionUnit> picked, boolean rewriteAll) {
        if (picked.isEmpty()) {
            return;
        }
        CompactionUnit unit = picked.get();
        // Below the output there may be older versions, which a dropped delete would let live
        // again.
        boolean dropDeletes =
                unit.outputLevel() != 0 && unit.outputLevel() >= levels.highestNonEmpty();
        List<CompactionPlan.Step> steps =
                CompactionPlan.of(
                        unit,
                        unit.outputLevel() == levels.levelCount() - 1,
                        options.smallFileBytes(),
                        rewriteAll,
                        keys);
        if (steps.isEmpty()) {
            return;
        }
        running =
                CompactionTask.start(
                        new CompactionTask.Rewriting(
                                files,
                                MergeSpec.rewrite(schema, dropDeletes),
                                unit.outputLevel(),
                                options.mergeRunsMax(),
                                scratch,
                                pieces),
                        steps,
                        environment);
    }

    /** Takes over the result of the running compaction if it has ended, or waits for that. */
    private void collect(boolean wait) {
        CompactionTask task = running;
        if (task == null || (!wait && !task.isDone())) {
            return;
        }
        running = null;
        try {
            CompactionResult result = task.finish();
            levels.replace(result.before(), result.after());
            changes.compacted(result);
        } catch (ExistenceException e) {
            // Someone else compacted or overwrote the bucket and its old files are gone: what this
            // writer knows of them is outdated. Its own rows are not, so only compactions stop,
            // until the bucket is opened anew.
            outdated = true;
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void throwFailure() {
        RuntimeException told = failure;
        failure = null;
        if (told != null) {
            throw told;
        }
    }

    @Override
    public BucketChanges prepare(boolean waitCompaction) {
        flush();
        boolean tooMany = !options.writeOnly() && levels.runCount() - 1 > options.stopTrigger();
        collect(waitCompaction || tooMany);
        throwFailure();
        if (!options.writeOnly() && !waitCompaction) {
            compactNext();
        }
        return changes.handOut(partition, bucket, totalBuckets);
    }

    @Override
    public boolean isIdle() {
        return pending.isEmpty() && running == null && changes.isEmpty();
    }

    @Override
    public void close() {
        CompactionTask task = running;
        running = null;
        try {
            if (task != null) {
                task.cancel();
            }
        } finally {
            try {
                pending.close();
            } finally {
                changes.discard();
            }
        }
    }
}
