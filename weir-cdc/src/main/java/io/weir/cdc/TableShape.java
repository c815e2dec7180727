package io.weir.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a lake table knows of its source table: kept in snapshot properties, compared with the
 * source to see what was done to the table. The log tells of changed rows only; a table that is
 * altered, exchanged or rewritten leaves its traces in the catalog.
 *
 * @param id the server's number of the table
 * @param files which file holds the rows, one entry a partition
 * @param partitioned whether files are those of partitions
 * @param columns in order
 */
record TableShape(
        long id, TreeMap<Long, Long> files, boolean partitioned, List<ColumnShape> columns) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A column: see {@link SourceTable.Column}. */
    record ColumnShape(int number, String name, String declared, long stamp) {}

    static TableShape of(SourceTable table) {
        return new TableShape(
                table.id(),
                new TreeMap<>(table.files()),
                table.partitioned(),
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
        if (id != now.id() || partitioned != now.partitioned()) {
            return true;
        }
        boolean rewritten = rewritten(now.files());
        if (partitioned && rewritten) {
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
                    || (rewritten && before.stamp != column.stamp())) {
                return true;
            }
        }
        return false;
    }

    /** A partition that is new and was empty when it came (a negative file) does not count. */
    private boolean rewritten(Map<Long, Long> now) {
        for (Map.Entry<Long, Long> file : files.entrySet()) {
            Long holder = now.get(file.getKey());
            if (holder == null || Math.abs(holder) != Math.abs(file.getValue())) {
                return true;
            }
        }
        return now.entrySet().stream()
                .anyMatch(file -> !files.containsKey(file.getKey()) && file.getValue() >= 0);
    }

    private @org.jspecify.annotations.Nullable ColumnShape column(int number) {
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
