package io.weir.core.meta;

import io.weir.table.Snapshot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot file (format section 3.1). Optional keys are null when absent. */
public record SnapshotMeta(
        int version,
        long id,
        long schemaId,
        String baseManifestList,
        @Nullable Long baseManifestListSize,
        String deltaManifestList,
        @Nullable Long deltaManifestListSize,
        @Nullable String changelogManifestList,
        @Nullable Long changelogManifestListSize,
        @Nullable String indexManifest,
        String commitUser,
        long commitIdentifier,
        Snapshot.Kind commitKind,
        long timeMillis,
        @Nullable Long totalRecordCount,
        @Nullable Long deltaRecordCount,
        @Nullable Long changelogRecordCount,
        @Nullable Long watermark,
        @Nullable String statistics,
        Map<String, String> properties,
        @Nullable Long nextRowId) {

    public SnapshotMeta {
        properties = Map.copyOf(properties);
    }

    /** As users of the table see it. */
    public Snapshot toSnapshot() {
        return new Snapshot(
                id,
                schemaId,
                commitKind,
                commitUser,
                commitIdentifier,
                timeMillis,
                totalRecordCount == null ? -1 : totalRecordCount,
                deltaRecordCount == null ? -1 : deltaRecordCount,
                changelogRecordCount,
                watermark,
                properties);
    }
}
