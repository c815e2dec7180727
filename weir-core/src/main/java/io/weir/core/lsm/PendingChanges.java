package io.weir.core.lsm;

import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files a bucket writer made and replaced since it last handed out its changes. */
final class PendingChanges {

    private final BucketFiles files;
    private final List<DataFile> newFiles = new ArrayList<>();
    private final List<DataFile> changelogFiles = new ArrayList<>();
    private final Map<String, DataFile> before = new LinkedHashMap<>();
    private final Map<String, DataFile> after = new LinkedHashMap<>();

    PendingChanges(BucketFiles files) {
        this.files = files;
    }

    void added(List<DataFile> dataFiles, List<DataFile> changelog) {
        newFiles.addAll(dataFiles);
        changelogFiles.addAll(changelog);
    }

    /**
     * Adds a compaction. What an earlier one made and nobody has seen yet is not mentioned any
     * more, and deleted unless it is the same file as one that came from elsewhere: moved up only.
     */
    void compacted(CompactionResult result) {
        Set<String> kept = new HashSet<>();
        result.after().forEach(file -> kept.add(file.fileName()));
        for (DataFile file : result.before()) {
            String name = file.fileName();
            if (after.remove(name) == null) {
                before.put(name, file);
            } else if (!before.containsKey(name) && !kept.contains(name)) {
                files.delete(file);
            }
        }
        for (DataFile file : result.after()) {
            after.put(file.fileName(), file);
        }
    }

    boolean isEmpty() {
        return newFiles.isEmpty()
                && changelogFiles.isEmpty()
                && before.isEmpty()
                && after.isEmpty();
    }

    /** All changes; none are left afterwards. */
    BucketChanges handOut(byte[] partition, int bucket, int totalBuckets) {
        BucketChanges changes =
                new BucketChanges(
                        partition,
                        bucket,
                        totalBuckets,
                        newFiles,
                        List.of(),
                        changelogFiles,
                        List.copyOf(before.values()),
                        List.copyOf(after.values()),
                        List.of(),
                        List.of());
        clear();
        return changes;
    }

    private void clear() {
        newFiles.clear();
        changelogFiles.clear();
        before.clear();
        after.clear();
    }

    /** Deletes every file that was made and not handed out. */
    void discard() {
        Map<String, DataFile> made = new LinkedHashMap<>();
        newFiles.forEach(file -> made.put(file.fileName(), file));
        changelogFiles.forEach(file -> made.put(file.fileName(), file));
        after.values().stream()
                .filter(file -> !before.containsKey(file.fileName()))
                .forEach(file -> made.put(file.fileName(), file));
        clear();
        made.values().forEach(files::delete);
    }
}
