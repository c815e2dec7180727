package io.weir.table;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A committed state of a table, as its users see it.
 *
 * @param id from 1 up
 * @param schemaId latest schema at commit time
 * @param kind what made it
 * @param commitUser who
 * @param commitIdentifier which of theirs; {@link Long#MAX_VALUE} for batch commits
 * @param timeMillis when, milliseconds since 1970
 * @param totalRowCount physical rows in all files, -1 when the file does not say
 * @param deltaRowCount physical rows added minus removed, -1 when the file does not say
 * @param changelogRowCount rows of its changelog, null when it has none
 * @param watermark event time watermark, null when none
 * @param properties free keys and values, such as source offsets
 */
public record Snapshot(
        long id,
        long schemaId,
        Kind kind,
        String commitUser,
        long commitIdentifier,
        long timeMillis,
        long totalRowCount,
        long deltaRowCount,
        @Nullable Long changelogRowCount,
        @Nullable Long watermark,
        Map<String, String> properties) {

    /** What a commit did. */
    public enum Kind {
        APPEND,
        COMPACT,
        OVERWRITE,
        ANALYZE
    }

    public Snapshot {
        properties = Map.copyOf(properties);
    }
}
