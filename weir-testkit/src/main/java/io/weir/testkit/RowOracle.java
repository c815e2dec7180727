package io.weir.testkit;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table must hold: of a primary key table a map from key to newest row, of an append table
 * all rows. Keeps the state of every committed snapshot. One thread at a time.
 */
public final class RowOracle {

    private final RowType type;
    private final List<String> keys;
    private final int sequenceColumn;
    private final Map<String, Row> byKey = new LinkedHashMap<>();
    private final List<Row> appended = new ArrayList<>();
    private final Map<Long, List<Row>> bySnapshot = new HashMap<>();

    /**
     * @param keys primary key columns, partition columns among them; empty for an append table
     */
    public RowOracle(RowType type, List<String> keys) {
        this(type, keys, null);
    }

    /**
     * @param sequenceField an INT column: a row with a smaller number than the one there is is too
     *     late, null being the smallest; null for the order of arrival
     */
    public RowOracle(RowType type, List<String> keys, @Nullable String sequenceField) {
        this.sequenceColumn = sequenceField == null ? -1 : type.index(sequenceField);
        this.type = type;
        this.keys = List.copyOf(keys);
    }

    /** Applies rows in order: the last row of a key wins, a retract takes the key away. */
    public void apply(Collection<Row> rows) {
        for (Row row : rows) {
            if (keys.isEmpty()) {
                appended.add(insert(row));
            } else if (!isLate(row)) {
                if (RowKind.isRetract(row.kind().code())) {
                    byKey.remove(key(row));
                } else {
                    byKey.put(key(row), insert(row));
                }
            }
        }
    }

    private boolean isLate(Row row) {
        Row there = sequenceColumn < 0 ? null : byKey.get(key(row));
        return there != null && sequence(row) < sequence(there);
    }

    private long sequence(Row row) {
        Integer number = (Integer) row.get(sequenceColumn);
        return number == null ? Long.MIN_VALUE : number;
    }

    /** Takes away what a condition holds for, as an overwrite of a partition does. */
    public void remove(java.util.function.Predicate<Row> condition) {
        byKey.values().removeIf(condition);
        appended.removeIf(condition);
    }

    /** Remembers the present state under a snapshot's id. */
    public void committed(long snapshotId) {
        bySnapshot.put(snapshotId, rows());
    }

    /** The rows there are now, all inserts. */
    public List<Row> rows() {
        return keys.isEmpty() ? List.copyOf(appended) : List.copyOf(byKey.values());
    }

    /** The rows of a committed snapshot. */
    public List<Row> rows(long snapshotId) {
        List<Row> rows = bySnapshot.get(snapshotId);
        if (rows == null) {
            throw new IllegalArgumentException("snapshot " + snapshotId + " was not committed");
        }
        return rows;
    }

    /** The row of the same key as a row, or null. */
    public @Nullable Row current(Row row) {
        return byKey.get(key(row));
    }

    private String key(Row row) {
        StringBuilder key = new StringBuilder();
        for (String name : keys) {
            key.append(RowText.text(row.get(type.index(name)))).append('|');
        }
        return key.toString();
    }

    private static Row insert(Row row) {
        return row.kind() == RowKind.INSERT ? row : Row.insert(row.values().toArray());
    }
}
