package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.scan.LiveFiles;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** {@code $partitions}: one row a partition of the chosen snapshot, with sums over its files. */
final class PartitionsContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .text("partition")
                    .bigint("record_count!")
                    .bigint("file_size_in_bytes!")
                    .bigint("file_count!")
                    .time("last_update_time")
                    .time("created_at")
                    .text("created_by")
                    .text("updated_by")
                    .text("options")
                    .integer("total_buckets!")
                    .flag("done!")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        if (snapshot == null) {
            return;
        }
        RowType partitionType = source.table().schema().partitionType();
        for (FileSums sums : FileSums.of(LiveFiles.of(source.scan(), snapshot).files(), false)) {
            rows.add(
                    SystemText.partition(sums.partition(), partitionType, source),
                    sums.rows(),
                    sums.bytes(),
                    sums.files(),
                    SystemText.wallTime(sums.newestMillis()),
                    null,
                    null,
                    null,
                    null,
                    sums.totalBuckets(),
                    false);
        }
    }
}
