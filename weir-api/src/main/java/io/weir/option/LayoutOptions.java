package io.weir.option;

/** Options that say in which directories of a table its files lie. */
public final class LayoutOptions {

    private LayoutOptions() {}

    public static final Option<String> PARTITION_DEFAULT_NAME =
            Option.text(
                    "partition.default-name",
                    "__DEFAULT_PARTITION__",
                    "directory name of a null, empty or blank partition value");

    public static final Option<Boolean> PARTITION_LEGACY_NAME =
            Option.flag(
                    "partition.legacy-name",
                    true,
                    "whether dates, times and timestamps in directory names have their old form");

    public static final Option<String> DATA_DIRECTORY =
            Option.text(
                    "data-file.path-directory", "", "directory of the table that holds its data");

    public static final Option<Boolean> INDEX_BESIDE_DATA =
            Option.flag(
                    "index-file-in-data-file-dir",
                    false,
                    "whether index files lie in the bucket directory");
}
