package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** {@code $snapshots}: every snapshot there is, oldest first. */
final class SnapshotsContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .bigint("snapshot_id!")
                    .bigint("schema_id!")
                    .text("commit_user!")
                    .bigint("commit_identifier!")
                    .text("commit_kind!")
                    .time("commit_time!")
                    .text("base_manifest_list!")
                    .text("delta_manifest_list!")
                    .text("changelog_manifest_list")
                    .bigint("total_record_count")
                    .bigint("delta_record_count")
                    .bigint("changelog_record_count")
                    .bigint("watermark")
                    .bigint("next_row_id")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        for (long id : source.scan().snapshots().ids()) {
            source.scan().snapshots().snapshot(id).ifPresent(found -> add(source, found, rows));
        }
    }

    private static void add(SystemSource source, SnapshotMeta snapshot, RowSink rows) {
        rows.add(
                snapshot.id(),
                snapshot.schemaId(),
                snapshot.commitUser(),
                snapshot.commitIdentifier(),
                snapshot.commitKind().name(),
                SystemText.localTime(snapshot.timeMillis(), source),
                snapshot.baseManifestList(),
                snapshot.deltaManifestList(),
                snapshot.changelogManifestList(),
                snapshot.totalRecordCount(),
                snapshot.deltaRecordCount(),
                snapshot.changelogRecordCount(),
                snapshot.watermark(),
                snapshot.nextRowId());
    }
}
