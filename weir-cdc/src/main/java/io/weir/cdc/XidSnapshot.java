package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import java.util.Arrays;

/**
 * Which transactions a reader of the source saw: PostgreSQL's {@code xmin:xmax:xip,...}, with
 * numbers of 64 bits.
 */
final class XidSnapshot {

    private static final long EPOCH = 1L << 32;

    private final String text;
    private final long min;
    private final long max;
    private final long[] running;

    private XidSnapshot(String text, long min, long max, long[] running) {
        this.text = text;
        this.min = min;
        this.max = max;
        this.running = running;
    }

    static XidSnapshot of(String text) {
        String[] parts = text.split(":", -1);
        try {
            long[] running =
                    parts[2].isEmpty()
                            ? new long[0]
                            : Arrays.stream(parts[2].split(","))
                                    .mapToLong(Long::parseLong)
                                    .sorted()
                                    .toArray();
            return new XidSnapshot(
                    text, Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new InvalidRequestException("'" + text + "' is no xmin:xmax:xip", e);
        }
    }

    /**
     * Whether the effects of a committed transaction were seen.
     *
     * @param xid its number as the log has it: the lower 32 bits
     */
    boolean sees(long xid) {
        long full = (max & -EPOCH) | (xid & (EPOCH - 1));
        if (full - max > EPOCH / 2) {
            full -= EPOCH;
        } else if (max - full > EPOCH / 2) {
            full += EPOCH;
        }
        return full < min || (full < max && Arrays.binarySearch(running, full) < 0);
    }

    @Override
    public String toString() {
        return text;
    }
}
