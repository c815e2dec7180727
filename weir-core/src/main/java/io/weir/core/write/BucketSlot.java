package io.weir.core.write;

import io.weir.core.file.BucketWriter;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of a table writer: its writer while there is one, and what was handed out but not yet
 * seen in the table.
 */
final class BucketSlot {

    private final byte[] partition;
    private final int bucket;
    private final List<Handout> handouts = new ArrayList<>();
    private @Nullable BucketWriter writer;
    private long memoryBytes;
    private long lastWrite;
    private long openedAt;
    private boolean stale;
    private boolean compacts;

    BucketSlot(byte[] partition, int bucket) {
        this.partition = partition;
        this.bucket = bucket;
    }

    byte[] partition() {
        return partition;
    }

    int bucket() {
        return bucket;
    }

    @Nullable BucketWriter writer() {
        return writer;
    }

    /**
     * @param snapshot whose files the writer knows
     * @param mayCompact whether the writer was opened as one that compacts
     */
    void opened(BucketWriter newWriter, long snapshot, boolean mayCompact) {
        writer = newWriter;
        openedAt = snapshot;
        compacts = mayCompact;
        stale = false;
    }

    /** Closes the writer; the slot stays. */
    void close() {
        BucketWriter old = writer;
        writer = null;
        memoryBytes = 0;
        stale = false;
        if (old != null) {
            old.close();
        }
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** Asks the writer for its memory and gives the change since the last time. */
    long measure() {
        long before = memoryBytes;
        memoryBytes = writer == null ? 0 : writer.memoryBytes();
        return memoryBytes - before;
    }

    /** How many prepares there were when rows were last written. */
    long lastWrite() {
        return lastWrite;
    }

    void wrote(long prepares) {
        lastWrite = prepares;
    }

    /** The writer knows other files than the table has: it must be opened anew. */
    boolean isStale() {
        return stale;
    }

    boolean compacts() {
        return compacts;
    }

    /** Its view may be wrong, nobody knows: it is taken as stale. */
    void doubt() {
        stale = true;
    }

    void handOut(long prepare, BucketChanges changes) {
        handouts.add(new Handout(prepare, changes));
    }

    boolean hasHandouts() {
        return !handouts.isEmpty();
    }

    /** What was handed out and is not in the table as far as is known, oldest first. */
    List<Handout> handouts() {
        return handouts;
    }

    /** Files handed out that are not in the table yet. */
    List<DataFile> unseenFiles() {
        List<DataFile> files = new ArrayList<>();
        handouts.forEach(handout -> files.addAll(handout.unseenFiles()));
        return files;
    }

    /**
     * Takes note of a change of the table.
     *
     * @return number of the prepare it came from, or -1 if it came from elsewhere
     */
    long see(boolean add, DataFile file) {
        for (Handout handout : handouts) {
            if (handout.confirm(add, file)) {
                return handout.prepare();
            }
        }
        return -1;
    }

    /** Someone else changed the bucket. */
    void changedByOthers(long snapshot) {
        stale |= snapshot > openedAt;
    }

    /**
     * Forgets what was handed out before a prepare that is in the table. What of it was not seen by
     * now was dropped at the commit, and the writer must not go on building on it.
     */
    void settle(long committedPrepare) {
        handouts.removeIf(
                handout -> {
                    boolean past = handout.prepare() < committedPrepare;
                    stale |= past && !handout.isConfirmed();
                    return past || handout.isConfirmed();
                });
    }
}
