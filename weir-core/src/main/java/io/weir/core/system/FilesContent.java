package io.weir.core.system;

import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.scan.LiveFiles;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** {@code $files}: the live data files of the chosen snapshot. */
final class FilesContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .text("partition")
                    .integer("bucket!")
                    .text("file_path!")
                    .text("file_format!")
                    .bigint("schema_id!")
                    .integer("level!")
                    .bigint("record_count!")
                    .bigint("file_size_in_bytes!")
                    .text("min_key")
                    .text("max_key")
                    .text("null_value_counts!")
                    .text("min_value_stats!")
                    .text("max_value_stats!")
                    .bigint("min_sequence_number")
                    .bigint("max_sequence_number")
                    .time("creation_time")
                    .bigint("deleteRowCount")
                    .text("file_source")
                    .bigint("first_row_id")
                    .texts("write_cols")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        if (snapshot == null) {
            return;
        }
        for (ManifestEntry entry : LiveFiles.of(source.scan(), snapshot).files()) {
            add(source, entry, rows);
        }
    }

    private static void add(SystemSource source, ManifestEntry entry, RowSink rows) {
        DataFile file = entry.file();
        TableSchema schema = source.table().schema();
        TableSchema written = source.scan().schemas().schema(file.schemaId());
        RowType keyType = written.rowType().project(written.trimmedPrimaryKeys());
        boolean keyed = schema.hasPrimaryKey();
        StatsText stats = StatsText.of(file, written, schema, source.scan().environment().zone());
        rows.add(
                SystemText.partition(entry.partition(), schema.partitionType(), source),
                entry.bucket(),
                source.scan().layout().dataFile(entry.partition(), entry.bucket(), file).toString(),
                file.fileName().substring(file.fileName().lastIndexOf('.') + 1),
                file.schemaId(),
                file.level(),
                file.rowCount(),
                file.sizeBytes(),
                keyed ? SystemText.key(file.minKey(), keyType) : null,
                keyed ? SystemText.key(file.maxKey(), keyType) : null,
                stats.nullCounts(),
                stats.minValues(),
                stats.maxValues(),
                file.minSequence(),
                file.maxSequence(),
                SystemText.wallTime(file.creationMillis()),
                file.deleteRowCount(),
                source(file.fileSource()),
                file.firstRowId(),
                file.writeColumns());
    }

    private static @Nullable String source(@Nullable Integer code) {
        if (code == null) {
            return null;
        }
        return code == DataFile.SOURCE_APPEND ? "APPEND" : "COMPACT";
    }
}
