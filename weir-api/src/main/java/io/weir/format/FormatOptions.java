package io.weir.format;

import io.weir.option.Options;

/**
 * How a file is to be written.
 *
 * @param compression codec name in lower case: {@code zstd, snappy, lz4, gzip, none}
 * @param zstdLevel level of zstd, 1..22
 * @param blockBytes target size of a row group or stripe in memory before compression; 0 for the
 *     format's own default
 * @param table all options of the table, for keys of the format itself such as {@code
 *     parquet.enable.dictionary}
 */
public record FormatOptions(String compression, int zstdLevel, long blockBytes, Options table) {}
