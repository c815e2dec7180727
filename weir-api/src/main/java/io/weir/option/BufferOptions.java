package io.weir.option;

/**
 * Options of sorting and merging beyond memory: spill files and how many runs are merged at once.
 */
public final class BufferOptions {

    private BufferOptions() {}

    public static final Option<Boolean> SPILLABLE =
            Option.flag(
                    "write-buffer-spillable",
                    true,
                    "whether a full write buffer goes to local disk until the commit");

    public static final Option<Long> SPILL_DISK_SIZE =
            Option.bytes(
                    "write-buffer-spill.max-disk-size",
                    Long.MAX_VALUE,
                    "disk space of the spill files of one writer; when used up, level-0 files are written");

    public static final Option<String> SPILL_COMPRESSION =
            Option.text("spill-compression", "zstd", "codec of spill files: zstd or none");

    public static final Option<Integer> SPILL_ZSTD_LEVEL =
            Option.integer("spill-compression.zstd-level", 1, "level of codec zstd in spill files");

    public static final Option<Integer> SORT_SPILL_THRESHOLD =
            Option.integer(
                    "sort-spill-threshold",
                    0,
                    "more sorted runs than this are merged in several passes; 0: stop trigger + 1");

    public static final Option<Integer> SORT_FAN_IN =
            Option.integer(
                    "local-sort.max-num-file-handles", 128, "spill files merged at once, at most");
}
