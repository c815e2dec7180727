package io.weir.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a lake table knows of its source table: kept in snapshot properties, compared with the
 * source to see what was done to the table. The log tells of changed rows only; a table that is
 * altered, exchanged or rewritten leaves its traces in the catalog.
 *
 * @param id the server's number of the table
 * @param partitioned whether files are those of partitions
 * @param files which file holds the rows and since when, one entry a partition
 * @param named see {@link SourceTable.Traces}; 0 when not known
 * @param published likewise; null when not known
 * @param columns in order
 */
record TableShape(
        long id,
        boolean partitioned,
        TreeMap<Long, String> files,
        long named,
        @Nullable String published,
        List<ColumnShape> columns) {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final Pattern MODIFIER = Pattern.compile("\\([-\\d,]*\\)");

    /** A column: see {@link SourceTable.Column}. */
    record ColumnShape(int number, String name, String declared, long stamp) {}

    static TableShape of(SourceTable table) {
        return new TableShape(
                table.id(),
                table.partitioned(),
                files(table),
                table.traces().named(),
                table.traces().published(),
                table.columns().stream()
                        .map(
                                column ->
                                        new ColumnShape(
                                                column.number(),
                                                column.name(),
                                                column.declared(),
                                                column.stamp()))
                        .toList());
    }

    private static TreeMap<Long, String> files(SourceTable table) {
        TreeMap<Long, String> files = new TreeMap<>();
        table.traces().files().forEach((holder, file) -> files.put(holder, text(file)));
        return files;
    }

    private static String text(SourceTable.RowFile file) {
        return file.ties().isEmpty()
                ? String.valueOf(file.node())
                : file.node() + " " + file.ties();
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("table shape " + this + " cannot be written", e);
        }
    }

    static TableShape ofJson(String json) {
        try {
            return JSON.readValue(json, TableShape.class);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("no table shape: " + json, e);
        }
    }

    /**
     * Whether rows may have changed on the way from this shape to the one now without the log
     * telling, so that they must be read again.
     */
    boolean rowsMayDiffer(SourceTable now) {
        SourceTable.Traces traces = now.traces();
        if (id != now.id()
                || partitioned != now.partitioned()
                || (named != 0 && named != traces.named())
                || (published != null && !published.equals(traces.published()))) {
            return true;
        }
        boolean rewritten = rewritten(traces.files());
        // A table that is not listed may have been unlogged for a time.
        if (rewritten && (partitioned || !traces.listed())) {
            return true;
        }
        for (SourceTable.Column column : now.columns()) {
            ColumnShape before = column(column.number());
            if (before == null) {
                // Rows from before the column have its default, or got values in a rewrite.
                if (column.filled() || rewritten || hasName(column.name())) {
                    return true;
                }
            } else if (!before.name.equals(column.name())
                    || (before.stamp != column.stamp()
                            && (rewritten || readsOtherwise(before.declared, column.declared())))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a value as it is stored may read as another one when its column gets this type: the
     * server leaves rows alone where it can, as from {@code timestamp} to {@code timestamptz}.
     */
    private static boolean readsOtherwise(String before, String now) {
        return !plain(before).equals(plain(now));
    }

    private static String plain(String declared) {
        String name = MODIFIER.matcher(declared).replaceFirst("");
        return name.equals("character varying") ? "text" : name;
    }

    /** A new partition that was made as one does not count: its rows are in the log. */
    private boolean rewritten(Map<Long, SourceTable.RowFile> now) {
        for (Map.Entry<Long, String> file : files.entrySet()) {
            SourceTable.RowFile holder = now.get(file.getKey());
            if (holder == null || !text(holder).equals(file.getValue())) {
                return true;
            }
        }
        return now.entrySet().stream()
                .anyMatch(file -> !files.containsKey(file.getKey()) && !file.getValue().born());
    }

    /** The column of a number, null when the table had none. */
    @Nullable ColumnShape column(int number) {
        for (ColumnShape column : columns) {
            if (column.number == number) {
                return column;
            }
        }
        return null;
    }

    private boolean hasName(String name) {
        return columns.stream().anyMatch(column -> column.name.equals(name));
    }
}
