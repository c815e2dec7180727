package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.core.merge.SpillSpace;
import io.weir.core.meta.DataFile;
import io.weir.data.ColumnVector;
import io.weir.env.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a bucket that are in no data file yet: the write buffer and what of it was spilled to
 * scratch disk. Memory is taken from the budget as it grows. One thread at a time.
 *
 * <p>Rows stay until they are in files: an operation that fails may be done again.
 */
final class PendingRows {

    private final MergeSpec spec;
    private final boolean changelog;
    private final int runsMax;
    private final SpillSpace scratch;
    private final MemoryBudget memory;
    private final WriteBuffer buffer;
    private final List<Run> runs = new ArrayList<>();
    private long drainedBytes;
    private long reservedBytes;
    private boolean memoryShort;

    /**
     * @param spec the merge of a flush
     * @param changelog whether all rows are to be kept for a changelog file
     */
    PendingRows(
            MergeSpec spec,
            boolean changelog,
            int runsMax,
            SpillSpace scratch,
            MemoryBudget memory) {
        this.spec = spec;
        this.changelog = changelog;
        this.runsMax = runsMax;
        this.scratch = scratch;
        this.memory = memory;
        this.buffer = new WriteBuffer(spec);
    }

    void append(
            ColumnVector[] columns,
            byte @Nullable [] rowKinds,
            int[] rows,
            int from,
            int count,
            long firstNumber) {
        buffer.append(columns, rowKinds, rows, from, count, firstNumber);
        account();
    }

    private void account() {
        long wanted = memoryBytes();
        long more = wanted - reservedBytes;
        if (more > 0 && !memory.tryReserve(more)) {
            // The rows are here already; the caller sees that memory is short and makes room.
            memory.reserve(more);
            memoryShort = true;
        } else if (more < 0) {
            memory.release(-more);
        }
        reservedBytes = wanted;
    }

    /** Memory held, in bytes. */
    long memoryBytes() {
        return buffer.memoryBytes() + drainedBytes;
    }

    boolean isEmpty() {
        return buffer.isEmpty() && runs.isEmpty();
    }

    /** Whether memory for more rows was refused since the last spill or flush. */
    boolean isMemoryShort() {
        return memoryShort;
    }

    /** Whether there is scratch disk for what is in memory. */
    boolean canSpill() {
        return !scratch.isFull(memoryBytes());
    }

    /** Moves what is in memory to scratch disk. */
    void spill() {
        drain();
        if (runs.isEmpty()) {
            return;
        }
        int last = runs.size() - 1;
        Run spilled = scratch.spill(spillSpec(), List.of(runs.get(last)));
        runs.set(last, spilled);
        drainedBytes = 0;
        memoryShort = false;
        account();
    }

    private void drain() {
        if (!buffer.isEmpty()) {
            drainedBytes += buffer.memoryBytes();
            runs.add(buffer.drain());
        }
    }

    private MergeSpec spillSpec() {
        return changelog ? spec.changelog() : spec;
    }

    /**
     * Writes everything to level-0 files, and if asked for to changelog files.
     *
     * @param dataFiles gets the data files
     * @param changelogFiles gets the changelog files
     */
    void flush(BucketFiles files, List<DataFile> dataFiles, List<DataFile> changelogFiles) {
        drain();
        if (runs.isEmpty()) {
            return;
        }
        reduce();
        BucketFiles.Sink data = files.create(0, DataFile.SOURCE_APPEND);
        BucketFiles.Sink changes = changelog ? files.createChangelog() : null;
        try {
            List<DataFile> changeFiles =
                    changes == null ? List.of() : copy(spec.changelog(), changes);
            dataFiles.addAll(copy(spec, data));
            changelogFiles.addAll(changeFiles);
        } catch (RuntimeException | Error e) {
            abort(data, e);
            if (changes != null) {
                abort(changes, e);
            }
            throw e;
        }
        close();
    }

    private static void abort(BucketFiles.Sink sink, Throwable failure) {
        try {
            sink.abort();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Merges spilled runs with each other until they can be read at once. */
    private void reduce() {
        while (runs.size() > runsMax) {
            int count = Math.min(runsMax, runs.size() - runsMax + 1);
            List<Run> group = List.copyOf(runs.subList(0, count));
            List<Run> views = new ArrayList<>();
            group.forEach(run -> views.add(new KeptRun(run)));
            Run merged = scratch.spill(spillSpec(), views);
            runs.subList(0, count).clear();
            // In front: where versions tie fully the later run is the newer.
            runs.add(0, merged);
            group.forEach(Run::close);
        }
    }

    private List<DataFile> copy(MergeSpec by, BucketFiles.Sink sink) {
        List<Run> views = new ArrayList<>();
        runs.forEach(run -> views.add(new KeptRun(run)));
        try (MergeReader reader = new MergeReader(by, views)) {
            for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                sink.write(batch);
            }
        }
        return sink.finish();
    }

    /** Forgets all rows and gives memory and disk back. */
    void close() {
        List<Run> old = List.copyOf(runs);
        runs.clear();
        if (!buffer.isEmpty()) {
            buffer.drain();
        }
        drainedBytes = 0;
        memoryShort = false;
        account();
        old.forEach(Run::close);
    }
}
