package io.weir.core.meta;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data or changelog file as a manifest describes it (format section 4.3). Byte arrays are
 * serialised rows and are shared, not copied.
 *
 * @param fileName without directory
 * @param sizeBytes length
 * @param rowCount physical rows, deletes included
 * @param minKey trimmed primary key of the first row; arity 0 for append tables
 * @param maxKey of the last row
 * @param keyStats over the trimmed primary key columns
 * @param valueStats over the columns named by {@code valueStatsColumns}
 * @param minSequence least sequence number in the file
 * @param maxSequence greatest
 * @param schemaId schema the file was written with
 * @param level LSM level, 0 for append tables
 * @param extraFiles names beside the data file
 * @param creationMillis the writer's local wall clock as though it were UTC; null in old files
 * @param deleteRowCount rows that are update-before or delete; null in old files means unknown
 * @param embeddedIndex a whole file index container
 * @param fileSource 0 flush, 1 compaction; null in old files
 * @param valueStatsColumns names of the columns in {@code valueStats}; null means all of the schema
 * @param externalPath full location outside the bucket directory
 * @param firstRowId row tracking
 * @param writeColumns columns physically in the file; null means all
 */
public record DataFile(
        String fileName,
        long sizeBytes,
        long rowCount,
        byte[] minKey,
        byte[] maxKey,
        SimpleStats keyStats,
        SimpleStats valueStats,
        long minSequence,
        long maxSequence,
        long schemaId,
        int level,
        List<String> extraFiles,
        @Nullable Long creationMillis,
        @Nullable Long deleteRowCount,
        byte @Nullable [] embeddedIndex,
        @Nullable Integer fileSource,
        @Nullable List<String> valueStatsColumns,
        @Nullable String externalPath,
        @Nullable Long firstRowId,
        @Nullable List<String> writeColumns) {

    public static final int SOURCE_APPEND = 0;
    public static final int SOURCE_COMPACT = 1;

    /** The same file on another level; nothing else changes. */
    public DataFile withLevel(int newLevel) {
        return new DataFile(
                fileName,
                sizeBytes,
                rowCount,
                minKey,
                maxKey,
                keyStats,
                valueStats,
                minSequence,
                maxSequence,
                schemaId,
                newLevel,
                extraFiles,
                creationMillis,
                deleteRowCount,
                embeddedIndex,
                fileSource,
                valueStatsColumns,
                externalPath,
                firstRowId,
                writeColumns);
    }
}
