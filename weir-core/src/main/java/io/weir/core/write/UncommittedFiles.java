package io.weir.core.write;

import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.TableLayout;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files that exist only because of a commit message, and go when it is given up. */
public final class UncommittedFiles {

    private UncommittedFiles() {}

    /** Deletes everything the changes brought. */
    public static void delete(
            Storage storage, TableLayout layout, Collection<BucketChanges> changes) {
        Set<Location> files = new HashSet<>();
        for (BucketChanges each : changes) {
            addAll(files, layout, each, each.newFiles());
            addAll(files, layout, each, each.changelogFiles());
            for (IndexFile index : each.indexChanges()) {
                if (index.added()) {
                    files.add(layout.index(index));
                }
            }
            addCompaction(files, layout, each);
        }
        storage.delete(files);
    }

    /** Deletes only what the compactions in the changes brought. */
    public static void deleteCompactions(
            Storage storage, TableLayout layout, Collection<BucketChanges> changes) {
        Set<Location> files = new HashSet<>();
        changes.forEach(each -> addCompaction(files, layout, each));
        storage.delete(files);
    }

    // An upgraded file is in before and after under one name; it is no file of the compaction.
    private static void addCompaction(
            Set<Location> files, TableLayout layout, BucketChanges changes) {
        Set<String> others = new HashSet<>();
        changes.compactBefore().forEach(file -> others.add(file.fileName()));
        changes.newFiles().forEach(file -> others.add(file.fileName()));
        List<DataFile> own = new ArrayList<>(changes.compactAfter());
        own.removeIf(file -> others.contains(file.fileName()));
        addAll(files, layout, changes, own);
        addAll(files, layout, changes, changes.compactChangelog());
    }

    private static void addAll(
            Set<Location> locations,
            TableLayout layout,
            BucketChanges changes,
            List<DataFile> files) {
        for (DataFile file : files) {
            locations.addAll(layout.allFiles(changes.partition(), changes.bucket(), file));
        }
    }
}
