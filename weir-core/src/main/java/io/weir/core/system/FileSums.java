package io.weir.core.system;

import io.weir.core.meta.DataFile;
import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotMeta;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the files of a partition or of a bucket.
 *
 * @param partition serialised row
 * @param bucket number, -1 when over all buckets of the partition
 * @param rows physical rows
 * @param bytes of the files
 * @param files how many
 * @param newestMillis greatest creation time, also of files deleted since as far as the manifests
 *     still name them; null when no file says
 */
record FileSums(
        byte[] partition,
        int bucket,
        long rows,
        long bytes,
        long files,
        @Nullable Long newestMillis) {

    private record Place(ByteBuffer partition, int bucket) {}

    /**
     * One for each partition, or bucket, that has files, in the order of first appearance. Added
     * and deleted files are summed up as they are read, none is kept.
     */
    static List<FileSums> of(ManifestStore store, SnapshotMeta snapshot, boolean byBucket) {
        Map<Place, FileSums> sums = new LinkedHashMap<>();
        for (ManifestFile manifest : store.manifests(snapshot)) {
            store.readManifest(
                    manifest,
                    EntryFilter.ALL,
                    entry -> {
                        FileSums one = of(entry, byBucket ? entry.bucket() : -1);
                        Place place = new Place(ByteBuffer.wrap(one.partition), one.bucket);
                        sums.merge(place, one, FileSums::plus);
                    });
        }
        return sums.values().stream().filter(sum -> sum.files > 0).toList();
    }

    private static FileSums of(ManifestEntry entry, int bucket) {
        DataFile file = entry.file();
        int sign = entry.added() ? 1 : -1;
        return new FileSums(
                entry.partition(),
                bucket,
                sign * file.rowCount(),
                sign * file.sizeBytes(),
                sign,
                file.creationMillis());
    }

    private FileSums plus(FileSums other) {
        Long left = newestMillis;
        Long right = other.newestMillis;
        return new FileSums(
                partition,
                bucket,
                rows + other.rows,
                bytes + other.bytes,
                files + other.files,
                right != null && (left == null || right > left) ? right : left);
    }
}
