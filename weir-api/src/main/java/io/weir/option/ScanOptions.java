package io.weir.option;

import java.time.Duration;
import java.util.List;

/** Options that say which snapshot is read, how changes are followed and how the work is cut. */
public final class ScanOptions {

    private ScanOptions() {}

    /** Where a scan starts; see {@link #MODE}. */
    public enum Mode {
        /** Whatever the other options imply; the latest snapshot if there are none. */
        DEFAULT,
        /** The latest snapshot; a stream then follows. */
        LATEST_FULL,
        /** Older name of {@link #LATEST_FULL}. */
        FULL,
        /** Batch: the latest snapshot. Stream: only changes made from now on. */
        LATEST,
        /** Snapshot of the latest compaction; a stream then follows. */
        COMPACTED_FULL,
        /** Batch: the snapshot at a time. Stream: changes from then on. */
        FROM_TIMESTAMP,
        /** Batch: a snapshot. Stream: changes from that snapshot on, its own included. */
        FROM_SNAPSHOT,
        /** A snapshot; a stream then follows from the next one. */
        FROM_SNAPSHOT_FULL,
        /** Not supported: files created after a time. */
        FROM_FILE_CREATION_TIME,
        /** Not supported: the snapshot made after a time. */
        FROM_CREATION_TIMESTAMP,
        /** Not supported: changes between two snapshots as a batch. */
        INCREMENTAL
    }

    public static final Option<Mode> MODE =
            Option.choice("scan.mode", Mode.class, Mode.DEFAULT, "where a scan starts");

    public static final Option<Long> SNAPSHOT_ID =
            Option.number("scan.snapshot-id", -1, "snapshot to read or to start at");

    public static final Option<String> TAG_NAME =
            Option.text("scan.tag-name", "", "tag whose snapshot is read");

    public static final Option<String> TIMESTAMP =
            Option.text(
                    "scan.timestamp",
                    "",
                    "time to read, as yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or with a fraction, local zone");

    public static final Option<Long> TIMESTAMP_MILLIS =
            Option.number("scan.timestamp-millis", -1, "time to read, milliseconds since 1970");

    public static final Option<Long> WATERMARK =
            Option.number(
                    "scan.watermark", -1, "the first snapshot whose watermark is at least this");

    public static final Option<String> VERSION =
            Option.text(
                    "scan.version",
                    "",
                    "a tag name, watermark-<n> or a snapshot id, tried in this order");

    /**
     * Options that name a place in a table's history. At most one may be set; with none the latest
     * state is read.
     */
    public static final List<Option<?>> POSITIONS =
            List.of(SNAPSHOT_ID, TAG_NAME, TIMESTAMP, TIMESTAMP_MILLIS, WATERMARK, VERSION);

    public static final Option<Boolean> STREAMING_READ_OVERWRITE =
            Option.flag(
                    "streaming-read-overwrite",
                    false,
                    "whether streams of primary key tables see what an overwrite replaced");

    public static final Option<Boolean> STREAMING_READ_APPEND_OVERWRITE =
            Option.flag(
                    "streaming-read-append-overwrite",
                    false,
                    "whether streams of append tables see the rows an overwrite added");

    public static final Option<Duration> STREAMING_READ_DELAY =
            Option.duration(
                    "streaming.read.snapshot.delay",
                    Duration.ZERO,
                    "streams hold back snapshots younger than this");

    public static final Option<Duration> DISCOVERY_INTERVAL =
            Option.duration(
                    "continuous.discovery-interval",
                    Duration.ofSeconds(10),
                    "how often streams look for new snapshots");

    public static final Option<Long> SPLIT_TARGET_SIZE =
            Option.bytes("source.split.target-size", 128L << 20, "bytes of files a split aims at");

    public static final Option<Long> SPLIT_OPEN_FILE_COST =
            Option.bytes("source.split.open-file-cost", 4L << 20, "what a file weighs at least");
}
