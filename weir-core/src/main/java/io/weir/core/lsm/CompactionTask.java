package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.core.file.RunSpec;
import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.core.merge.SpillSpace;
import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * One compaction at work: the pieces of its plan's rewrites run side by side on the environment's
 * workers.
 *
 * <p>Whoever waits for it does rewrites himself that no worker has begun, so that waiting on a
 * worker thread cannot lock up.
 */
final class CompactionTask {

    /**
     * What all rewrites of a compaction share.
     *
     * @param spec of the merge, with deletes dropped or not
     * @param outputLevel of the new files
     * @param runsMax runs merged at once
     * @param pieces cuts what is to be rewritten
     */
    record Rewriting(
            BucketFiles files,
            MergeSpec spec,
            int outputLevel,
            int runsMax,
            SpillSpace scratch,
            RewritePieces pieces) {}

    private final Rewriting rewriting;
    private final List<CompactionPlan.Step> steps;
    private final List<FutureTask<List<DataFile>>> rewrites = new ArrayList<>();
    // Of each step, how many rewrites are its pieces.
    private final List<Integer> pieceCounts = new ArrayList<>();
    private volatile boolean cancelled;

    /**
     * With less memory than this, rewrites do not run beside writes but where they are waited for.
     */
    private static final long MEMORY_FOR_BACKGROUND = 96L << 20;

    private CompactionTask(Rewriting rewriting, List<CompactionPlan.Step> steps) {
        this.rewriting = rewriting;
        this.steps = steps;
    }

    static CompactionTask start(
            Rewriting rewriting, List<CompactionPlan.Step> steps, Environment environment) {
        CompactionTask task = new CompactionTask(rewriting, steps);
        for (CompactionPlan.Step step : steps) {
            List<RewritePieces.Piece> pieces =
                    step.moved() == null ? rewriting.pieces().cut(step.sections()) : List.of();
            pieces.forEach(piece -> task.rewrites.add(new FutureTask<>(() -> task.rewrite(piece))));
            task.pieceCounts.add(pieces.size());
        }
        if (environment.memory().bytesMax() < MEMORY_FOR_BACKGROUND) {
            return task;
        }
        for (FutureTask<List<DataFile>> rewrite : task.rewrites) {
            // The task's own future is awaited below.
            Future<?> unused =
                    environment.submit(
                            () -> {
                                rewrite.run();
                                return true;
                            });
        }
        return task;
    }

    boolean isDone() {
        for (FutureTask<?> rewrite : rewrites) {
            if (!rewrite.isDone()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits for the end.
     *
     * @throws io.weir.error.WeirException a rewrite failed; nothing of the compaction is left
     *     behind then
     */
    CompactionResult finish() {
        List<List<DataFile>> outputs = new ArrayList<>();
        Throwable failure = null;
        for (FutureTask<List<DataFile>> rewrite : rewrites) {
            rewrite.run();
        }
        for (FutureTask<List<DataFile>> rewrite : rewrites) {
            try {
                outputs.add(await(rewrite));
            } catch (ExecutionException e) {
                cancelled = true;
                failure = joined(failure, Objects.requireNonNull(e.getCause()));
            } catch (CancellationException e) {
                failure = joined(failure, e);
            }
        }
        if (failure != null) {
            deleteAll(outputs, failure);
            throw rethrown(failure);
        }
        return result(outputs);
    }

    /** Stops as soon as it can, waits for that and deletes what was made. */
    void cancel() {
        cancelled = true;
        try {
            CompactionResult done = finish();
            for (DataFile file : done.after()) {
                if (done.before().stream()
                        .noneMatch(input -> input.fileName().equals(file.fileName()))) {
                    rewriting.files().delete(file);
                }
            }
        } catch (RuntimeException e) {
            // It was to be given up anyway, and finish() has deleted what was made. Whether it was
            // stopped or failed (its inputs may have been compacted away by someone else and
            // expired), the bucket's rows are where they were.
            return;
        }
    }

    private static List<DataFile> await(FutureTask<List<DataFile>> rewrite)
            throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return rewrite.get();
                } catch (InterruptedException e) {
                    // A rewrite that is left running would write files nobody knows of.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Throwable joined(
            @org.jspecify.annotations.Nullable Throwable first, Throwable next) {
        if (first == null || first instanceof Cancelled && !(next instanceof Cancelled)) {
            return next;
        }
        if (!(next instanceof Cancelled)) {
            first.addSuppressed(next);
        }
        return first;
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime
                ? runtime
                : new StorageFailureException(
                        "compaction", String.valueOf(failure.getMessage()), false, failure);
    }

    private void deleteAll(List<List<DataFile>> outputs, Throwable failure) {
        for (List<DataFile> files : outputs) {
            for (DataFile file : files) {
                try {
                    rewriting.files().delete(file);
                } catch (RuntimeException e) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    private CompactionResult result(List<List<DataFile>> outputs) {
        List<DataFile> before = new ArrayList<>();
        List<DataFile> after = new ArrayList<>();
        int rewrite = 0;
        for (int step = 0; step < steps.size(); step++) {
            before.addAll(steps.get(step).inputs());
            DataFile moved = steps.get(step).moved();
            if (moved != null) {
                after.add(moved.withLevel(rewriting.outputLevel()));
            }
            for (int piece = 0; piece < pieceCounts.get(step); piece++) {
                after.addAll(outputs.get(rewrite++));
            }
        }
        return new CompactionResult(before, after);
    }

    private List<DataFile> rewrite(RewritePieces.Piece piece) {
        if (cancelled) {
            throw new Cancelled();
        }
        BucketFiles.Sink sink =
                rewriting.files().create(rewriting.outputLevel(), DataFile.SOURCE_COMPACT);
        try {
            RunSpec wanted = rewriting.spec().runSpec();
            RunSpec ofPiece =
                    new RunSpec(
                            wanted.keyType(),
                            wanted.sequenceFields(),
                            wanted.values(),
                            piece.fromKey(),
                            piece.toKey(),
                            null,
                            wanted.versions());
            for (List<List<DataFile>> section : piece.sections()) {
                merge(section, ofPiece, sink);
            }
            return sink.finish();
        } catch (RuntimeException | Error e) {
            try {
                sink.abort();
            } catch (RuntimeException abort) {
                e.addSuppressed(abort);
            }
            throw e;
        }
    }

    private void merge(List<List<DataFile>> section, RunSpec spec, BucketFiles.Sink sink) {
        List<Run> runs = new ArrayList<>();
        try {
            for (List<DataFile> files : section) {
                runs.add(rewriting.files().open(files, spec));
            }
        } catch (RuntimeException e) {
            runs.forEach(Run::close);
            throw e;
        }
        try (MergeReader reader =
                rewriting.scratch().merge(rewriting.spec(), runs, rewriting.runsMax())) {
            for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                if (cancelled) {
                    throw new Cancelled();
                }
                sink.write(batch);
            }
        }
    }

    /** Ends a rewrite whose result nobody wants any more. */
    private static final class Cancelled extends CancellationException {
        private static final long serialVersionUID = 1L;
    }
}
