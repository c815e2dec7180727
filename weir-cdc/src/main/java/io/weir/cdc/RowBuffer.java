package io.weir.cdc;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.RowKind;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.table.TableWrite;
import io.weir.type.RowType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
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
    private final @Nullable Field[] fields;
    private @Nullable Schema schema;
    private int @Nullable [] sourceColumns;
    private byte[] kinds = new byte[BATCH_ROWS];
    private int buffered;
    private long bufferedBytes;

    RowBuffer(RowType type) {
        this.type = type;
        this.fields = new Field[type.size()];
        this.builders = new VectorBuilder[type.size()];
        for (int column = 0; column < type.size(); column++) {
            builders[column] = VectorBuilder.of(type.type(column), BATCH_ROWS);
        }
    }

    /**
     * Binds to a schema of streamed rows.
     *
     * @return false when it is new here and has other columns than the table
     */
    boolean accept(Schema rows, SourceTable table) {
        if (rows == schema) {
            return true;
        }
        bind(rows);
        Set<String> names = new HashSet<>();
        rows.fields().forEach(field -> names.add(field.name()));
        return table.columns().size() == names.size()
                && table.columns().stream().allMatch(column -> names.contains(column.name()));
    }

    private void bind(Schema rows) {
        if (rows != schema) {
            for (int column = 0; column < type.size(); column++) {
                fields[column] = rows.field(type.field(column).name());
            }
            schema = rows;
        }
    }

    /**
     * The lake's values of a streamed row.
     *
     * @param before the old row, for values the new one does not carry
     * @throws MissingValueException neither has a value
     * @throws InvalidRequestException a value does not fit
     */
    @Nullable Object[] values(Struct row, @Nullable Struct before, SourceTable table) {
        bind(row.schema());
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            Field field = fields[column];
            if (field == null) {
                continue;
            }
            Object raw = raw(row, field);
            if (RawValues.isUnchanged(raw)) {
                raw = before == null ? raw : raw(before, field);
                if (RawValues.isUnchanged(raw) || raw == null) {
                    throw new MissingValueException(
                            "an update of "
                                    + table.name()
                                    + " does not carry the unchanged large value of column "
                                    + field.name());
                }
            }
            values[column] = convert(raw, column, row, table);
        }
        return values;
    }

    /**
     * The lake's values of an old row, which may have its key columns only.
     *
     * @throws MissingValueException not even those
     */
    @Nullable Object[] oldValues(Struct row, SourceTable table) {
        bind(row.schema());
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            Field field = fields[column];
            Object raw = field == null ? null : raw(row, field);
            values[column] = RawValues.isUnchanged(raw) ? null : convert(raw, column, row, table);
            if (values[column] == null && table.key().contains(type.field(column).name())) {
                throw new MissingValueException(
                        "a change of "
                                + table.name()
                                + " does not carry the old value of key column "
                                + type.field(column).name());
            }
        }
        return values;
    }

    /** Whether both images have the same key; an old image without one counts as the same. */
    boolean sameKey(Struct before, Struct after, SourceTable table) {
        bind(after.schema());
        boolean same = true;
        boolean whole = true;
        for (String name : table.key()) {
            Field field = fields[type.index(name)];
            Object old = field == null ? null : raw(before, field);
            whole &= old != null;
            same &= field == null || Objects.deepEquals(old, raw(after, field));
        }
        return same || !whole;
    }

    /** Never the default of the column, which Kafka's own getter puts where a null is. */
    private static @Nullable Object raw(Struct row, Field field) {
        return row.getWithoutDefault(field.name());
    }

    /**
     * The lake's values of a row that was read.
     *
     * @param texts in order of the table's columns
     */
    @Nullable Object[] values(@Nullable Object[] texts, SourceTable table) {
        int[] from = sourceColumns;
        if (from == null) {
            from = sourceColumns(table);
            sourceColumns = from;
        }
        @Nullable Object[] values = new Object[type.size()];
        for (int column = 0; column < values.length; column++) {
            if (from[column] >= 0) {
                try {
                    values[column] = SourceValues.convert(texts[from[column]], type.type(column));
                } catch (InvalidRequestException e) {
                    throw unfit(table, column, keyText(texts, table), e);
                }
            }
        }
        return values;
    }

    private int[] sourceColumns(SourceTable table) {
        int[] from = new int[type.size()];
        Arrays.fill(from, -1);
        for (int column = 0; column < table.columns().size(); column++) {
            from[type.index(table.columns().get(column).name())] = column;
        }
        return from;
    }

    private @Nullable Object convert(
            @Nullable Object value, int column, Struct row, SourceTable table) {
        try {
            return SourceValues.convert(value, type.type(column));
        } catch (InvalidRequestException e) {
            StringBuilder key = new StringBuilder();
            for (String name : table.key()) {
                Field field = row.schema().field(name);
                key.append(key.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(" = ")
                        .append(field == null ? "?" : raw(row, field));
            }
            throw unfit(table, column, key.toString(), e);
        }
    }

    private static String keyText(@Nullable Object[] texts, SourceTable table) {
        StringBuilder key = new StringBuilder();
        for (int column = 0; column < texts.length; column++) {
            String name = table.columns().get(column).name();
            if (table.key().contains(name)) {
                key.append(key.isEmpty() ? "" : ", ").append(name).append(" = ");
                key.append(texts[column]);
            }
        }
        return key.toString();
    }

    private InvalidRequestException unfit(
            SourceTable table, int column, String key, InvalidRequestException cause) {
        return new InvalidRequestException(
                "table "
                        + table.name()
                        + ", column "
                        + type.field(column).name()
                        + (key.isEmpty() ? "" : ", row " + key)
                        + ": "
                        + cause.getMessage(),
                cause);
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
