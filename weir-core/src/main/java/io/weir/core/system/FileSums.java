package io.weir.core.system;

import io.weir.core.meta.ManifestEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the files of a partition or of a bucket.
 *
 * @param partition serialised row
 * @param bucket number, -1 when over all buckets of the partition
 * @param totalBuckets as the newest file says
 * @param rows physical rows
 * @param bytes of the files
 * @param files how many
 * @param newestMillis greatest creation time, null when no file says
 */
record FileSums(
        byte[] partition,
        int bucket,
        int totalBuckets,
        long rows,
        long bytes,
        long files,
        @Nullable Long newestMillis) {

    private record Place(ByteBuffer partition, int bucket) {}

    /** One for each partition, or bucket, in the order of first appearance. */
    static List<FileSums> of(List<ManifestEntry> entries, boolean byBucket) {
        Map<Place, FileSums> sums = new LinkedHashMap<>();
        for (ManifestEntry entry : entries) {
            int bucket = byBucket ? entry.bucket() : -1;
            FileSums one =
                    new FileSums(
                            entry.partition(),
                            bucket,
                            entry.totalBuckets(),
                            entry.file().rowCount(),
                            entry.file().sizeBytes(),
                            1,
                            entry.file().creationMillis());
            sums.merge(new Place(ByteBuffer.wrap(entry.partition()), bucket), one, FileSums::plus);
        }
        return new ArrayList<>(sums.values());
    }

    private FileSums plus(FileSums other) {
        Long left = newestMillis;
        Long right = other.newestMillis;
        boolean newer = right != null && (left == null || right > left);
        return new FileSums(
                partition,
                bucket,
                newer ? other.totalBuckets : totalBuckets,
                rows + other.rows,
                bytes + other.bytes,
                files + other.files,
                newer ? right : left);
    }
}
