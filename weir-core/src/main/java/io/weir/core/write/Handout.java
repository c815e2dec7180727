package io.weir.core.write;

import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a bucket's writer handed out with one prepare and has not been seen in the table yet.
 *
 * <p>A file on a level is one key here: an upgrade removes one key and adds another.
 */
final class Handout {

    private final long prepare;
    private final BucketChanges changes;
    private final List<DataFile> newFiles;
    private final Set<String> added = new HashSet<>();
    private final Set<String> removed = new HashSet<>();

    Handout(long prepare, BucketChanges changes) {
        this.prepare = prepare;
        this.changes = changes;
        this.newFiles = new ArrayList<>(changes.newFiles());
        changes.newFiles().forEach(file -> added.add(key(file)));
        changes.compactAfter().forEach(file -> added.add(key(file)));
        changes.deletedFiles().forEach(file -> removed.add(key(file)));
        changes.compactBefore().forEach(file -> removed.add(key(file)));
    }

    static String key(DataFile file) {
        return file.level() + "/" + file.fileName();
    }

    long prepare() {
        return prepare;
    }

    /** All that was handed out, seen by now or not. */
    BucketChanges changes() {
        return changes;
    }

    /** Whether the file is one of this handout's; it counts as seen from now on. */
    boolean confirm(boolean add, DataFile file) {
        String key = key(file);
        if (add && added.remove(key)) {
            newFiles.removeIf(each -> key(each).equals(key));
            return true;
        }
        return !add && removed.remove(key);
    }

    /** Everything of it was seen in the table. */
    boolean isConfirmed() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** New files of it that are not in the table yet, as far as was seen. */
    List<DataFile> unseenFiles() {
        return newFiles;
    }
}
