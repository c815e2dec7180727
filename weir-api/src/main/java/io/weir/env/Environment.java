package io.weir.env;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Clock, threads, ids, memory and scratch space. Safe for use by many threads. */
public interface Environment {

    /** Wall clock, milliseconds since 1970. */
    long currentMillis();

    /** A clock for durations, nanoseconds from an arbitrary start; never goes back. */
    long nanoTime();

    /** The zone in which local wall clocks are told. */
    ZoneId zone();

    /** A new random UUID, lower case with dashes. */
    String newUuid();

    /** A random number of all 64-bit values. */
    long nextRandom();

    /**
     * Runs a task on a worker thread. Tasks of one {@link Environment} share {@link #parallelism()}
     * threads, so a task must not wait for another task that may not have started; {@link
     * #submitBackground} is for those.
     */
    <T> Future<T> submit(Callable<T> task);

    /** Runs a task on a thread of its own, daemon, for work that waits or lasts. */
    <T> Future<T> submitBackground(String name, Callable<T> task);

    /** Worker threads, at least 1. */
    int parallelism();

    /**
     * Waits. An interrupt ends the wait, keeps the flag and throws {@link
     * io.weir.error.StorageFailureException}.
     */
    void sleep(long millis);

    /** The memory that buffers may use together. */
    MemoryBudget memory();

    /** A local directory for spill files, made on first use. */
    Path scratchDirectory();

    /** The machine's clock, threads and memory. One for the whole process. */
    static Environment real() {
        return RealEnvironment.instance();
    }
}
