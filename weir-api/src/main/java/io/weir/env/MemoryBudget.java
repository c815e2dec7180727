package io.weir.env;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that many buffers share. Bytes are asked for before they are used. Safe for
 * many threads.
 */
public final class MemoryBudget {

    private final long bytesMax;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes bytes if there are that many left; false changes nothing. */
    public boolean tryReserve(long bytes) {
        while (true) {
            long now = used.get();
            if (bytes > bytesMax - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /**
     * Takes bytes even past the limit, for what cannot do without; the next {@link #tryReserve}
     * calls then fail.
     */
    public void reserve(long bytes) {
        used.addAndGet(bytes);
    }

    /** Gives bytes back. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    public long bytesMax() {
        return bytesMax;
    }

    public long bytesUsed() {
        return used.get();
    }
}
