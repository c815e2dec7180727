package io.weir.sql.arrow;

import io.weir.data.Batch;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the producers of a stream and whoever pulls, with its end, its failure
 * and its stop. Batches put after the stop are closed. Safe for many threads.
 */
final class Handover {

    private final ArrayDeque<EncodedBatch> waiting = new ArrayDeque<>();
    private int capacity = 1;
    private int producers;
    private boolean stopped;
    private @Nullable Throwable failure;
    private boolean @Nullable [] coded;

    synchronized void begin(int producerCount, int batchesMax) {
        producers = producerCount;
        capacity = batchesMax;
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Which columns go by code; the first batch of all decides. */
    synchronized boolean[] chooseCoded(Batch batch) {
        boolean[] chosen = coded;
        if (chosen == null) {
            chosen = BatchEncoder.chooseCoded(batch);
            coded = chosen;
            notifyAll();
        }
        return chosen;
    }

    /** Which columns go by code, once that is known; none if the stream ended without a batch. */
    synchronized boolean[] awaitCoded(int columns) {
        while (coded == null && producers > 0 && !stopped) {
            await();
        }
        boolean[] chosen = coded;
        if (chosen == null) {
            chosen = new boolean[columns];
            coded = chosen;
        }
        return chosen;
    }

    synchronized void put(EncodedBatch batch) {
        while (waiting.size() >= capacity && !stopped) {
            await();
        }
        if (stopped) {
            batch.close();
            return;
        }
        waiting.add(batch);
        notifyAll();
    }

    /** The next batch, null at the end. */
    synchronized @Nullable EncodedBatch take() throws IOException {
        while (waiting.isEmpty() && producers > 0 && !stopped && failure == null) {
            await();
        }
        Throwable problem = failure;
        if (problem != null) {
            throw new IOException(problem.getMessage(), problem);
        }
        if (stopped) {
            throw new IOException("the scan was closed");
        }
        EncodedBatch batch = waiting.poll();
        notifyAll();
        return batch;
    }

    synchronized void producerDone(@Nullable Throwable problem) {
        producers--;
        if (failure == null) {
            failure = problem;
        }
        notifyAll();
    }

    /** Lets everybody go who waits; whoever pulls gets an error. */
    synchronized void cancel() {
        stopped = true;
        notifyAll();
    }

    /** Cancels, waits until every producer has ended and drops what waits. */
    synchronized void stop() {
        cancel();
        boolean interrupted = false;
        while (producers > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting.forEach(EncodedBatch::close);
        waiting.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every caller asks for its condition again in a loop. */
    @SuppressWarnings("WaitNotInLoop")
    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
        }
    }
}
