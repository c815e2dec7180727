package io.weir.cdc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in the source's log a table's snapshot stands, as its snapshot properties keep it.
 *
 * <p>The log is cut at ends of transactions. Cut k is named by {@code end}, the place behind its
 * last transaction; these only grow. A table without changes since the last cut makes no commit for
 * it, so tables may name older cuts. When the first table commits cut k, cut k-1 is complete in all
 * tables: {@code resume}, the end of cut k-1, is where a restarted job begins to read, taken from
 * the table with the greatest cut. Transactions that end at or before a table's cut are in that
 * table already and are passed over.
 *
 * <p>A table whose rows were read as a whole stands ahead of its cut: it holds every transaction
 * that the reader saw. {@code read} says which; they are passed over too.
 *
 * <p>A table that is not followed for a time, because it is left out or is to be read anew, is
 * marked as {@code behind} before the others go on. Then the log alone cannot bring it up to date
 * any more.
 *
 * @param end place behind the last transaction of the cut
 * @param resume end of the cut before
 * @param read what the last reading of all rows saw; null once the cut is past it
 * @param shape of the source table, to see what was done to it
 * @param behind whether changes after the cut may be missing, so that all rows must be read
 */
record Position(long end, long resume, @Nullable Reading read, TableShape shape, boolean behind) {

    private static final String END = "weir.cdc.end";
    private static final String RESUME = "weir.cdc.resume";
    private static final String READ = "weir.cdc.read";
    private static final String READ_END = "weir.cdc.read-end";
    private static final String SHAPE = "weir.cdc.table";
    private static final String BEHIND = "weir.cdc.behind";

    /**
     * A reading of all rows of a table.
     *
     * @param seen transactions whose effects it found
     * @param end a place in the log that all of them end before
     */
    record Reading(XidSnapshot seen, long end) {}

    Map<String, String> toProperties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(END, String.valueOf(end));
        properties.put(RESUME, String.valueOf(resume));
        properties.put(SHAPE, shape.toJson());
        if (read != null) {
            properties.put(READ, read.seen.toString());
            properties.put(READ_END, String.valueOf(read.end));
        }
        if (behind) {
            properties.put(BEHIND, "true");
        }
        return properties;
    }

    Position asBehind() {
        return new Position(end, resume, read, shape, true);
    }

    /** The position in snapshot properties; null when there is none. */
    static @Nullable Position of(Map<String, String> properties) {
        String end = properties.get(END);
        String resume = properties.get(RESUME);
        String shape = properties.get(SHAPE);
        if (end == null || resume == null || shape == null) {
            return null;
        }
        String seen = properties.get(READ);
        String readEnd = properties.get(READ_END);
        Reading read =
                seen == null || readEnd == null
                        ? null
                        : new Reading(XidSnapshot.of(seen), Long.parseLong(readEnd));
        return new Position(
                Long.parseLong(end),
                Long.parseLong(resume),
                read,
                TableShape.ofJson(shape),
                properties.containsKey(BEHIND));
    }

    /**
     * Whether a transaction is in the table already.
     *
     * @param after end of the transaction before it
     * @param xid its number
     */
    boolean holds(long after, long xid) {
        return after < end || (read != null && after < read.end && read.seen.sees(xid));
    }
}
