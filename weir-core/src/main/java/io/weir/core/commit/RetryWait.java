package io.weir.core.commit;

import io.weir.env.Environment;
import io.weir.error.CommitConflictException;
import io.weir.option.CommitOptions;
import io.weir.option.Options;

/**
 * How long a commit that lost a race waits before it tries again: doubling, with up to a fifth of
 * jitter, so that committers that collided once do not collide again.
 */
final class RetryWait {

    private final Environment environment;
    private final int retriesMax;
    private final long waitMillisMin;
    private final long waitMillisMax;
    private final long timeoutMillis;
    private final long startNanos;
    private int retries;

    RetryWait(Options options, Environment environment) {
        this.environment = environment;
        retriesMax = options.get(CommitOptions.MAX_RETRIES);
        waitMillisMin = Math.max(1, options.get(CommitOptions.MIN_RETRY_WAIT).toMillis());
        waitMillisMax = options.get(CommitOptions.MAX_RETRY_WAIT).toMillis();
        timeoutMillis = options.get(CommitOptions.TIMEOUT).toMillis();
        startNanos = environment.nanoTime();
    }

    /**
     * Waits before the next attempt.
     *
     * @throws CommitConflictException there were too many, or it takes too long
     */
    void beforeNextAttempt() {
        long elapsed = (environment.nanoTime() - startNanos) / 1_000_000;
        if (retries >= retriesMax || elapsed > timeoutMillis) {
            throw new CommitConflictException(
                    "gave up after "
                            + (retries + 1)
                            + " attempts in "
                            + elapsed
                            + " ms: each time another commit was faster; commit.max-retries = "
                            + retriesMax
                            + ", commit.timeout = "
                            + timeoutMillis
                            + " ms");
        }
        long wait = waitMillisMin << Math.min(retries, 20);
        wait = Math.min(wait, waitMillisMax);
        long jitter = Long.remainderUnsigned(environment.nextRandom(), wait / 5 + 1);
        retries++;
        environment.sleep(wait + jitter);
    }
}
