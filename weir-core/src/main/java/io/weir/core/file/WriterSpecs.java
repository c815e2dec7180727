package io.weir.core.file;

import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.format.FileFormat;
import io.weir.format.FormatOptions;
import io.weir.option.FileOptions;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the {@link FileWriterSpec}s of one table from its options: format, compression, target size
 * and statistics by level. Immutable, safe for many threads.
 */
public final class WriterSpecs {

    private static final long TARGET_BYTES_KEYED = 128L << 20;
    private static final long TARGET_BYTES_APPEND = 256L << 20;
    private static final Set<String> CODECS = Set.of("zstd", "snappy", "lz4", "gzip", "none");

    private final Storage storage;
    private final Environment environment;
    private final TableSchema schema;
    private final FileFormats formats;
    private final Options options;
    private final Map<Integer, String> formatByLevel;
    private final Map<Integer, String> codecByLevel;

    /**
     * @param schema with the options in force
     */
    public WriterSpecs(
            Storage storage, Environment environment, TableSchema schema, FileFormats formats) {
        this.storage = storage;
        this.environment = environment;
        this.schema = schema;
        this.formats = formats;
        this.options = schema.tableOptions();
        this.formatByLevel = FileOptions.perLevel(options, FileOptions.FORMAT_PER_LEVEL);
        this.codecByLevel = FileOptions.perLevel(options, FileOptions.COMPRESSION_PER_LEVEL);
    }

    /** For data files. */
    public FileWriterSpec data(BucketPlace place, int level, int fileSource) {
        return spec(
                place,
                level,
                fileSource,
                formatByLevel.getOrDefault(level, options.get(FileOptions.FORMAT)),
                codecByLevel.getOrDefault(level, options.get(FileOptions.COMPRESSION)),
                options.get(FileOptions.DATA_PREFIX),
                StatisticsModes.ofData(schema, level));
    }

    /** For changelog files beside the data files of a level. */
    public FileWriterSpec changelog(BucketPlace place, int level, int fileSource) {
        FileWriterSpec data = data(place, level, fileSource);
        return spec(
                place,
                level,
                fileSource,
                orElse(FileOptions.CHANGELOG_FORMAT, data.format().name()),
                orElse(FileOptions.CHANGELOG_COMPRESSION, data.formatOptions().compression()),
                options.get(FileOptions.CHANGELOG_PREFIX),
                StatisticsModes.ofChangelog(schema, level));
    }

    private String orElse(Option<String> option, String otherwise) {
        String text = options.get(option);
        return text.isEmpty() ? otherwise : text;
    }

    private FileWriterSpec spec(
            BucketPlace place,
            int level,
            int fileSource,
            String formatName,
            String codec,
            String prefix,
            StatisticsModes statistics) {
        FileFormat format = formats.named(formatName.toLowerCase(Locale.ROOT));
        FormatOptions formatOptions =
                new FormatOptions(
                        codec(codec),
                        options.get(FileOptions.ZSTD_LEVEL),
                        options.get(FileOptions.BLOCK_SIZE),
                        options);
        return new FileWriterSpec(
                storage,
                environment,
                place.directory(),
                format,
                formatOptions,
                schema,
                level,
                fileSource,
                targetSizeBytes(),
                Math.max(1, options.get(FileOptions.TARGET_FILE_ROWS)),
                prefix,
                statistics);
    }

    private static String codec(String text) {
        String codec = text.toLowerCase(Locale.ROOT);
        if (codec.equals("uncompressed")) {
            return "none";
        }
        if (!CODECS.contains(codec)) {
            throw new InvalidRequestException(
                    "option 'file.compression': no codec '"
                            + text
                            + "'; there are "
                            + new TreeSet<>(CODECS));
        }
        return codec;
    }

    /** The table's schema with the options in force. */
    public TableSchema schema() {
        return schema;
    }

    public Environment environment() {
        return environment;
    }

    public Storage storage() {
        return storage;
    }

    /** Size at which a data file is full, in bytes. */
    public long targetSizeBytes() {
        long given = options.get(FileOptions.TARGET_FILE_SIZE);
        if (given > 0) {
            return given;
        }
        return schema.hasPrimaryKey() ? TARGET_BYTES_KEYED : TARGET_BYTES_APPEND;
    }
}
