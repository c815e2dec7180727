package io.weir.option;

import java.time.Duration;

/** Options of committing: retries, manifests, overwriting. */
public final class CommitOptions {

    private CommitOptions() {}

    /** Codec of manifests; the names are those of Avro, and {@code zstd}. See Avro's container. */
    public enum ManifestCodec {
        ZSTD,
        ZSTANDARD,
        DEFLATE,
        SNAPPY,
        /** Not compressed. The format does not know this codec by another name. */
        NULL;

        /** What Avro calls it. */
        public String avroName() {
            return this == ZSTD ? ZSTANDARD.avroName() : Option.spelling(this);
        }
    }

    public static final Option<Integer> MAX_RETRIES =
            Option.integer(
                    "commit.max-retries", 10, "how often a commit that lost the race is retried");

    public static final Option<Duration> MIN_RETRY_WAIT =
            Option.duration(
                    "commit.min-retry-wait",
                    Duration.ofMillis(10),
                    "wait before the first retry; doubles with each");

    public static final Option<Duration> MAX_RETRY_WAIT =
            Option.duration(
                    "commit.max-retry-wait",
                    Duration.ofSeconds(10),
                    "longest wait between retries");

    public static final Option<Duration> TIMEOUT =
            Option.duration(
                    "commit.timeout",
                    Duration.ofDays(36500),
                    "no retry is started when a commit has taken this long");

    public static final Option<ManifestCodec> MANIFEST_COMPRESSION =
            Option.choice(
                    "manifest.compression",
                    ManifestCodec.class,
                    ManifestCodec.ZSTD,
                    "codec of manifests; null: none");

    public static final Option<Long> MANIFEST_TARGET_SIZE =
            Option.bytes("manifest.target-file-size", 8L << 20, "size manifests are merged up to");

    public static final Option<Integer> MANIFEST_MERGE_MIN_COUNT =
            Option.integer(
                    "manifest.merge-min-count",
                    30,
                    "so many small manifests at the end are merged");

    public static final Option<Long> MANIFEST_FULL_COMPACTION_SIZE =
            Option.bytes(
                    "manifest.full-compaction-threshold-size",
                    16L << 20,
                    "small manifests and manifests with deletes are rewritten when they add up to this");

    public static final Option<Boolean> DYNAMIC_PARTITION_OVERWRITE =
            Option.flag(
                    "dynamic-partition-overwrite",
                    true,
                    "whether an overwrite replaces only the partitions present in the new data");

    public static final Option<Boolean> OVERWRITE_UPGRADE =
            Option.flag(
                    "overwrite-upgrade",
                    true,
                    "whether files of an overwrite that do not overlap go straight to the top level");
}
