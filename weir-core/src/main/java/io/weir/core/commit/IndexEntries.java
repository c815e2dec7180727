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
 */
final class IndexEntries {

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
            if (!change.added()) {
                remove(files, change, bucketed);
            }
        }
        for (IndexFile change : changes) {
            if (change.added()) {
                Object key = key(change, bucketed);
                IndexFile before = files.put(key, change);
                if (before != null && key instanceof String) {
                    throw new CommitConflictException(
                            "index file " + change.fileName() + " is in the table already");
                }
            }
        }
        return new ArrayList<>(files.values());
    }

    private static void remove(Map<Object, IndexFile> files, IndexFile change, boolean bucketed) {
        Object key = key(change, bucketed);
        IndexFile before = files.remove(key);
        if (before == null && key instanceof String) {
            throw new CommitConflictException(
                    "index file " + change.fileName() + " to remove is not in the table");
        }
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
