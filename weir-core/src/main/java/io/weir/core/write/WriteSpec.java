package io.weir.core.write;

import io.weir.core.file.FileFormats;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.SnapshotStore;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import java.util.function.LongFunction;

/**
 * Everything a {@link TableWriter} needs of its table.
 *
 * @param schema with the options in force
 * @param schemas all schemas by id
 * @param storage where the table is
 * @param environment clock, threads, memory
 * @param formats the file formats
 * @param layout names of files
 * @param snapshots of the table
 * @param manifests of the table
 */
public record WriteSpec(
        TableSchema schema,
        LongFunction<TableSchema> schemas,
        Storage storage,
        Environment environment,
        FileFormats formats,
        TableLayout layout,
        SnapshotStore snapshots,
        ManifestStore manifests) {}
