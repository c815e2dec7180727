package io.weir.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws options that must make no difference to the rows of a table. */
final class RandomOptions {

    private static final Map<String, List<String>> CHOICES = new LinkedHashMap<>();

    static {
        choice("metadata.stats-mode", "full", "truncate(3)", "counts", "none");
        choice("metadata.stats-mode.per.level", "0:none", "0:full,5:counts");
        choice("metadata.stats-dense-store", "false");
        choice("metadata.stats-keep-first-n-columns", "2");
        choice("fields.v.stats-mode", "full", "none", "truncate(2)");
        choice("file.compression", "zstd", "lz4", "snappy", "gzip", "none");
        choice("file.compression.zstd-level", "9");
        choice("file.compression.per.level", "0:lz4,5:zstd", "0:none");
        choice("file.block-size", "1 kb");
        choice("parquet.block.size", "1024");
        choice("parquet.enable.dictionary", "false", "true");
        choice("parquet.enable.dictionary#v", "false");
        choice("parquet.dictionary.page.size", "64");
        choice("parquet.page.size", "64", "1024");
        choice("parquet.page.row.count.limit", "5");
        choice("parquet.writer.version", "PARQUET_2_0");
        choice("parquet.bloom.filter.enabled", "true");
        choice("parquet.page.write-checksum.enabled", "true");
        choice("manifest.compression", "zstd", "zstandard", "null", "deflate", "snappy");
        choice("manifest.merge-min-count", "2");
        choice("manifest.target-file-size", "1 kb");
        choice("manifest.full-compaction-threshold-size", "1 kb");
        choice("manifest.delete-file-drop-stats", "true");
        choice("target-file-size", "1 kb");
        choice("target-file-row-num", "7");
        choice("num-sorted-run.compaction-trigger", "2", "3");
        choice("num-levels", "3");
        choice("compaction.max-size-amplification-percent", "50");
        choice("data-file.prefix", "d-a_t%a-");
        choice("data-file.path-directory", "deep/down");
        choice("changelog-file.prefix", "log-");
        choice("changelog-file.compression", "gzip");
        choice("changelog-file.stats-mode", "none", "full");
        choice("file.suffix.include.compression", "true");
        choice("partition.default-name", "none=here");
        choice("partition.legacy-name", "false");
        choice("index-file-in-data-file-dir", "true");
        choice("write-only", "true");
        choice("write-buffer-size", "256 kb");
        choice("commit.force-compact", "true");
        choice("file-index.bloom-filter.columns", "v");
        choice("file-index.bitmap.columns", "v");
        choice("file-index.in-manifest-threshold", "1 b");
        choice("source.split.open-file-cost", "1 b");
        choice("source.split.target-size", "1 b");
        choice("snapshot.clean-empty-directories", "true");
        choice("overwrite-upgrade", "false");
    }

    private RandomOptions() {}

    private static void choice(String key, String... values) {
        CHOICES.put(key, List.of(values));
    }

    /** Every single choice. */
    static List<Map.Entry<String, String>> all() {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        CHOICES.forEach((key, values) -> values.forEach(value -> all.add(Map.entry(key, value))));
        return all;
    }

    /** Some choices together. */
    static Map<String, String> some(Random random) {
        Map<String, String> options = new LinkedHashMap<>();
        CHOICES.forEach(
                (key, values) -> {
                    if (random.nextInt(4) == 0) {
                        options.put(key, values.get(random.nextInt(values.size())));
                    }
                });
        return options;
    }
}
