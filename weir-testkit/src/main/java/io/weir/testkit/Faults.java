package io.weir.testkit;

import io.weir.error.StorageFailureException;
import io.weir.storage.Location;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

/**
 * What goes wrong with a {@link MemoryStorage}. Calls are {@code open, read, create, write, close,
 * putIfAbsent, put, status, list, delete, deleteDirectory}. Safe for many threads.
 */
public final class Faults {

    private enum Effect {
        /** The call does nothing. */
        FAIL,
        /** The call does what it should, but the caller gets an error. */
        LOSE_ANSWER,
        /** This call and all later ones do nothing: the process is dead. */
        CRASH
    }

    private final Effect effect;
    private final BiPredicate<String, Location> which;
    private final AtomicLong callsLeft;
    private volatile boolean dead;

    private Faults(Effect effect, BiPredicate<String, Location> which, long callsBefore) {
        this.effect = effect;
        this.which = which;
        this.callsLeft = new AtomicLong(callsBefore);
    }

    /** Nothing goes wrong. */
    public static Faults none() {
        return new Faults(Effect.FAIL, (call, location) -> false, 0);
    }

    /** Of the calls that are meant, the one after {@code callsBefore} others fails. */
    public static Faults fail(BiPredicate<String, Location> which, long callsBefore) {
        return new Faults(Effect.FAIL, which, callsBefore);
    }

    /** The n-th put-if-absent works, but its caller gets an error: the outcome is unknown to it. */
    public static Faults loseAnswer(long callsBefore) {
        return new Faults(
                Effect.LOSE_ANSWER, (call, location) -> call.equals("putIfAbsent"), callsBefore);
    }

    /** After so many calls of any kind nothing works any more. */
    public static Faults crash(long callsBefore) {
        return new Faults(Effect.CRASH, (call, location) -> true, callsBefore);
    }

    /** Each call of a name fails with a probability. */
    public static Faults random(long seed, double share, String... calls) {
        Random random = new Random(seed);
        return new Faults(
                Effect.FAIL,
                (call, location) -> {
                    synchronized (random) {
                        return java.util.List.of(calls).contains(call)
                                && random.nextDouble() < share;
                    }
                },
                Long.MIN_VALUE);
    }

    /** Whether the crash has happened. */
    public boolean isDead() {
        return dead;
    }

    void before(String call, Location location) {
        if (dead) {
            throw error(call, location);
        }
        if (effect != Effect.LOSE_ANSWER && hits(call, location)) {
            dead = effect == Effect.CRASH;
            throw error(call, location);
        }
    }

    void after(String call, Location location) {
        if (effect == Effect.LOSE_ANSWER && hits(call, location)) {
            throw error(call, location);
        }
    }

    private boolean hits(String call, Location location) {
        if (!which.test(call, location)) {
            return false;
        }
        // Below zero from the start: every call that is meant.
        long left = callsLeft.getAndUpdate(calls -> calls == Long.MIN_VALUE ? calls : calls - 1);
        return left == 0 || left == Long.MIN_VALUE;
    }

    private static StorageFailureException error(String call, Location location) {
        return new StorageFailureException(
                location.toString(), "injected fault at " + call, true, null);
    }
}
