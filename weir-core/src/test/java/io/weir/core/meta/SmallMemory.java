package io.weir.core.meta;

import io.weir.env.Environment;
import io.weir.env.MemoryBudget;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** The real environment with a memory budget of its own. */
final class SmallMemory implements Environment {

    private final Environment real = Environment.real();
    private final MemoryBudget memory;

    SmallMemory(long bytes) {
        this.memory = new MemoryBudget(bytes);
    }

    @Override
    public long currentMillis() {
        return real.currentMillis();
    }

    @Override
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public ZoneId zone() {
        return real.zone();
    }

    @Override
    public String newUuid() {
        return real.newUuid();
    }

    @Override
    public long nextRandom() {
        return real.nextRandom();
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return real.submit(task);
    }

    @Override
    public <T> Future<T> submitBackground(String name, Callable<T> task) {
        return real.submitBackground(name, task);
    }

    @Override
    public int parallelism() {
        return real.parallelism();
    }

    @Override
    public void sleep(long millis) {
        real.sleep(millis);
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public Path scratchDirectory() {
        return real.scratchDirectory();
    }
}
