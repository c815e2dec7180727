package io.weir.core.commit;

import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;

/**
 * Everything a {@link TableCommitter} needs of its table.
 *
 * @param schema with the options in force
 * @param storage where the table is
 * @param environment clock and randomness
 * @param layout names of files
 * @param schemas for the latest schema id
 * @param snapshots of the table
 * @param manifests of the table
 * @param afterCommit told after each commit that made a snapshot, for expiry; must not throw and
 *     not take long
 */
public record CommitSpec(
        TableSchema schema,
        Storage storage,
        Environment environment,
        TableLayout layout,
        SchemaStore schemas,
        SnapshotStore snapshots,
        ManifestStore manifests,
        Runnable afterCommit) {}
