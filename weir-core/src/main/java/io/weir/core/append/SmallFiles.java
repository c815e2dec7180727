package io.weir.core.append;

import io.weir.core.file.BucketPlace;
import io.weir.core.file.DataFiles;
import io.weir.core.file.WriterSpecs;
import io.weir.core.meta.DataFile;
import io.weir.error.StorageFailureException;
import io.weir.storage.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The files of one bucket as its writer knows them, and their joining in the background. At most
 * one join runs.
 */
final class SmallFiles {

    /**
     * What joining did.
     *
     * @param before files that were joined
     * @param after files that take their place
     */
    record Change(List<DataFile> before, List<DataFile> after) {}

    private final BucketPlace place;
    private final WriterSpecs specs;
    private final DataFiles reader;
    private final AppendCompaction rules;
    private final boolean ordered;
    // Files of other writers of a table without buckets: only joined when asked for, others may
    // join them, too.
    private final List<DataFile> foreign = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();
    private final List<DataFile> before = new ArrayList<>();
    private final List<DataFile> after = new ArrayList<>();
    private @Nullable JoinTask task;
    private @Nullable Future<JoinTask.Joined> running;
    private boolean fullWanted;

    /**
     * @param existing live files of the bucket
     * @param ordered whether rows keep their order: true for tables with buckets
     */
    SmallFiles(
            BucketPlace place,
            WriterSpecs specs,
            DataFiles reader,
            List<DataFile> existing,
            boolean ordered) {
        this.place = place;
        this.specs = specs;
        this.reader = reader;
        this.rules = AppendCompaction.of(specs.schema().tableOptions(), specs.targetSizeBytes());
        this.ordered = ordered;
        (ordered ? files : foreign).addAll(existing);
        sort();
    }

    private void sort() {
        if (ordered) {
            files.sort(Comparator.comparingLong(DataFile::minSequence));
        }
    }

    void add(List<DataFile> written) {
        files.addAll(written);
    }

    /** Starts a join if enough small files lie together and none is running. */
    void joinAutomatically() {
        collect(false);
        if (running == null) {
            start(choose(files, false));
        }
    }

    /**
     * Starts a join of whatever is worth it, files of other writers included; a full one waits for
     * one that runs.
     */
    void join(boolean full) {
        collect(false);
        if (running != null) {
            fullWanted |= full;
            return;
        }
        files.addAll(foreign);
        foreign.clear();
        sort();
        start(choose(files, full));
    }

    private List<List<DataFile>> choose(List<DataFile> candidates, boolean full) {
        if (!ordered) {
            return rules.pack(candidates, full);
        }
        List<DataFile> picked = rules.pickInOrder(candidates, full);
        return picked.isEmpty() ? List.of() : List.of(picked);
    }

    private void start(List<List<DataFile>> groups) {
        if (groups.isEmpty()) {
            return;
        }
        JoinTask started = new JoinTask(place, specs, reader, groups);
        task = started;
        running =
                specs.environment()
                        .submitBackground("weir-join-" + place.directory().name(), started);
    }

    /**
     * Takes the result of a join that is done.
     *
     * @param wait for the one that runs, and for a full one that was asked for meanwhile
     */
    void collect(boolean wait) {
        Future<JoinTask.Joined> done = running;
        while (done != null && (wait || done.isDone())) {
            running = null;
            task = null;
            accept(await(done));
            if (fullWanted) {
                fullWanted = false;
                join(true);
            }
            done = running;
        }
    }

    private static JoinTask.Joined await(Future<JoinTask.Joined> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw new StorageFailureException("compaction", "interrupted while waiting", true, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void accept(JoinTask.Joined joined) {
        Set<DataFile> gone = new HashSet<>(joined.before());
        gone.addAll(joined.missing());
        files.removeIf(gone::contains);
        files.addAll(joined.after());
        sort();
        List<Location> unseen = new ArrayList<>();
        for (DataFile file : joined.before()) {
            // Made by a join nobody has seen yet: as though it had never been.
            if (after.remove(file)) {
                unseen.add(place.locate(file));
            } else {
                before.add(file);
            }
        }
        after.addAll(joined.after());
        if (!unseen.isEmpty()) {
            specs.storage().delete(unseen);
        }
    }

    Change takeChange() {
        Change change = new Change(List.copyOf(before), List.copyOf(after));
        before.clear();
        after.clear();
        return change;
    }

    boolean isIdle() {
        return running == null && before.isEmpty() && after.isEmpty();
    }

    /** Ends what runs. The files made and not handed out. */
    List<Location> abandon() {
        List<Location> unused = new ArrayList<>();
        JoinTask started = task;
        Future<JoinTask.Joined> future = running;
        task = null;
        running = null;
        fullWanted = false;
        if (started != null && future != null) {
            started.cancel();
            for (DataFile file : await(future).after()) {
                unused.add(place.locate(file));
            }
        }
        for (DataFile file : after) {
            unused.add(place.locate(file));
        }
        after.clear();
        before.clear();
        return unused;
    }
}
