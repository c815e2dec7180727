package io.weir.cdc;

import java.util.HashSet;
import java.util.Set;

/**
 * The transactions taken from the log that a reader of the source may not see yet: one is in the
 * log a little before readers see its effects, longer when its end waits for a standby. Safe for
 * use by many threads.
 */
final class RecentTransactions {

    private final Set<Long> xids = new HashSet<>();

    /** Takes note of one before its first change is taken. */
    synchronized void add(long xid) {
        xids.add(xid);
    }

    /** Forgets those that readers see from now on. */
    synchronized void forget(XidSnapshot seen) {
        xids.removeIf(seen::sees);
    }

    /**
     * Does something if a reader saw all of them, before another one comes.
     *
     * @return whether it was done
     */
    synchronized boolean whenAllSeen(XidSnapshot reader, Runnable action) {
        for (long xid : xids) {
            if (!reader.sees(xid)) {
                return false;
            }
        }
        action.run();
        return true;
    }
}
