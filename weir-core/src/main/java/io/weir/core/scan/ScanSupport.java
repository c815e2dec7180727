package io.weir.core.scan;

import io.weir.core.meta.IndexFile;
import io.weir.core.meta.SnapshotMeta;
import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.MergeOptions;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import java.util.List;
import java.util.Locale;

/**
 * Refuses what would be read wrong: features of the format and options that this version does not
 * know.
 */
final class ScanSupport {

    private static final List<String> UNSUPPORTED =
            List.of(
                    "incremental-between",
                    "incremental-between-timestamp",
                    "incremental-to-auto-tag",
                    "scan.creation-time-millis",
                    "scan.file-creation-time-millis",
                    "scan.fallback-branch",
                    "scan.primary-branch",
                    "scan.partitions",
                    "scan.bucket");

    private static final List<String> UNSUPPORTED_IN_STREAMS =
            List.of("scan.bounded.watermark", "consumer-id");

    private static final List<String> REFUSED_FLAGS =
            List.of("data-evolution.enabled", "query-auth.enabled");

    private ScanSupport() {}

    /**
     * What holds for every scan.
     *
     * @throws InvalidRequestException names the feature or option
     */
    static void check(TableSchema schema) {
        Options options = schema.tableOptions();
        refuse(options, UNSUPPORTED, "");
        for (String flag : REFUSED_FLAGS) {
            if (isTrue(options, flag)) {
                throw new InvalidRequestException(
                        "tables with option '" + flag + "' = 'true' cannot be read");
            }
        }
        String branch = options.find("branch").orElse("main");
        if (!branch.equals("main")) {
            throw new InvalidRequestException("reading branch '" + branch + "' is not supported");
        }
        if (schema.hasPrimaryKey() && options.get(BucketOptions.BUCKET) == -2) {
            throw new InvalidRequestException(
                    "tables with postponed buckets ('bucket' = '-2') cannot be read");
        }
    }

    private static void refuse(Options options, List<String> keys, String where) {
        for (String key : keys) {
            if (options.find(key).isPresent()) {
                throw new InvalidRequestException("option '" + key + "' is not supported" + where);
            }
        }
    }

    private static boolean isTrue(Options options, String key) {
        return options.find(key).map(text -> text.trim().equalsIgnoreCase("true")).orElse(false);
    }

    /** What holds for reads of a whole snapshot. */
    static void checkRead(ScanSource source, SnapshotMeta snapshot) {
        MergeOptions.Engine engine = source.options().get(MergeOptions.ENGINE);
        if (source.schema().hasPrimaryKey() && engine != MergeOptions.Engine.DEDUPLICATE) {
            throw new InvalidRequestException(
                    "tables with 'merge-engine' = '" + spelled(engine) + "' cannot be read");
        }
        if (isTrue(source.options(), "deletion-vectors.enabled")) {
            throw new InvalidRequestException(
                    "tables with deletion vectors ('deletion-vectors.enabled' = 'true') cannot be"
                            + " read");
        }
        String indexManifest = snapshot.indexManifest();
        if (indexManifest != null) {
            for (IndexFile index : source.manifests().readIndexManifest(indexManifest)) {
                if (index.type().equals(IndexFile.DELETION_VECTORS)) {
                    throw new InvalidRequestException(
                            "snapshot "
                                    + snapshot.id()
                                    + " has deletion vectors, which cannot be read");
                }
            }
        }
    }

    /** What holds for following the changes of a table. */
    static void checkStream(TableSchema schema) {
        check(schema);
        refuse(schema.tableOptions(), UNSUPPORTED_IN_STREAMS, " in streams");
        Options options = schema.tableOptions();
        MergeOptions.Engine engine = options.get(MergeOptions.ENGINE);
        if (schema.hasPrimaryKey()
                && engine != MergeOptions.Engine.DEDUPLICATE
                && options.get(MergeOptions.CHANGELOG_PRODUCER)
                        == MergeOptions.ChangelogProducer.NONE) {
            throw new InvalidRequestException(
                    "changes of tables with 'merge-engine' = '"
                            + spelled(engine)
                            + "' and without a changelog producer cannot be read");
        }
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
