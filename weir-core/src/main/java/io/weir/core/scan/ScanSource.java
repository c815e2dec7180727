package io.weir.core.scan;

import io.weir.core.file.DataFiles;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SchemaStore;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.table.TableSchema;

/**
 * What a scan of one table works with.
 *
 * @param schema the table as the query sees it, with the options in force
 * @param layout where its files are
 * @param schemas its schema versions
 * @param snapshots its history
 * @param manifests what is in a snapshot
 * @param dataFiles opens its data files in {@code schema}
 * @param environment clock and threads
 */
public record ScanSource(
        TableSchema schema,
        TableLayout layout,
        SchemaStore schemas,
        SnapshotStore snapshots,
        ManifestStore manifests,
        DataFiles dataFiles,
        Environment environment) {

    Options options() {
        return schema.tableOptions();
    }

    SnapshotSelection selection() {
        return new SnapshotSelection(snapshots, options(), environment.zone());
    }
}
