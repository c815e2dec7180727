package io.weir.core;

import io.weir.env.Environment;
import io.weir.env.MemoryBudget;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The machine's environment with another number of workers and another memory budget. */
public final class PoolEnvironment implements Environment, AutoCloseable {

    private final Environment machine = Environment.real();
    private final int threads;
    private final MemoryBudget memory;
    private final ExecutorService workers;

    public PoolEnvironment(int threads, long memoryBytes) {
        this.threads = threads;
        this.memory = new MemoryBudget(memoryBytes);
        this.workers =
                Executors.newFixedThreadPool(
                        threads,
                        task -> {
                            Thread thread = new Thread(task, "test-worker");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @Override
    public long currentMillis() {
        return machine.currentMillis();
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public ZoneId zone() {
        return machine.zone();
    }

    @Override
    public String newUuid() {
        return machine.newUuid();
    }

    @Override
    public long nextRandom() {
        return machine.nextRandom();
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return workers.submit(task);
    }

    @Override
    public <T> Future<T> submitBackground(String name, Callable<T> task) {
        return machine.submitBackground(name, task);
    }

    @Override
    public int parallelism() {
        return threads;
    }

    @Override
    public void sleep(long millis) {
        machine.sleep(millis);
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public Path scratchDirectory() {
        return machine.scratchDirectory();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
