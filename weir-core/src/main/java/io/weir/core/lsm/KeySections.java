package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Cuts files into sections whose key ranges do not touch, in key order, and each section into as
 * few runs as possible.
 *
 * <pre>
 *   [--a--]   [---c---]     [--e--]
 *      [--b--]      [-d-]              gives  {a | b}  {c | d}  {e}
 * </pre>
 */
public final class KeySections {

    private KeySections() {}

    /**
     * @param keys orders serialised keys
     * @return sections; each is runs; each run is files in key order that do not overlap
     */
    public static List<List<List<DataFile>>> of(List<DataFile> files, Comparator<byte[]> keys) {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort(
                Comparator.comparing(DataFile::minKey, keys).thenComparing(DataFile::maxKey, keys));
        List<List<List<DataFile>>> sections = new ArrayList<>();
        List<DataFile> section = new ArrayList<>();
        byte[] bound = null;
        for (DataFile file : sorted) {
            if (bound != null && keys.compare(file.minKey(), bound) > 0) {
                sections.add(runs(section, keys));
                section = new ArrayList<>();
                bound = null;
            }
            section.add(file);
            if (bound == null || keys.compare(file.maxKey(), bound) > 0) {
                bound = file.maxKey();
            }
        }
        if (!section.isEmpty()) {
            sections.add(runs(section, keys));
        }
        return sections;
    }

    /** Puts each file behind the run that ends first, if it ends before the file starts. */
    private static List<List<DataFile>> runs(List<DataFile> sorted, Comparator<byte[]> keys) {
        PriorityQueue<List<DataFile>> byEnd =
                new PriorityQueue<>(
                        Comparator.comparing(run -> run.get(run.size() - 1).maxKey(), keys));
        for (DataFile file : sorted) {
            List<DataFile> run = byEnd.peek();
            if (run != null && keys.compare(file.minKey(), run.get(run.size() - 1).maxKey()) > 0) {
                byEnd.remove();
            } else {
                run = new ArrayList<>();
            }
            run.add(file);
            byEnd.add(run);
        }
        return new ArrayList<>(byEnd);
    }
}
