package io.weir.env;

import io.weir.error.StorageFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The machine's clock, threads, randomness and memory. */
final class RealEnvironment implements Environment {

    private static final class Holder {
        static final RealEnvironment INSTANCE = new RealEnvironment();
    }

    private final int parallelism = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final AtomicInteger threadNumber = new AtomicInteger();
    private final ExecutorService workers =
            Executors.newFixedThreadPool(
                    parallelism,
                    task -> daemon("weir-worker-" + threadNumber.incrementAndGet(), task));
    // A quarter of the heap: a flush gathers and encodes what a buffer holds, and the caller lives
    // here, too.
    private final MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    private @Nullable Path scratch;

    private RealEnvironment() {}

    static RealEnvironment instance() {
        return Holder.INSTANCE;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public long currentMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Override
    public String newUuid() {
        return UUID.randomUUID().toString();
    }

    @Override
    public long nextRandom() {
        return ThreadLocalRandom.current().nextLong();
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return workers.submit(task);
    }

    @Override
    public <T> Future<T> submitBackground(String name, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        daemon(name, future).start();
        return future;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailureException("wait", "interrupted", true, e);
        }
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public synchronized Path scratchDirectory() {
        if (scratch == null) {
            try {
                scratch = Files.createTempDirectory("weir-scratch-");
            } catch (IOException e) {
                throw new StorageFailureException(
                        System.getProperty("java.io.tmpdir"),
                        "cannot make a directory for spill files",
                        false,
                        e);
            }
            Path made = scratch;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> removeScratch(made)));
        }
        return scratch;
    }

    private static void removeScratch(Path directory) {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The process ends; the operating system's cleaner of the temporary directory does the
            // rest.
            return;
        }
    }
}
