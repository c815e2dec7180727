package io.weir.core.file;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.ValueOrder;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of keys, first one included, last one not, and how a sorted file is cut to it. */
final class KeyRange {

    /** Below so many rows a border is looked for by reading them all. */
    private static final int WINDOW_ROWS = 1 << 15;

    private static final int BATCH_ROWS = 4096;

    private final RowType keyType;
    private final ColumnVector @Nullable [] from;
    private final ColumnVector @Nullable [] to;
    private final @Nullable Predicate predicate;

    KeyRange(RunSpec spec) {
        this.keyType = spec.keyType();
        this.from = spec.fromKey() == null ? null : columns(keyType, spec.fromKey());
        this.to = spec.toKey() == null ? null : columns(keyType, spec.toKey());
        this.predicate = predicate(spec);
    }

    private static ColumnVector[] columns(RowType type, byte[] serialized) {
        BinaryRow row = BinaryRow.ofSerialized(serialized);
        ColumnVector[] columns = new ColumnVector[type.size()];
        for (int column = 0; column < columns.length; column++) {
            DataType columnType = type.type(column);
            VectorBuilder builder = VectorBuilder.of(columnType, 1);
            builder.appendValue(row.value(columnType, column));
            columns[column] = builder.build();
        }
        return columns;
    }

    /**
     * What pages can be skipped by: the first key column within its borders, and the condition of
     * the spec.
     */
    private static @Nullable Predicate predicate(RunSpec spec) {
        List<Predicate> parts = new ArrayList<>();
        String first = spec.keyType().field(0).name();
        if (spec.fromKey() != null) {
            Object bound = first(spec, spec.fromKey());
            parts.add(new Predicate.Compare(first, Predicate.Comparison.GREATER_OR_EQUAL, bound));
        }
        if (spec.toKey() != null) {
            Object bound = first(spec, spec.toKey());
            parts.add(new Predicate.Compare(first, Predicate.Comparison.LESS_OR_EQUAL, bound));
        }
        if (spec.keyPredicate() != null) {
            parts.add(spec.keyPredicate());
        }
        return parts.isEmpty() ? null : new Predicate.And(parts);
    }

    private static Object first(RunSpec spec, byte[] key) {
        Object value = BinaryRow.ofSerialized(key).value(spec.keyType().type(0), 0);
        if (value == null) {
            throw new IllegalArgumentException("a null in a key");
        }
        return value;
    }

    /** What a file may be searched with before it is cut; null for nothing. */
    @Nullable Predicate condition() {
        return predicate;
    }

    /** Whether a file has keys of the range. */
    boolean overlaps(DataFile file) {
        return (to == null || compare(file.minKey(), to) < 0)
                && (from == null || compare(file.maxKey(), from) >= 0);
    }

    private int compare(byte[] key, ColumnVector[] bound) {
        return ValueOrder.compare(columns(keyType, key), 0, bound, 0);
    }

    /**
     * Cuts a file's rows exactly to the range.
     *
     * @param keyGroup group of the view that reads the key columns
     */
    void cut(FileView view, int keyGroup) {
        boolean cutStart = from != null && compare(view.file().minKey(), from) < 0;
        boolean cutEnd = to != null && compare(view.file().maxKey(), to) >= 0;
        if (!cutStart && !cutEnd) {
            return;
        }
        RowRanges rows = view.ranges();
        long start = cutStart && from != null ? lowerBound(view, keyGroup, rows, from) : 0;
        long end = cutEnd && to != null ? lowerBound(view, keyGroup, rows, to) : rows.rowCount();
        view.narrow(slice(rows, start, Math.max(start, end)));
    }

    /** Rows of the ranges before the first whose key is not less than the bound. */
    private static long lowerBound(
            FileView view, int keyGroup, RowRanges rows, ColumnVector[] bound) {
        long low = 0;
        long high = rows.rowCount();
        while (high - low > WINDOW_ROWS) {
            long middle = (low + high) >>> 1;
            if (lessInWindow(view, keyGroup, slice(rows, middle, middle + 1), bound) == 1) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low + lessInWindow(view, keyGroup, slice(rows, low, high), bound);
    }

    /** How many of some rows are less than the bound. */
    private static long lessInWindow(
            FileView view, int keyGroup, RowRanges window, ColumnVector[] bound) {
        long less = 0;
        try (RowCursor keys = view.read(keyGroup, window)) {
            Batch batch = keys.next(BATCH_ROWS);
            while (batch != null) {
                int count = batch.rowCount();
                int found = lowerBound(batch.columns(), count, bound);
                less += found;
                if (found < count) {
                    return less;
                }
                batch = keys.next(BATCH_ROWS);
            }
        }
        return less;
    }

    private static int lowerBound(ColumnVector[] keys, int count, ColumnVector[] bound) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ValueOrder.compare(keys, middle, bound, 0) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The rows of ranges from one position to another, both counted within the ranges. */
    static RowRanges slice(RowRanges ranges, long fromPosition, long toPosition) {
        long[] starts = new long[ranges.size()];
        long[] ends = new long[ranges.size()];
        long position = 0;
        for (int range = 0; range < starts.length; range++) {
            long start = ranges.start(range);
            long rows = ranges.end(range) - start;
            starts[range] = start + clamp(fromPosition - position, rows);
            ends[range] = start + clamp(toPosition - position, rows);
            position += rows;
        }
        return RowRanges.of(starts, ends);
    }

    private static long clamp(long value, long max) {
        return Math.max(0, Math.min(value, max));
    }
}
