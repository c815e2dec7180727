package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.type.RowType;
import java.util.TreeMap;
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
                    .type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        new TreeMap<>(source.scan().snapshots().tags())
                .forEach(
                        (name, tagged) ->
                                rows.add(
                                        name,
                                        tagged.id(),
                                        tagged.schemaId(),
                                        SystemText.localTime(tagged.timeMillis(), source),
                                        tagged.totalRecordCount()));
    }
}
