package io.weir.core.scan;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.meta.SnapshotStore;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.option.ScanOptions;
import io.weir.table.Snapshot;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which snapshot the {@code scan.*} options of a table mean. Safe for many threads. */
public final class SnapshotSelection {

    private static final String WATERMARK_PREFIX = "watermark-";

    private static final DateTimeFormatter DATE_TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd[['T'][' ']HH:mm[:ss]]")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                    .toFormatter(java.util.Locale.ROOT);

    private final SnapshotStore snapshots;
    private final Options options;
    private final ZoneId zone;

    /**
     * @param options of the table, dynamic ones included
     * @param zone in which {@code scan.timestamp} is meant
     */
    public SnapshotSelection(SnapshotStore snapshots, Options options, ZoneId zone) {
        this.snapshots = snapshots;
        this.options = options;
        this.zone = zone;
    }

    /** Whether the options name a place in the table's history rather than its latest state. */
    public static boolean isTimeTravel(Options options) {
        return ScanOptions.POSITIONS.stream().anyMatch(options::has);
    }

    /** The mode in force: the one that was set, or what the other options imply. */
    ScanOptions.Mode mode() {
        ScanOptions.Mode given = options.get(ScanOptions.MODE);
        List<String> positions = positions();
        if (positions.size() > 1) {
            throw new InvalidRequestException(
                    "only one of these options may be set: " + String.join(", ", positions));
        }
        boolean byTime = has(ScanOptions.TIMESTAMP) || has(ScanOptions.TIMESTAMP_MILLIS);
        return switch (given) {
            case DEFAULT ->
                    positions.isEmpty()
                            ? ScanOptions.Mode.LATEST_FULL
                            : byTime
                                    ? ScanOptions.Mode.FROM_TIMESTAMP
                                    : ScanOptions.Mode.FROM_SNAPSHOT;
            case FULL -> checked(ScanOptions.Mode.LATEST_FULL, positions, positions.isEmpty());
            case LATEST_FULL, LATEST, COMPACTED_FULL ->
                    checked(given, positions, positions.isEmpty());
            case FROM_TIMESTAMP -> checked(given, positions, byTime);
            case FROM_SNAPSHOT, FROM_SNAPSHOT_FULL ->
                    checked(given, positions, !positions.isEmpty() && !byTime);
            case FROM_FILE_CREATION_TIME, FROM_CREATION_TIMESTAMP, INCREMENTAL ->
                    throw new InvalidRequestException(
                            "option 'scan.mode' = '"
                                    + options.find(ScanOptions.MODE.key()).orElse("")
                                    + "' is not supported; use latest-full, latest, compacted-full,"
                                    + " from-snapshot, from-snapshot-full or from-timestamp");
        };
    }

    private ScanOptions.Mode checked(
            ScanOptions.Mode mode, List<String> positions, boolean consistent) {
        if (consistent) {
            return mode;
        }
        throw new InvalidRequestException(
                "option 'scan.mode' = '"
                        + options.find(ScanOptions.MODE.key()).orElse("")
                        + "' does not go with "
                        + (positions.isEmpty()
                                ? "no scan position; set scan.snapshot-id or scan.timestamp-millis"
                                : String.join(", ", positions)));
    }

    private List<String> positions() {
        List<String> set = new ArrayList<>();
        for (Option<?> option : ScanOptions.POSITIONS) {
            if (has(option)) {
                set.add(option.key());
            }
        }
        return set;
    }

    private boolean has(Option<?> option) {
        return options.has(option);
    }

    /**
     * The snapshot a batch scan reads; null when the table has none yet and none was asked for.
     *
     * @throws InvalidRequestException options contradict each other, or nothing fits them; the
     *     message says what there is
     */
    public @Nullable SnapshotMeta choose() {
        return switch (mode()) {
            case COMPACTED_FULL -> latestCompacted();
            case FROM_TIMESTAMP -> atOrBefore(timeMillis());
            case FROM_SNAPSHOT, FROM_SNAPSHOT_FULL -> named();
            default -> latest();
        };
    }

    @Nullable SnapshotMeta latest() {
        return snapshots.latest().orElse(null);
    }

    /** The snapshot of the newest compaction; the latest of all when there was none. */
    private @Nullable SnapshotMeta latestCompacted() {
        SnapshotMeta latest = latest();
        if (latest == null) {
            return null;
        }
        long earliest = snapshots.earliestId().orElse(latest.id());
        for (long id = latest.id(); id >= earliest; id--) {
            Optional<SnapshotMeta> found = snapshots.snapshot(id);
            if (found.isPresent() && found.get().commitKind() == Snapshot.Kind.COMPACT) {
                return found.get();
            }
        }
        return latest;
    }

    private SnapshotMeta named() {
        if (has(ScanOptions.SNAPSHOT_ID)) {
            return byId(options.get(ScanOptions.SNAPSHOT_ID));
        }
        if (has(ScanOptions.TAG_NAME)) {
            String name = options.get(ScanOptions.TAG_NAME);
            return tag(name)
                    .orElseThrow(() -> ExistenceException.notFound("tag", "'" + name + "'"));
        }
        if (has(ScanOptions.WATERMARK)) {
            return byWatermark(options.get(ScanOptions.WATERMARK));
        }
        return byVersion(options.get(ScanOptions.VERSION));
    }

    private Optional<SnapshotMeta> tag(String name) {
        return Optional.ofNullable(snapshots.tags().get(name));
    }

    private SnapshotMeta byVersion(String version) {
        Optional<SnapshotMeta> tag = tag(version);
        if (tag.isPresent()) {
            return tag.get();
        }
        try {
            if (version.startsWith(WATERMARK_PREFIX)) {
                return byWatermark(Long.parseLong(version.substring(WATERMARK_PREFIX.length())));
            }
            return byId(Long.parseLong(version));
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "version '" + version + "' is neither a tag nor a snapshot id; " + range(), e);
        }
    }

    private SnapshotMeta byId(long id) {
        return snapshots
                .snapshot(id)
                .orElseThrow(
                        () ->
                                new InvalidRequestException(
                                        "snapshot " + id + " does not exist; " + range()));
    }

    private SnapshotMeta byWatermark(long watermark) {
        long latest = snapshots.latestId().orElse(0);
        for (long id = snapshots.earliestId().orElse(1); id <= latest; id++) {
            Optional<SnapshotMeta> found = snapshots.snapshot(id);
            if (found.isPresent()) {
                Long reached = found.get().watermark();
                if (reached != null && reached >= watermark) {
                    return found.get();
                }
            }
        }
        throw new InvalidRequestException(
                "no snapshot has a watermark of " + watermark + " or more; " + range());
    }

    private @Nullable SnapshotMeta atOrBefore(long timeMillis) {
        Optional<SnapshotMeta> found = snapshots.earlierOrEqual(timeMillis);
        if (found.isPresent()) {
            return found.get();
        }
        long earliest = snapshots.earliestId().orElse(0);
        String first =
                snapshots
                        .snapshot(earliest)
                        .map(
                                snapshot ->
                                        "the earliest is of "
                                                + snapshot.timeMillis()
                                                + " (snapshot "
                                                + snapshot.id()
                                                + ")")
                        .orElse("the table has none");
        throw new InvalidRequestException(
                "no snapshot is as old as time " + timeMillis + "; " + first);
    }

    /** The time asked for, milliseconds since 1970. */
    long timeMillis() {
        if (has(ScanOptions.TIMESTAMP_MILLIS)) {
            return options.get(ScanOptions.TIMESTAMP_MILLIS);
        }
        String text = options.get(ScanOptions.TIMESTAMP).trim();
        try {
            LocalDateTime time =
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay()
                            : LocalDateTime.parse(text, DATE_TIME);
            return time.atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new InvalidRequestException(
                    "option 'scan.timestamp' = '"
                            + text
                            + "' is not of the form yyyy-MM-dd or yyyy-MM-dd HH:mm:ss.SSS",
                    e);
        }
    }

    /** The snapshots there are, in words. */
    private String range() {
        OptionalLong latest = snapshots.latestId();
        return latest.isEmpty()
                ? "the table has no snapshots"
                : "there are snapshots "
                        + snapshots.earliestId().orElse(latest.getAsLong())
                        + " to "
                        + latest.getAsLong();
    }
}
