package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.error.ExistenceException;
import io.weir.table.Table;
import io.weir.type.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system tables there are. */
public final class SystemTables {

    /** One system table: its name behind {@code $}, its columns, and what fills them. */
    record Definition(String name, RowType type, Content content) {}

    /** Fills a system table. */
    interface Content {
        /**
         * @param snapshot the one chosen by the options, null when the table has none
         */
        void fill(SystemSource source, @Nullable SnapshotMeta snapshot, RowSink rows);
    }

    private static final List<Definition> ALL =
            List.of(
                    new Definition("snapshots", SnapshotsContent.TYPE, new SnapshotsContent()),
                    new Definition("schemas", SchemasContent.TYPE, new SchemasContent()),
                    new Definition("options", OptionsContent.TYPE, new OptionsContent()),
                    new Definition("tags", TagsContent.TYPE, new TagsContent()),
                    new Definition("manifests", ManifestsContent.TYPE, new ManifestsContent()),
                    new Definition("files", FilesContent.TYPE, new FilesContent()),
                    new Definition("partitions", PartitionsContent.TYPE, new PartitionsContent()),
                    new Definition("buckets", BucketsContent.TYPE, new BucketsContent()));

    private SystemTables() {}

    /** Their names, without {@code $}. */
    public static List<String> names() {
        return ALL.stream().map(Definition::name).toList();
    }

    /**
     * Opens a system table.
     *
     * @throws ExistenceException there is none of that name
     */
    public static Table open(SystemSource source, String name) {
        for (Definition definition : ALL) {
            if (definition.name().equals(name)) {
                return new SystemTable(source, definition);
            }
        }
        throw ExistenceException.notFound(
                "system table "
                        + source.table().identifier()
                        + "$"
                        + name
                        + " does not exist; there are "
                        + names());
    }
}
