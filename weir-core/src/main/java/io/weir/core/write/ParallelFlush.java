package io.weir.core.write;

import io.weir.core.file.BucketWriter;
import io.weir.env.Environment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Flushes several bucket writers at once, the largest first.
 *
 * <p>A flush may wait for a compaction, which runs on a worker thread; so flushes have threads of
 * their own, as many as there are workers.
 */
final class ParallelFlush {

    /** Memory of the environment for each flush that runs beside others. */
    private static final long FLUSH_BYTES = 96L << 20;

    private ParallelFlush() {}

    static void flush(List<BucketSlot> slots, Environment environment) {
        List<BucketWriter> writers = new ArrayList<>();
        slots.stream()
                .sorted(Comparator.comparingLong(BucketSlot::memoryBytes).reversed())
                .forEach(
                        slot -> {
                            BucketWriter writer = slot.writer();
                            if (writer != null && !writer.isIdle()) {
                                writers.add(writer);
                            }
                        });
        // Each flush merges, gathers and encodes besides what is buffered.
        int affordable =
                (int) Math.max(1, Math.min(64, environment.memory().bytesMax() / FLUSH_BYTES));
        int threads = Math.min(Math.min(environment.parallelism(), affordable), writers.size());
        if (threads <= 1) {
            writers.forEach(BucketWriter::flush);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        List<Future<Boolean>> futures = new ArrayList<>();
        for (int thread = 1; thread < threads; thread++) {
            futures.add(environment.submitBackground("weir-flush", () -> flushNext(writers, next)));
        }
        RuntimeException failure = null;
        try {
            flushNext(writers, next);
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Future<Boolean> future : futures) {
            failure = join(future, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Boolean flushNext(List<BucketWriter> writers, AtomicInteger next) {
        for (int index = next.getAndIncrement();
                index < writers.size();
                index = next.getAndIncrement()) {
            writers.get(index).flush();
        }
        return true;
    }

    // Waits in any case: no flush may still run when the caller goes on.
    private static @Nullable RuntimeException join(
            Future<Boolean> future, @Nullable RuntimeException failure) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return failure;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return joined(failure, e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException joined(
            @Nullable RuntimeException failure, @Nullable Throwable cause) {
        RuntimeException next =
                cause instanceof RuntimeException runtime
                        ? runtime
                        : new IllegalStateException("a flush failed", cause);
        if (failure == null) {
            return next;
        }
        failure.addSuppressed(next);
        return failure;
    }
}
