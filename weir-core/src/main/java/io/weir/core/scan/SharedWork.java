package io.weir.core.scan;

import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks done by the calling thread together with the workers that happen to be idle.
 *
 * <p>The caller never waits for a task that nobody has begun, so it may itself be a worker of the
 * same environment.
 */
final class SharedWork<T> {

    private final List<Supplier<T>> tasks;
    private final AtomicReferenceArray<@Nullable T> results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch open;

    private SharedWork(List<Supplier<T>> tasks) {
        this.tasks = tasks;
        this.results = new AtomicReferenceArray<>(tasks.size());
        this.open = new CountDownLatch(tasks.size());
    }

    /**
     * The results in the order of the tasks. The first failure is thrown when all begun tasks have
     * ended.
     */
    static <T> List<T> run(Environment environment, List<Supplier<T>> tasks) {
        SharedWork<T> work = new SharedWork<>(tasks);
        int helpers = Math.min(environment.parallelism(), tasks.size()) - 1;
        for (int helper = 0; helper < helpers; helper++) {
            // Results and failures come by the work itself.
            Future<?> unused =
                    environment.submit(
                            () -> {
                                work.take();
                                return null;
                            });
        }
        work.take();
        return work.await();
    }

    private void take() {
        for (int task = next.getAndIncrement();
                task < tasks.size();
                task = next.getAndIncrement()) {
            try {
                if (failure.get() == null) {
                    results.set(task, tasks.get(task).get());
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                open.countDown();
            }
        }
    }

    private List<T> await() {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailureException("planning", "interrupted", false, e);
        }
        Throwable failed = failure.get();
        if (failed instanceof RuntimeException problem) {
            throw problem;
        }
        if (failed instanceof Error error) {
            throw error;
        }
        List<T> all = new ArrayList<>(tasks.size());
        for (int task = 0; task < tasks.size(); task++) {
            T result = results.get(task);
            if (result == null) {
                throw new IllegalStateException("task " + task + " gave nothing");
            }
            all.add(result);
        }
        return all;
    }
}
