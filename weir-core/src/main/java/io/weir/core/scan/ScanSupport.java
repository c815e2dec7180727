package io.weir.core.scan;

import io.weir.core.meta.IndexFile;
import io.weir.core.meta.SnapshotMeta;
import io.weir.error.InvalidRequestException;
import io.weir.option.KnownOptions;
import io.weir.option.MergeOptions;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses what would be read wrong: features of the format and options that this engine does not
 * have.
 */
final class ScanSupport {

    private ScanSupport() {}

    /**
     * What holds for reads of a whole snapshot.
     *
     * @throws InvalidRequestException names the feature or option
     */
    static void checkRead(ScanSource source, SnapshotMeta snapshot) {
        checkBatch(source.schema());
        String indexManifest = snapshot.indexManifest();
        if (indexManifest == null) {
            return;
        }
        for (IndexFile index : source.manifests().readIndexManifest(indexManifest)) {
            if (index.type().equals(IndexFile.DELETION_VECTORS)) {
                throw new InvalidRequestException(
                        "snapshot "
                                + snapshot.id()
                                + " has deletion vectors, which cannot be read");
            }
        }
    }

    /** What holds for every batch scan of a table. */
    static void checkBatch(TableSchema schema) {
        KnownOptions.checkReadable(readOptions(schema));
    }

    /** What holds for following the changes of a table. */
    static void checkStream(TableSchema schema) {
        Map<String, String> options = readOptions(schema);
        Options typed = schema.tableOptions();
        MergeOptions.Engine engine = typed.get(MergeOptions.ENGINE);
        if (schema.hasPrimaryKey() && engine != MergeOptions.Engine.DEDUPLICATE) {
            if (typed.get(MergeOptions.CHANGELOG_PRODUCER) == MergeOptions.ChangelogProducer.NONE) {
                throw new InvalidRequestException(
                        "changes of tables with 'merge-engine' = '"
                                + spelled(engine)
                                + "' and without a changelog producer cannot be read");
            }
            // Changelog files hold what the merge made; only full reads have to merge.
            options.remove(MergeOptions.ENGINE.key());
        }
        KnownOptions.checkReadable(options);
    }

    /** Options of merging say nothing about a table without a key. */
    private static Map<String, String> readOptions(TableSchema schema) {
        Map<String, String> options = new HashMap<>(schema.options());
        if (!schema.hasPrimaryKey()) {
            options.remove(MergeOptions.ENGINE.key());
        }
        return options;
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
