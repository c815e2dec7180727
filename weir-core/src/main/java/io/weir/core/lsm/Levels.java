package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a bucket by level.
 *
 * <pre>
 * level 0   [--f9--]  [---f8------]   [--f7--]     a run each, newest first, may overlap
 * level 4   [f2][--f3--][-f4-]                      one run
 * level 5   [------f0------][------f1-------]       one run, the top
 * </pre>
 *
 * <p>Not safe for many threads.
 */
final class Levels {

    private static final Comparator<DataFile> NEWEST_FIRST =
            Comparator.comparingLong(DataFile::maxSequence)
                    .thenComparingLong(DataFile::minSequence)
                    .reversed()
                    .thenComparing(DataFile::fileName);

    private final Comparator<DataFile> keyOrder;
    private final List<List<DataFile>> files = new ArrayList<>();

    /**
     * @param keys orders serialised keys
     * @param levelCount levels there are at least; there are more if the files say so
     */
    Levels(Comparator<byte[]> keys, int levelCount, Collection<DataFile> existing) {
        this.keyOrder = Comparator.comparing(DataFile::minKey, keys);
        int count = levelCount;
        for (DataFile file : existing) {
            count = Math.max(count, file.level() + 1);
        }
        for (int level = 0; level < count; level++) {
            files.add(new ArrayList<>());
        }
        addAll(existing);
    }

    /** Level numbers go from 0 to one less. */
    int levelCount() {
        return files.size();
    }

    void addAll(Collection<DataFile> added) {
        for (DataFile file : added) {
            files.get(file.level()).add(file);
        }
        files.get(0).sort(NEWEST_FIRST);
        for (int level = 1; level < files.size(); level++) {
            files.get(level).sort(keyOrder);
        }
    }

    /** Takes files out and puts others in, as a compaction does. */
    void replace(Collection<DataFile> before, Collection<DataFile> after) {
        Set<String> gone = new HashSet<>();
        for (DataFile file : before) {
            gone.add(file.fileName());
        }
        for (List<DataFile> level : files) {
            level.removeIf(file -> gone.contains(file.fileName()));
        }
        addAll(after);
    }

    /** Sorted runs, newest first; none is empty. */
    List<SortedRun> runs() {
        List<SortedRun> runs = new ArrayList<>(runCount());
        for (DataFile file : files.get(0)) {
            runs.add(new SortedRun(0, List.of(file)));
        }
        for (int level = 1; level < files.size(); level++) {
            if (!files.get(level).isEmpty()) {
                runs.add(new SortedRun(level, files.get(level)));
            }
        }
        return runs;
    }

    int runCount() {
        int count = files.get(0).size();
        for (int level = 1; level < files.size(); level++) {
            count += files.get(level).isEmpty() ? 0 : 1;
        }
        return count;
    }

    /** The highest level that has files; -1 when there are none. */
    int highestNonEmpty() {
        int level = files.size() - 1;
        while (level >= 0 && files.get(level).isEmpty()) {
            level--;
        }
        return level;
    }

    List<DataFile> all() {
        List<DataFile> all = new ArrayList<>();
        files.forEach(all::addAll);
        return all;
    }
}
