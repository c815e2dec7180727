package io.weir.interop;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.testkit.RowText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of each key by the columns of {@code sequence.field}, deletes among them as
 * long as files have them. A null is older than any value under either order. One thread at a time.
 */
final class SequenceOracle {

    private final TableSpec spec;
    private final List<String> columns;
    private final boolean descending;
    private final Map<String, Row> newest = new LinkedHashMap<>();
    private final Set<String> everDeleted = new TreeSet<>();

    SequenceOracle(TableSpec spec) {
        this.spec = spec;
        this.columns = List.of(spec.options().get("sequence.field").split(","));
        this.descending = "descending".equals(spec.options().get("sequence.field.sort-order"));
    }

    /** Of two equal versions the later is newer. */
    void apply(List<Row> rows) {
        for (Row row : rows) {
            String key = key(row);
            newest.merge(key, row, (old, late) -> compare(late, old) < 0 ? old : late);
            if (row.kind() == RowKind.DELETE) {
                everDeleted.add(key);
            }
        }
    }

    /** After a full compaction a delete is as if it had never been. */
    void forgetDeletes() {
        newest.values().removeIf(row -> row.kind() == RowKind.DELETE);
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Row row : newest.values()) {
            if (row.kind() != RowKind.DELETE) {
                rows.add(Row.insert(row.values().toArray()));
            }
        }
        return rows;
    }

    /** Those rows whose key has never been deleted, whenever deletes are forgotten. */
    List<Row> neverDeleted(List<Row> rows) {
        return rows.stream().filter(row -> !everDeleted.contains(key(row))).toList();
    }

    private String key(Row row) {
        return spec.primaryKeys().stream()
                .map(name -> RowText.text(value(row, name)))
                .toList()
                .toString();
    }

    private @Nullable Object value(Row row, String column) {
        return row.get(spec.type().index(column));
    }

    private int compare(Row left, Row right) {
        for (String column : columns) {
            Object one = value(left, column);
            Object other = value(right, column);
            if (one == null || other == null) {
                if (one != other) {
                    return one == null ? -1 : 1;
                }
                continue;
            }
            int order = order(one, other);
            if (order != 0) {
                return descending ? -order : order;
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked")
    private static int order(Object left, Object right) {
        return left instanceof String text
                ? Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8),
                        ((String) right).getBytes(StandardCharsets.UTF_8))
                : ((Comparable<Object>) left).compareTo(right);
    }
}
