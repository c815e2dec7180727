package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.type.RowType;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code $options}: the options that were set, by key. */
final class OptionsContent implements SystemTables.Content {

    static final RowType TYPE = SystemColumns.of().text("key!").text("value!").type();

    @Override
    public void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows) {
        new TreeMap<>(source.table().schema().options())
                .forEach((key, value) -> rows.add(key, value));
    }
}
