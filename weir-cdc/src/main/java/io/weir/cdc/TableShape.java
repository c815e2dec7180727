package io.weir.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.error.InvalidRequestException;
import java.util.ArrayList;
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
 * @param labels likewise; null when not known
 * @param columns in order
 */
record TableShape(
        long id,
        boolean partitioned,
        TreeMap<Long, String> files,
        long named,
        @Nullable String published,
        @Nullable TreeMap<Long, String> labels,
        List<ColumnShape> columns) {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final Pattern MODIFIER = Pattern.compile("\\([-\\d,]*\\)");

    /**
     * A column: see {@link SourceTable.Column}.
     *
     * @param former names it had since the rows were read; the log may still use them
     */
    record ColumnShape(int number, String name, String declared, long stamp, List<String> former) {
        ColumnShape {
            // What was written before there was such a list.
            former = former == null ? List.of() : List.copyOf(former);
        }

        private ColumnShape withoutFormer() {
            return new ColumnShape(number, name, declared, stamp, List.of());
        }

        private boolean hadName(String other) {
            return name.equals(other) || former.contains(other);
        }

        /** This column when it is followed to what it is now. */
        private ColumnShape followed(ColumnShape now) {
            List<String> names = new ArrayList<>(former);
            if (!name.equals(now.name)) {
                names.remove(now.name);
                names.add(name);
            }
            return new ColumnShape(now.number, now.name, now.declared, now.stamp, names);
        }
    }

    static TableShape of(SourceTable table) {
        return new TableShape(
                table.id(),
                table.partitioned(),
                files(table),
                table.traces().named(),
                table.traces().published(),
                new TreeMap<>(table.traces().labels()),
                table.columns().stream()
                        .map(
                                column ->
                                        new ColumnShape(
                                                column.number(),
                                                column.name(),
                                                column.declared(),
                                                column.stamp(),
                                                List.of()))
                        .toList());
    }

    /** Whether the source table is as it was. */
    boolean describes(SourceTable now) {
        List<ColumnShape> plain = columns.stream().map(ColumnShape::withoutFormer).toList();
        return new TableShape(id, partitioned, files, named, published, labels, plain)
                .equals(of(now));
    }

    /**
     * The shape of the table now, when its rows are not read: the log may have columns by the names
     * of before.
     */
    TableShape followed(SourceTable now) {
        TableShape next = of(now);
        List<ColumnShape> kept =
                next.columns.stream()
                        .map(
                                column -> {
                                    ColumnShape before = column(column.number);
                                    return before == null ? column : before.followed(column);
                                })
                        .toList();
        return new TableShape(
                next.id,
                next.partitioned,
                next.files,
                next.named,
                next.published,
                next.labels,
                kept);
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
                || (published != null && !published.equals(traces.published()))
                || relabelled(traces.labels())) {
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
                if (column.filled() || rewritten || isName(column.name(), column.number())) {
                    return true;
                }
            } else if (!mayBeCalled(before, column, now)
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

    /** Whether a label has another text now. */
    private boolean relabelled(Map<Long, String> now) {
        return labels != null
                && labels.entrySet().stream()
                        .anyMatch(
                                label ->
                                        !label.getValue()
                                                .equals(
                                                        now.getOrDefault(
                                                                label.getKey(), label.getValue())));
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

    /** Whether another column than that of a number has or had a name. */
    private boolean isName(String name, int number) {
        return columns.stream().anyMatch(column -> column.number != number && column.hadName(name));
    }

    /**
     * Whether a column can be told by all its names, in rows that were logged before it was renamed
     * and after: not when columns exchange names.
     */
    private boolean mayBeCalled(ColumnShape before, SourceTable.Column column, SourceTable now) {
        return before.name.equals(column.name())
                || (!isName(column.name(), column.number())
                        && now.columns().stream()
                                .noneMatch(
                                        other ->
                                                other.number() != column.number()
                                                        && before.hadName(other.name())));
    }
}
