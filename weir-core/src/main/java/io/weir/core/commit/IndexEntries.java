package io.weir.core.commit;

import io.weir.core.meta.IndexFile;
import io.weir.error.CommitConflictException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a commit's index changes combine with the index files there are (format section 9.4).
 *
 * <p>Hash indexes, and deletion vectors of tables with buckets, are one a (partition, bucket,
 * type): deletes first, then adds replace. Everything else goes by file name and must fit exactly.
 *
 * <p>A hash index is made from the one it replaces, and the change names both. If the table has
 * another one by now, a second writer gave buckets to new keys, and one key could end up in two
 * buckets: that is a conflict.
 */
final class IndexEntries {

    /** What happened and what to do; follows the place. */
    static final String ONE_JOB =
            "another job gave buckets to keys. Write these rows again on the table as it is now. To"
                    + " be written by several jobs at the same time, a table needs a fixed number of"
                    + " buckets ('bucket' = 1 or more)";

    private IndexEntries() {}

    private record BucketKey(ByteBuffer partition, int bucket, String type) {}

    /**
     * The index files after a commit, all of them ADD.
     *
     * @param bucketed whether the table has buckets
     */
    static List<IndexFile> combine(
            List<IndexFile> existing, List<IndexFile> changes, boolean bucketed) {
        Map<Object, IndexFile> files = new LinkedHashMap<>();
        for (IndexFile file : existing) {
            files.put(key(file, bucketed), file);
        }
        for (IndexFile change : changes) {
            if (!change.added() && !isHash(change)) {
                remove(files, change, bucketed);
            }
        }
        for (IndexFile change : changes) {
            if (change.added()) {
                add(files, change, bucketed);
            } else if (isHash(change)) {
                remove(files, change, bucketed);
            }
        }
        return new ArrayList<>(files.values());
    }

    private static boolean isHash(IndexFile file) {
        return file.type().equals(IndexFile.HASH);
    }

    private static void remove(Map<Object, IndexFile> files, IndexFile change, boolean bucketed) {
        Object key = key(change, bucketed);
        IndexFile before = files.remove(key);
        if (isHash(change) && before != null && !before.fileName().equals(change.fileName())) {
            throw twoAssigners(before);
        }
        if (before == null && (isHash(change) || key instanceof String)) {
            throw new CommitConflictException(
                    "index file " + change.fileName() + " to remove is not in the table");
        }
    }

    private static void add(Map<Object, IndexFile> files, IndexFile change, boolean bucketed) {
        Object key = key(change, bucketed);
        IndexFile before = files.put(key, change);
        if (before != null && isHash(change)) {
            throw twoAssigners(before);
        }
        if (before != null && key instanceof String) {
            throw new CommitConflictException(
                    "index file " + change.fileName() + " is in the table already");
        }
    }

    private static CommitConflictException twoAssigners(IndexFile found) {
        return new CommitConflictException(
                "bucket "
                        + found.bucket()
                        + " has hash index "
                        + found.fileName()
                        + ", which this writer did not know: "
                        + ONE_JOB);
    }

    private static Object key(IndexFile file, boolean bucketed) {
        boolean perBucket =
                file.type().equals(IndexFile.HASH)
                        || (file.type().equals(IndexFile.DELETION_VECTORS) && bucketed);
        return perBucket
                ? new BucketKey(ByteBuffer.wrap(file.partition()), file.bucket(), file.type())
                : file.fileName();
    }
}
