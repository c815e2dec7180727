package io.weir.core.file;

import io.weir.error.InvalidRequestException;
import io.weir.option.FileOptions;
import io.weir.option.Options;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is noted in the manifest about each column of a file (format section 4.5).
 *
 * @param dense whether columns without any statistics are left out
 * @param keyTextLength code points kept of the bounds of key columns
 * @param columns the mode of each table column, in order
 */
public record StatisticsModes(boolean dense, int keyTextLength, List<Mode> columns) {

    /** Bounds of key columns prune files, so at least this much is kept of them. */
    private static final int KEY_TEXT_LENGTH_MIN = 128;

    /**
     * Of one column.
     *
     * @param nullCount whether its nulls are counted
     * @param textLength code points kept of minimum and maximum; 0 for no bounds at all
     */
    record Mode(boolean nullCount, int textLength) {

        static final Mode NONE = new Mode(false, 0);
        static final Mode COUNTS = new Mode(true, 0);
        static final Mode FULL = new Mode(true, Integer.MAX_VALUE);

        static Mode parse(String key, String text) {
            String trimmed = text.trim().toLowerCase(Locale.ROOT);
            return switch (trimmed) {
                case "none" -> NONE;
                case "counts" -> COUNTS;
                case "full" -> FULL;
                default -> new Mode(true, truncation(key, trimmed));
            };
        }

        private static int truncation(String key, String text) {
            if (text.startsWith("truncate(") && text.endsWith(")")) {
                try {
                    int length = Integer.parseInt(text.substring(9, text.length() - 1).trim());
                    if (length > 0) {
                        return length;
                    }
                } catch (NumberFormatException e) {
                    throw illegal(key, text, e);
                }
            }
            throw illegal(key, text, null);
        }

        private static InvalidRequestException illegal(
                String key, String text, @Nullable Throwable cause) {
            String message =
                    "option '"
                            + key
                            + "' = '"
                            + text
                            + "' is not none, counts, truncate(n) or full";
            return cause == null
                    ? new InvalidRequestException(message)
                    : new InvalidRequestException(message, cause);
        }
    }

    public StatisticsModes {
        columns = List.copyOf(columns);
    }

    /** The modes of data files of a level. */
    static StatisticsModes ofData(TableSchema schema, int level) {
        Options options = schema.tableOptions();
        String byLevel = FileOptions.perLevel(options, FileOptions.STATS_MODE_PER_LEVEL).get(level);
        return byLevel == null
                ? of(schema, FileOptions.STATS_MODE.key(), options.get(FileOptions.STATS_MODE))
                : of(schema, FileOptions.STATS_MODE_PER_LEVEL.key(), byLevel);
    }

    /** The modes of changelog files. */
    static StatisticsModes ofChangelog(TableSchema schema, int level) {
        String mode = schema.tableOptions().get(FileOptions.CHANGELOG_STATS_MODE);
        return mode.isEmpty()
                ? ofData(schema, level)
                : of(schema, FileOptions.CHANGELOG_STATS_MODE.key(), mode);
    }

    private static StatisticsModes of(TableSchema schema, String key, String text) {
        Options options = schema.tableOptions();
        Mode table = Mode.parse(key, text);
        int first = options.get(FileOptions.STATS_FIRST_COLUMNS);
        List<Mode> columns = new ArrayList<>(schema.fields().size());
        for (Field field : schema.fields()) {
            var option = FileOptions.columnStatsMode(field.name());
            String own = options.get(option);
            boolean kept = first < 0 || columns.size() < first;
            Mode mode = own.isEmpty() ? table : Mode.parse(option.key(), own);
            columns.add(kept ? mode : Mode.NONE);
        }
        return new StatisticsModes(
                options.get(FileOptions.STATS_DENSE),
                Math.max(KEY_TEXT_LENGTH_MIN, table.textLength()),
                columns);
    }
}
