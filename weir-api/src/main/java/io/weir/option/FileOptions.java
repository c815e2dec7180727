package io.weir.option;

import io.weir.error.InvalidRequestException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options that say how data files are named, how large they get, how they are compressed and what
 * is noted about them.
 */
public final class FileOptions {

    private FileOptions() {}

    /** Value of a size or count option that has no limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final Option<String> FORMAT =
            Option.text("file.format", "parquet", "format of data files");

    public static final Option<String> FORMAT_PER_LEVEL =
            Option.text("file.format.per.level", "", "format by level, such as 0:avro,3:orc");

    public static final Option<String> COMPRESSION =
            Option.text("file.compression", "zstd", "codec of data files");

    public static final Option<String> COMPRESSION_PER_LEVEL =
            Option.text("file.compression.per.level", "", "codec by level, such as 0:lz4,5:zstd");

    public static final Option<Integer> ZSTD_LEVEL =
            Option.integer("file.compression.zstd-level", 1, "level of codec zstd");

    public static final Option<Long> BLOCK_SIZE =
            Option.bytes(
                    "file.block-size", 0, "size of a row group or stripe; 0: the format's own");

    public static final Option<String> DATA_PREFIX =
            Option.text("data-file.prefix", "data-", "start of the names of data files");

    public static final Option<Boolean> THIN_MODE =
            Option.flag(
                    "data-file.thin-mode", false, "leave the extra key columns out of data files");

    public static final Option<String> CHANGELOG_FORMAT =
            Option.text(
                    "changelog-file.format", "", "format of changelog files; empty: as data files");

    public static final Option<String> CHANGELOG_COMPRESSION =
            Option.text(
                    "changelog-file.compression",
                    "",
                    "codec of changelog files; empty: as data files");

    public static final Option<String> CHANGELOG_PREFIX =
            Option.text(
                    "changelog-file.prefix", "changelog-", "start of the names of changelog files");

    public static final Option<String> CHANGELOG_STATS_MODE =
            Option.text(
                    "changelog-file.stats-mode",
                    "",
                    "statistics kept of changelog files; empty: as of data files");

    public static final Option<Long> TARGET_FILE_SIZE =
            Option.bytes(
                    "target-file-size",
                    0,
                    "size at which a file is full; 0: 128 mb with a primary key, 256 mb without");

    public static final Option<Long> TARGET_FILE_ROWS =
            Option.number("target-file-row-num", UNLIMITED, "rows at which a file is full");

    public static final Option<String> STATS_MODE =
            Option.text(
                    "metadata.stats-mode",
                    "truncate(16)",
                    "statistics kept of each column: none, counts, truncate(n) or full");

    public static final Option<String> STATS_MODE_PER_LEVEL =
            Option.text("metadata.stats-mode.per.level", "", "the same by level, such as 0:none");

    public static final Option<Boolean> STATS_DENSE =
            Option.flag(
                    "metadata.stats-dense-store",
                    true,
                    "store statistics of only those columns that have some");

    public static final Option<Integer> STATS_FIRST_COLUMNS =
            Option.integer(
                    "metadata.stats-keep-first-n-columns",
                    -1,
                    "statistics of only the first n columns; -1: of all");

    /**
     * The statistics mode of one column, {@code fields.<column>.stats-mode}; empty text: as the
     * table.
     */
    public static Option<String> columnStatsMode(String column) {
        return Option.text(
                "fields." + column + ".stats-mode", "", "statistics kept of this column");
    }

    /**
     * Reads a by-level option such as {@code 0:avro,3:orc}.
     *
     * @throws InvalidRequestException an entry is not {@code level:value}
     */
    public static Map<Integer, String> perLevel(Options options, Option<String> option) {
        Map<Integer, String> values = new LinkedHashMap<>();
        for (String entry : options.get(option).split(",", -1)) {
            if (entry.isBlank()) {
                continue;
            }
            String[] parts = entry.split(":", 2);
            try {
                values.put(Integer.valueOf(parts[0].trim()), parts[1].trim());
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new InvalidRequestException(
                        "option '" + option.key() + "': '" + entry + "' is not level:value", e);
            }
        }
        return values;
    }
}
