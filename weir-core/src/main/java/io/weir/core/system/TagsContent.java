package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.Tag;
import io.weir.type.RowType;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** {@code $tags}: named snapshots, by name. */
final class TagsContent implements SystemTables.Content {

    static final RowType TYPE =
            SystemColumns.of()
                    .text("tag_name!")
                    .bigint("snapshot_id!")
                    .bigint("schema_id!")
                    .time("commit_time!")
                    .bigint("record_count")
                    .time("create_time")
                    .text("time_retained")
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        source.scan().snapshots().tagFiles().forEach((name, tag) -> add(source, name, tag, rows));
    }

    private static void add(SystemSource source, String name, Tag tag, RowSink rows) {
        SnapshotMeta tagged = tag.snapshot();
        LocalDateTime created = tag.createTime();
        rows.add(
                name,
                tagged.id(),
                tagged.schemaId(),
                SystemText.localTime(tagged.timeMillis(), source),
                tagged.totalRecordCount(),
                created == null ? null : created.truncatedTo(ChronoUnit.MILLIS),
                tag.timeRetained() == null ? null : tag.timeRetained().toString());
    }
}
