package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** {@code $buckets}: one row a bucket of the chosen snapshot, with sums over its files. */
final class BucketsContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .text("partition")
                    .integer("bucket!")
                    .bigint("record_count!")
                    .bigint("file_size_in_bytes!")
                    .bigint("file_count!")
                    .time("last_update_time")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        if (snapshot == null) {
            return;
        }
        RowType partitionType = source.table().schema().partitionType();
        for (FileSums sums : FileSums.of(source.scan().manifests(), snapshot, true)) {
            rows.add(
                    SystemText.partition(sums.partition(), partitionType, source),
                    sums.bucket(),
                    sums.rows(),
                    sums.bytes(),
                    sums.files(),
                    SystemText.wallTime(sums.newestMillis()));
        }
    }
}
