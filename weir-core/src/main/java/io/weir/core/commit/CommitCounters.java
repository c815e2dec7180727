package io.weir.core.commit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What happened beside the commits of a table in this process: things that must not fail a commit
 * and must not go unseen either. Safe for many threads.
 */
public final class CommitCounters {

    private final AtomicLong compactionsDropped = new AtomicLong();
    private final AtomicLong racesLost = new AtomicLong();
    private final AtomicLong expiryFailures = new AtomicLong();
    private final AtomicLong cleaningFailures = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> lastFailure = new AtomicReference<>();

    void compactionDropped(Throwable reason) {
        compactionsDropped.incrementAndGet();
        lastFailure.set(reason);
    }

    void raceLost() {
        racesLost.incrementAndGet();
    }

    /** An expiry behind a commit failed; the next one tries again. */
    public void expiryFailed(Throwable reason) {
        expiryFailures.incrementAndGet();
        lastFailure.set(reason);
    }

    /** Files nobody needs could not be deleted behind a commit; they are orphans now. */
    void cleaningFailed(Throwable reason) {
        cleaningFailures.incrementAndGet();
        lastFailure.set(reason);
    }

    /** Commits behind which files of no use could not be deleted. */
    public long cleaningFailures() {
        return cleaningFailures.get();
    }

    /** Compactions whose result was given up because it conflicted. */
    public long compactionsDropped() {
        return compactionsDropped.get();
    }

    /** Attempts that found their snapshot number taken. */
    public long racesLost() {
        return racesLost.get();
    }

    /** Expiries behind commits that failed. */
    public long expiryFailures() {
        return expiryFailures.get();
    }

    /** Why the last dropped compaction, failed expiry or failed cleaning did not succeed. */
    public @Nullable Throwable lastFailure() {
        return lastFailure.get();
    }
}
