package io.weir.cdc;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.RowKind;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.table.TableWrite;
import io.weir.type.RowType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the source on their way into columns of the lake: finds out which value goes to which
 * column, converts, and gathers a batch.
 */
final class RowBuffer {

    private static final int BATCH_ROWS = 4096;
    // Large values: fewer rows make a batch.
    private static final long BATCH_BYTES = 8 << 20;

    private final RowType type;
    private final VectorBuilder[] builders;
    private final SourceTable table;
    // Which of the source's columns has the value of a lake column, -1 for none.
    private final int[] from;
    private final int[] key;
    private byte[] kinds = new byte[BATCH_ROWS];
    private int buffered;
    private long bufferedBytes;

    RowBuffer(RowType type, SourceTable table) {
        this.type = type;
        this.table = table;
        this.from = new int[type.size()];
        this.builders = new VectorBuilder[type.size()];
        Arrays.fill(from, -1);
        List<SourceTable.Column> columns = table.columns();
        for (int column = 0; column < columns.size(); column++) {
            int at = type.indexOf(columns.get(column).name());
            if (at >= 0) {
                from[at] = column;
            }
        }
        this.key =
                IntStream.range(0, columns.size())
                        .filter(column -> table.key().contains(columns.get(column).name()))
                        .toArray();
        for (int column = 0; column < type.size(); column++) {
            builders[column] = VectorBuilder.of(type.type(column), BATCH_ROWS);
        }
    }

    /**
     * The lake's values of a row.
     *
     * @param image a value for each of the source's columns
     * @param before the old row, for values the new one does not carry
     * @throws MissingValueException neither has a value
     * @throws InvalidRequestException a value does not fit
     */
    @Nullable Object[] values(@Nullable Object[] image, @Nullable Object @Nullable [] before) {
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            if (from[column] < 0) {
                continue;
            }
            Object raw = image[from[column]];
            if (RawValues.isUnchanged(raw)) {
                raw = before == null ? raw : before[from[column]];
                if (RawValues.isUnchanged(raw) || raw == null) {
                    throw new MissingValueException(
                            "an update of "
                                    + table.name()
                                    + " does not carry the unchanged large value of column "
                                    + type.field(column).name());
                }
            }
            values[column] = convert(raw, column, image);
        }
        return values;
    }

    /**
     * The lake's values of an old row, which may have its key columns only.
     *
     * @throws MissingValueException not even those
     */
    @Nullable Object[] oldValues(@Nullable Object[] image) {
        for (int column : key) {
            if (image[column] == null || RawValues.isUnchanged(image[column])) {
                throw new MissingValueException(
                        "a change of "
                                + table.name()
                                + " does not carry the old value of key column "
                                + table.columns().get(column).name());
            }
        }
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            Object raw = from[column] < 0 ? null : image[from[column]];
            values[column] = RawValues.isUnchanged(raw) ? null : convert(raw, column, image);
        }
        return values;
    }

    /** Whether both images have the same key; an old image without one counts as the same. */
    boolean sameKey(@Nullable Object[] before, @Nullable Object[] after) {
        boolean same = true;
        for (int column : key) {
            if (before[column] == null) {
                return true;
            }
            same &= Objects.deepEquals(before[column], after[column]);
        }
        return same;
    }

    private @Nullable Object convert(@Nullable Object value, int column, @Nullable Object[] image) {
        try {
            return SourceValues.convert(value, type.type(column));
        } catch (InvalidRequestException e) {
            String row =
                    IntStream.of(key)
                            .mapToObj(at -> table.columns().get(at).name() + " = " + image[at])
                            .collect(Collectors.joining(", "));
            throw new InvalidRequestException(
                    "table "
                            + table.name()
                            + ", column "
                            + type.field(column).name()
                            + (row.isEmpty() ? "" : ", row " + row)
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Takes a row; a full batch goes to the writer. */
    void add(RowKind kind, @Nullable Object[] values, TableWrite write) {
        for (int column = 0; column < builders.length; column++) {
            builders[column].appendValue(values[column]);
            bufferedBytes += size(values[column]);
        }
        kinds[buffered++] = kind.code();
        if (buffered == BATCH_ROWS || bufferedBytes >= BATCH_BYTES) {
            flush(write);
        }
    }

    private static int size(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof byte[] bytes ? bytes.length : 16;
    }

    void flush(TableWrite write) {
        if (buffered > 0) {
            byte[] batchKinds = kinds;
            kinds = new byte[BATCH_ROWS];
            int rows = buffered;
            clearCounts();
            write.write(new Batch(rows, build(), batchKinds));
        }
    }

    /** Forgets the rows that no writer has yet. */
    void clear() {
        clearCounts();
        build();
    }

    private void clearCounts() {
        buffered = 0;
        bufferedBytes = 0;
    }

    private ColumnVector[] build() {
        ColumnVector[] columns = new ColumnVector[builders.length];
        for (int column = 0; column < builders.length; column++) {
            columns[column] = builders[column].build();
        }
        return columns;
    }

    /** The source did not log what is needed to apply a change. */
    static final class MissingValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingValueException(String message) {
            super(message);
        }
    }
}
