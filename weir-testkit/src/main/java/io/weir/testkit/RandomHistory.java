package io.weir.testkit;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Draws what happens to a primary key table: batches of upserts and deletes over a limited number
 * of keys, so that keys come again in one batch and across batches. One thread at a time.
 */
public final class RandomHistory {

    private final Random random;
    private final RandomRows values;
    private final RowType type;
    private final List<Row> keyRows = new ArrayList<>();
    private final boolean[] isKey;

    /**
     * @param keys primary key columns, partition columns among them
     * @param keyCount how many keys there are at most
     */
    public RandomHistory(long seed, RowType type, List<String> keys, int keyCount) {
        this.random = new Random(seed);
        this.values = new RandomRows(seed + 1, 0.2);
        this.type = type;
        this.isKey = new boolean[type.size()];
        for (String key : keys) {
            isKey[type.index(key)] = true;
        }
        for (int key = 0; key < keyCount; key++) {
            keyRows.add(keyRow());
        }
    }

    /** A row in which only the key is filled, none of it null. */
    private Row keyRow() {
        @Nullable Object[] row = new Object[type.size()];
        for (int column = 0; column < row.length; column++) {
            row[column] = isKey[column] ? values.present(type.type(column)) : null;
        }
        return Row.insert(row);
    }

    /**
     * The next rows.
     *
     * @param deleteShare part of them that are deletes, 0 to 1; deletes are whole rows
     */
    public List<Row> next(int count, double deleteShare) {
        List<Row> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(next(random.nextDouble() < deleteShare));
        }
        return rows;
    }

    private Row next(boolean delete) {
        Row key = keyRows.get(random.nextInt(keyRows.size()));
        @Nullable Object[] row = new Object[type.size()];
        for (int column = 0; column < row.length; column++) {
            row[column] = isKey[column] ? key.get(column) : values.value(type.type(column));
        }
        RowKind kind =
                delete
                        ? RowKind.DELETE
                        : random.nextInt(3) == 0 ? RowKind.UPDATE_AFTER : RowKind.INSERT;
        return Row.of(kind, row);
    }
}
