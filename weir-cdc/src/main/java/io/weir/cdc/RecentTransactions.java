package io.weir.cdc;

/**
 * The transactions last taken from the log. One is in the log a little before readers see its
 * effects, longer when its end waits for a standby.
 */
final class RecentTransactions {

    private static final int KEPT = 4096;

    private final long[] xids = new long[KEPT];
    private int next;
    private int count;

    void add(long xid) {
        xids[next] = xid;
        next = (next + 1) % KEPT;
        count = Math.min(count + 1, KEPT);
    }

    /** Whether a reader saw all of them. */
    boolean allSeen(XidSnapshot snapshot) {
        for (int at = 0; at < count; at++) {
            if (!snapshot.sees(xids[at])) {
                return false;
            }
        }
        return true;
    }
}
