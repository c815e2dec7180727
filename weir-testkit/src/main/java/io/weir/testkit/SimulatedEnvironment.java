package io.weir.testkit;

import io.weir.env.Environment;
import io.weir.env.MemoryBudget;
import io.weir.error.StorageFailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An environment in which everything comes from a seed: the clock stands until it is moved, ids and
 * random numbers are drawn, and tasks run on the thread that waits for one of them, in an order
 * drawn from the seed. One thread at a time.
 */
public final class SimulatedEnvironment implements Environment {

    private final Random random;
    private final List<FutureTask<?>> waiting = new ArrayList<>();
    private final MemoryBudget memory;
    private long nanos = 1_700_000_000_000L * 1_000_000;
    private @Nullable Path scratch;

    public SimulatedEnvironment(long seed) {
        this(seed, 256L << 20);
    }

    /**
     * @param memoryBytes the budget of buffers
     */
    public SimulatedEnvironment(long seed, long memoryBytes) {
        this.random = new Random(seed);
        this.memory = new MemoryBudget(memoryBytes);
    }

    /** Moves the clock on. */
    public void advance(long millis) {
        nanos += millis * 1_000_000;
    }

    /** Runs waiting tasks, drawn one by one, until there are none. */
    public void runAll() {
        boolean some = true;
        while (some) {
            some = runOne();
        }
    }

    /** Runs one of the waiting tasks; false if there is none. */
    public boolean runOne() {
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.remove(random.nextInt(waiting.size())).run();
        return true;
    }

    @Override
    public long currentMillis() {
        return nanos / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public String newUuid() {
        return new UUID(
                        (random.nextLong() & ~0xF000L) | 0x4000L,
                        (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
                .toString();
    }

    @Override
    public long nextRandom() {
        return random.nextLong();
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        Task<T> future = new Task<>(task);
        waiting.add(future);
        return future;
    }

    @Override
    public <T> Future<T> submitBackground(String name, Callable<T> task) {
        return submit(task);
    }

    @Override
    public int parallelism() {
        return 2;
    }

    /** Moves the clock; other tasks may run meanwhile. */
    @Override
    public void sleep(long millis) {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageFailureException("wait", "interrupted", true, null);
        }
        advance(millis);
        boolean some = runOne();
        if (some && random.nextBoolean()) {
            runOne();
        }
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public Path scratchDirectory() {
        if (scratch == null) {
            try {
                scratch = Files.createTempDirectory("weir-simulated-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scratch;
    }

    /** A task that runs, at the latest, when someone waits for it. */
    private final class Task<T> extends FutureTask<T> {

        Task(Callable<T> task) {
            super(task);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            while (!isDone()) {
                if (!runOne()) {
                    throw new IllegalStateException(
                            "a task waits for one that waits for it, or for itself");
                }
            }
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
            return get();
        }
    }
}
