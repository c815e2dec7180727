package io.weir.core.append;

import io.weir.core.meta.DataFile;
import io.weir.option.CompactionOptions;
import io.weir.option.Options;
import io.weir.option.ScanOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which small files of an append table are worth joining (behaviour section 5.10). Pure choice:
 * nothing is read.
 *
 * <p>In one respect the choice is stricter than it need be: a file larger than all others of a
 * group together is left out of it. So a row is rewritten a logarithmic number of times, however
 * small the commits are.
 *
 * @param targetSizeBytes size at which a file is full
 * @param smallSizeBytes below this a file is small
 * @param filesMin files that are worth joining although they do not make a full file
 * @param openCostBytes what a file weighs beside its size
 */
public record AppendCompaction(
        long targetSizeBytes, long smallSizeBytes, int filesMin, long openCostBytes) {

    private static final int FULL_FILES_MIN = 3;

    /**
     * The rules of a table.
     *
     * @param targetSizeBytes size at which a file is full
     */
    public static AppendCompaction of(Options options, long targetSizeBytes) {
        double ratio = options.get(CompactionOptions.SMALL_FILE_RATIO);
        return new AppendCompaction(
                targetSizeBytes,
                (long) (targetSizeBytes * ratio),
                Math.max(2, options.get(CompactionOptions.FILES_MIN)),
                options.get(ScanOptions.SPLIT_OPEN_FILE_COST));
    }

    /**
     * Groups of files of a partition without buckets, whose rows have no order.
     *
     * @param full join whatever small files there are
     * @return groups of at least two files, each to be joined into one or a few
     */
    public List<List<DataFile>> pack(List<DataFile> files, boolean full) {
        List<DataFile> candidates = new ArrayList<>();
        for (DataFile file : files) {
            if (file.sizeBytes() < smallSizeBytes) {
                candidates.add(file);
            }
        }
        candidates.sort(
                Comparator.comparingLong(DataFile::sizeBytes).thenComparing(DataFile::fileName));
        List<List<DataFile>> packs = new ArrayList<>();
        List<DataFile> pack = new ArrayList<>();
        long weight = 0;
        for (DataFile file : candidates) {
            pack.add(file);
            weight += file.sizeBytes() + openCostBytes;
            if (pack.size() > 1 && weight >= 2 * targetSizeBytes) {
                packs.add(pack);
                pack = new ArrayList<>();
                weight = 0;
            }
        }
        if (!full) {
            dropDominant(pack);
        }
        if (pack.size() >= (full ? 2 : filesMin)) {
            packs.add(pack);
        }
        return packs;
    }

    /** Takes files off the end, where the largest are, that outweigh all before them. */
    private static void dropDominant(List<DataFile> ascending) {
        long rest = sizeOf(ascending);
        while (!ascending.isEmpty()) {
            DataFile largest = ascending.get(ascending.size() - 1);
            rest -= largest.sizeBytes();
            if (largest.sizeBytes() <= rest) {
                return;
            }
            ascending.remove(ascending.size() - 1);
        }
    }

    /**
     * The files of a bucket to join while their order is kept: the oldest {@link #filesMin} that
     * lie together and do not fill two files.
     *
     * @param files of the bucket, oldest first
     * @param full join all from the first that is not full on, if the small ones outnumber the full
     *     ones
     * @return neighbours, oldest first; empty if there is nothing to do
     */
    public List<DataFile> pickInOrder(List<DataFile> files, boolean full) {
        if (full) {
            return pickFull(files);
        }
        for (int start = 0; start + filesMin <= files.size(); start++) {
            List<DataFile> window = files.subList(start, start + filesMin);
            long size = sizeOf(window);
            long beforeLast = size - window.get(filesMin - 1).sizeBytes();
            if (beforeLast < 2 * targetSizeBytes && !hasDominant(window, size)) {
                return List.copyOf(window);
            }
        }
        return List.of();
    }

    private static boolean hasDominant(List<DataFile> window, long size) {
        for (DataFile file : window) {
            if (file.sizeBytes() > size - file.sizeBytes()) {
                return true;
            }
        }
        return false;
    }

    private List<DataFile> pickFull(List<DataFile> files) {
        int start = 0;
        while (start < files.size() && files.get(start).sizeBytes() >= targetSizeBytes) {
            start++;
        }
        List<DataFile> rest = files.subList(start, files.size());
        int small = 0;
        for (DataFile file : rest) {
            small += file.sizeBytes() < targetSizeBytes ? 1 : 0;
        }
        boolean worth = small > rest.size() - small && rest.size() >= FULL_FILES_MIN;
        return worth ? List.copyOf(rest) : List.of();
    }

    private static long sizeOf(List<DataFile> files) {
        long size = 0;
        for (DataFile file : files) {
            size += file.sizeBytes();
        }
        return size;
    }
}
