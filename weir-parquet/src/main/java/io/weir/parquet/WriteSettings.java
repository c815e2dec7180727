package io.weir.parquet;

import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.format.FormatOptions;
import org.apache.parquet.format.CompressionCodec;

/**
 * How a file is written, from the options of the table.
 *
 * @param codec of the pages
 * @param zstdLevel level of zstd
 * @param rowGroupBytes bytes of a row group before compression
 * @param pageBytes bytes of a page before compression
 * @param dictionary whether dictionaries may be used
 */
record WriteSettings(
        CompressionCodec codec,
        int zstdLevel,
        long rowGroupBytes,
        int pageBytes,
        boolean dictionary) {

    private static final long ROW_GROUP_BYTES = 64L << 20;
    private static final long ROW_GROUP_BYTES_MIN = 4L << 20;
    private static final int PAGE_BYTES = 160 << 10;
    private static final String PAGE_SIZE = "parquet.page.size";
    private static final String DICTIONARY = "parquet.enable.dictionary";

    static WriteSettings of(FormatOptions options, Environment environment) {
        long block = options.blockBytes();
        if (block < 0) {
            throw new InvalidRequestException("a row group of " + block + " bytes");
        }
        return new WriteSettings(
                Codec.named(options.compression()),
                options.zstdLevel(),
                block == 0 ? usualBlock(environment) : block,
                options.table().find(PAGE_SIZE).map(WriteSettings::pageSize).orElse(PAGE_BYTES),
                options.table().find(DICTIONARY).map(WriteSettings::truth).orElse(true));
    }

    /** A row group waits in memory until it is complete: in a small heap it is smaller. */
    private static long usualBlock(Environment environment) {
        long affordable = environment.memory().bytesMax() / 8;
        return Math.max(ROW_GROUP_BYTES_MIN, Math.min(ROW_GROUP_BYTES, affordable));
    }

    private static int pageSize(String text) {
        try {
            int size = Integer.parseInt(text.trim());
            if (size >= 1) {
                return Math.min(size, 64 << 20);
            }
        } catch (NumberFormatException notNumber) {
            // Told below, with the value.
        }
        throw new InvalidRequestException(PAGE_SIZE + " is " + text + ", not a number of bytes");
    }

    private static boolean truth(String text) {
        return switch (text.trim().toLowerCase(java.util.Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new InvalidRequestException(
                            DICTIONARY + " is " + text + ", not true or false");
        };
    }
}
