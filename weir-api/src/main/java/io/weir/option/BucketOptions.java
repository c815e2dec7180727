package io.weir.option;

/** Options that say which bucket a row goes to. */
public final class BucketOptions {

    private BucketOptions() {}

    /** How a fixed bucket is computed; see {@link #FUNCTION}. */
    public enum Function {
        /** Hash of the bucket key's binary row. */
        DEFAULT,
        /** The value of a single INT or BIGINT bucket key. */
        MOD,
        /** As Hive does. */
        HIVE
    }

    public static final Option<Integer> BUCKET =
            Option.integer(
                    "bucket",
                    -1,
                    "number of buckets; -1: dynamic with a primary key, none without one");

    public static final Option<String> BUCKET_KEY =
            Option.text(
                    "bucket-key",
                    "",
                    "columns whose hash is the bucket, comma separated; default: primary key without"
                            + " partition columns");

    public static final Option<Function> FUNCTION =
            Option.choice(
                    "bucket-function.type",
                    Function.class,
                    Function.DEFAULT,
                    "how the bucket is computed");

    public static final Option<Long> DYNAMIC_TARGET_ROWS =
            Option.number(
                    "dynamic-bucket.target-row-num",
                    2_000_000,
                    "keys after which a dynamic bucket takes no new ones");

    public static final Option<Integer> DYNAMIC_INITIAL_BUCKETS =
            Option.integer(
                    "dynamic-bucket.initial-buckets",
                    -1,
                    "dynamic buckets a new partition starts with; -1: as many as needed");

    public static final Option<Integer> DYNAMIC_MAX_BUCKETS =
            Option.integer(
                    "dynamic-bucket.max-buckets",
                    -1,
                    "most dynamic buckets of a partition; -1: no limit up to 32767");
}
