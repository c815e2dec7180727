package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code $partitions}: one row a partition of the chosen snapshot, by name, with sums over its
 * files. Who made it and its options are known to catalogs on a server only.
 */
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
                    .type();

    private record Named(String name, FileSums sums) {}

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        if (snapshot == null) {
            return;
        }
        RowType partitionType = source.table().schema().partitionType();
        List<Named> partitions = new ArrayList<>();
        for (FileSums sums : FileSums.of(source.scan().manifests(), snapshot, false)) {
            partitions.add(
                    new Named(
                            SystemText.partitionName(sums.partition(), partitionType, source),
                            sums));
        }
        partitions.sort(Comparator.comparing(Named::name));
        for (Named partition : partitions) {
            FileSums sums = partition.sums();
            rows.add(
                    partition.name(),
                    sums.rows(),
                    sums.bytes(),
                    sums.files(),
                    SystemText.wallTime(sums.newestMillis()),
                    null,
                    null,
                    null,
                    null);
        }
    }
}
