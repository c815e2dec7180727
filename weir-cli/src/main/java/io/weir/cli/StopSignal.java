package io.weir.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end in order when the process is told to end, by Ctrl-C or otherwise: asks it to stop
 * and holds the end of the process back until it has.
 */
final class StopSignal implements AutoCloseable {

    private static final long ASK_AGAIN_MILLIS = 50;
    private static final long WAIT_MILLIS_MAX = 20_000;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable stop;
    private final String late;
    private volatile boolean given;

    private StopSignal(Runnable stop, String late) {
        this.stop = stop;
        this.late = late;
    }

    /**
     * Listens until it is closed, which says that the work is done.
     *
     * @param stop asks the work to end; called again and again until it has
     * @param late what to say on standard error when it did not end in time
     */
    static StopSignal on(Runnable stop, String late) {
        StopSignal signal = new StopSignal(stop, late);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stopAndWait, "weir-stop"));
        return signal;
    }

    /** Whether the process was told to end. */
    boolean given() {
        return given;
    }

    private void stopAndWait() {
        if (done.getCount() == 0) {
            // The work ended long since, and what it used is closed.
            return;
        }
        given = true;
        try {
            for (long waited = 0; waited < WAIT_MILLIS_MAX; waited += ASK_AGAIN_MILLIS) {
                stop.run();
                if (done.await(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            System.err.println("weir: " + late);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
