package io.weir.core.system;

import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SimpleStats;
import io.weir.core.meta.SnapshotMeta;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code $manifests}: the manifests of the chosen snapshot, those of its changelog last. */
final class ManifestsContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .text("file_name!")
                    .bigint("file_size!")
                    .bigint("num_added_files!")
                    .bigint("num_deleted_files!")
                    .bigint("schema_id!")
                    .text("min_partition_stats")
                    .text("max_partition_stats")
                    .bigint("min_row_id")
                    .bigint("max_row_id")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        if (snapshot == null) {
            return;
        }
        RowType partitionType = source.table().schema().partitionType();
        ManifestStore store = source.scan().manifests();
        List<ManifestFile> manifests = new ArrayList<>(store.manifests(snapshot));
        manifests.addAll(store.changelogManifests(snapshot));
        for (ManifestFile manifest : manifests) {
            SimpleStats stats = manifest.partitionStats();
            rows.add(
                    manifest.fileName(),
                    manifest.sizeBytes(),
                    manifest.addedFiles(),
                    manifest.deletedFiles(),
                    manifest.schemaId(),
                    SystemText.partition(stats.minValues(), partitionType, source),
                    SystemText.partition(stats.maxValues(), partitionType, source),
                    manifest.minRowId(),
                    manifest.maxRowId());
        }
    }
}
