package io.weir.core.append;

import io.weir.core.file.BucketPlace;
import io.weir.core.file.DataFileWriter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.WriterSpecs;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.error.ExistenceException;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.table.BatchReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Joins groups of files, each group into one file or a few. Runs on a thread of its own; {@link
 * #cancel} may come from another.
 */
final class JoinTask implements Callable<JoinTask.Joined> {

    /**
     * What was done.
     *
     * @param before files that were joined
     * @param after files that take their place
     * @param missing files that were gone when they were to be read; their group was left alone
     */
    record Joined(List<DataFile> before, List<DataFile> after, List<DataFile> missing) {}

    private final BucketPlace place;
    private final WriterSpecs specs;
    private final DataFiles reader;
    private final List<List<DataFile>> groups;
    private volatile boolean cancelled;

    JoinTask(BucketPlace place, WriterSpecs specs, DataFiles reader, List<List<DataFile>> groups) {
        this.place = place;
        this.specs = specs;
        this.reader = reader;
        this.groups = groups;
    }

    /** Makes the task end soon and leave no files. */
    void cancel() {
        cancelled = true;
    }

    @Override
    public Joined call() {
        List<DataFile> before = new ArrayList<>();
        List<DataFile> after = new ArrayList<>();
        List<DataFile> missing = new ArrayList<>();
        try {
            for (List<DataFile> group : groups) {
                DataFile gone = firstMissing(group);
                if (gone == null && !cancelled) {
                    try {
                        after.addAll(join(group));
                        before.addAll(group);
                    } catch (ExistenceException e) {
                        gone = firstMissing(group);
                        if (gone == null) {
                            throw e;
                        }
                    }
                }
                if (gone != null) {
                    missing.add(gone);
                }
            }
        } catch (RuntimeException | Error e) {
            deleteAfter(after, e);
            throw e;
        }
        if (cancelled) {
            specs.storage().delete(locations(after));
            return new Joined(List.of(), List.of(), List.of());
        }
        return new Joined(before, after, missing);
    }

    /**
     * Another writer may have joined a file already and expiry may have removed it: then the group
     * is outdated.
     */
    private @Nullable DataFile firstMissing(List<DataFile> group) {
        for (DataFile file : group) {
            if (specs.storage().status(place.locate(file)).isEmpty()) {
                return file;
            }
        }
        return null;
    }

    private List<DataFile> join(List<DataFile> group) {
        long sequence = group.get(0).minSequence();
        try (DataFileWriter writer =
                new DataFileWriter(specs.data(place, 0, DataFile.SOURCE_COMPACT))) {
            for (DataFile file : group) {
                try (BatchReader rows =
                        reader.openRows(place, file, specs.schema().rowType(), null)) {
                    Batch batch = rows.next();
                    while (batch != null && !cancelled) {
                        writer.write(batch, sequence);
                        sequence += batch.rowCount();
                        batch = rows.next();
                    }
                }
            }
            if (cancelled) {
                writer.abort();
                return List.of();
            }
            return writer.finish();
        }
    }

    private List<Location> locations(List<DataFile> files) {
        return files.stream().map(place::locate).toList();
    }

    private void deleteAfter(List<DataFile> files, Throwable cause) {
        try {
            specs.storage().delete(locations(files));
        } catch (WeirException e) {
            cause.addSuppressed(e);
        }
    }
}
