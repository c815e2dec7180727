package io.weir.core.write;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.RowKind;
import io.weir.data.VectorKind;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.option.WriteOptions;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.TypeKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a table takes: which kinds of rows, nulls where, and which rows are dropped at the door
 * (behaviour section 2.1).
 *
 * <p>Either a whole batch is taken or none of it.
 */
final class RowRules {

    /**
     * The rows of a batch that are to be written.
     *
     * @param rows row numbers, ascending
     * @param count how many of {@code rows}
     * @param kinds row kind codes by row of the batch; null: all are inserts
     */
    record Accepted(int[] rows, int count, byte @Nullable [] kinds) {}

    private final RowType type;
    private final boolean[] keyColumn;
    private final boolean primaryKey;
    private final int kindColumn;
    private final boolean ignoreDelete;
    private final boolean ignoreUpdateBefore;
    private int[] identity = new int[0];

    RowRules(TableSchema schema) {
        Options options = schema.tableOptions();
        type = schema.rowType();
        primaryKey = schema.hasPrimaryKey();
        keyColumn = new boolean[type.size()];
        for (String key : schema.primaryKeys()) {
            keyColumn[type.index(key)] = true;
        }
        // Partition columns say where a row is: a delete needs them as it needs the key.
        for (String key : schema.partitionKeys()) {
            keyColumn[type.index(key)] = true;
        }
        String kindField = options.get(WriteOptions.ROW_KIND_FIELD);
        kindColumn = kindField.isEmpty() ? -1 : type.index(kindField);
        if (kindColumn >= 0 && !type.type(kindColumn).kind().isText()) {
            throw new InvalidRequestException(
                    "rowkind.field " + kindField + " must be a text column");
        }
        ignoreDelete = options.get(WriteOptions.IGNORE_DELETE);
        ignoreUpdateBefore = options.get(WriteOptions.IGNORE_UPDATE_BEFORE);
    }

    /**
     * Checks a batch.
     *
     * @throws InvalidRequestException naming column and row
     */
    Accepted accept(Batch batch) {
        checkShape(batch);
        byte[] kinds = kindColumn >= 0 ? kindsOf(batch) : checkedKinds(batch);
        Accepted accepted = drop(batch.rowCount(), kinds);
        checkNulls(batch, accepted);
        checkKeys(batch, accepted);
        return accepted;
    }

    private void checkShape(Batch batch) {
        if (batch.columnCount() != type.size()) {
            throw new InvalidRequestException(
                    "a batch of "
                            + batch.columnCount()
                            + " columns; the table has "
                            + type.size()
                            + ": "
                            + String.join(", ", type.names()));
        }
        for (int column = 0; column < type.size(); column++) {
            VectorKind expected = VectorKind.of(type.type(column));
            VectorKind found = batch.column(column).kind();
            if (found != expected
                    && !(expected == VectorKind.BYTES && found == VectorKind.DICTIONARY)) {
                throw new InvalidRequestException(
                        "column "
                                + type.field(column).name()
                                + " of type "
                                + type.type(column)
                                + " is given as "
                                + found
                                + ", not "
                                + expected);
            }
        }
    }

    private static byte @Nullable [] checkedKinds(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            return null;
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            if ((kinds[row] & ~3) != 0) {
                throw new InvalidRequestException(
                        "row " + row + " has row kind " + kinds[row] + "; kinds are 0 to 3");
            }
        }
        return kinds;
    }

    private byte[] kindsOf(Batch batch) {
        ColumnVector column = batch.column(kindColumn);
        byte[] kinds = new byte[batch.rowCount()];
        if (column instanceof DictionaryVector coded) {
            byte[] byCode = new byte[coded.dictionary().length()];
            for (int code = 0; code < byCode.length; code++) {
                byCode[code] = (byte) kindOrNone(coded.dictionary(), code);
            }
            for (int row = 0; row < kinds.length; row++) {
                kinds[row] = column.isNull(row) ? -1 : byCode[coded.codes()[row]];
            }
        } else {
            for (int row = 0; row < kinds.length; row++) {
                kinds[row] =
                        (byte) (column.isNull(row) ? -1 : kindOrNone((BytesVector) column, row));
            }
        }
        for (int row = 0; row < kinds.length; row++) {
            if (kinds[row] < 0) {
                throw new InvalidRequestException(
                        "row "
                                + row
                                + ": rowkind.field "
                                + type.field(kindColumn).name()
                                + " must be one of +I, -U, +U, -D");
            }
        }
        return kinds;
    }

    private static int kindOrNone(BytesVector texts, int row) {
        int from = texts.offsets()[row];
        int length = texts.offsets()[row + 1] - from;
        if (length != 2) {
            return -1;
        }
        String text = new String(texts.data(), from, length, StandardCharsets.UTF_8);
        for (RowKind kind : RowKind.values()) {
            if (kind.shortText().equals(text)) {
                return kind.code();
            }
        }
        return -1;
    }

    private Accepted drop(int rowCount, byte @Nullable [] kinds) {
        if (kinds == null || !hasRetract(kinds, rowCount)) {
            return new Accepted(identity(rowCount), rowCount, primaryKey ? kinds : null);
        }
        int[] rows = new int[rowCount];
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            byte kind = kinds[row];
            boolean retract = RowKind.isRetract(kind);
            boolean before = kind == RowKind.UPDATE_BEFORE.code();
            if (!retract || !(ignoreDelete || (before && ignoreUpdateBefore))) {
                if (retract && !primaryKey) {
                    throw new InvalidRequestException(
                            "row "
                                    + row
                                    + " is "
                                    + RowKind.of(kind).shortText()
                                    + ": a table without a primary key takes only inserts, unless"
                                    + " ignore-delete is set");
                }
                rows[count++] = row;
            }
        }
        return new Accepted(rows, count, primaryKey ? kinds : null);
    }

    private static boolean hasRetract(byte[] kinds, int rowCount) {
        int seen = 0;
        for (int row = 0; row < rowCount; row++) {
            seen |= kinds[row];
        }
        return (seen & 1) != 0;
    }

    private int[] identity(int rowCount) {
        if (identity.length < rowCount) {
            identity = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                identity[row] = row;
            }
        }
        return identity;
    }

    private void checkNulls(Batch batch, Accepted accepted) {
        for (int column = 0; column < type.size(); column++) {
            if (!type.type(column).nullable() && !batch.column(column).validity().allValid()) {
                checkNulls(batch, accepted, column);
            }
        }
    }

    private void checkNulls(Batch batch, Accepted accepted, int column) {
        byte[] kinds = accepted.kinds();
        for (int index = 0; index < accepted.count(); index++) {
            int row = accepted.rows()[index];
            boolean excused = !keyColumn[column] && kinds != null && RowKind.isRetract(kinds[row]);
            if (batch.column(column).isNull(row) && !excused) {
                throw new InvalidRequestException(
                        "row "
                                + row
                                + ": column "
                                + type.field(column).name()
                                + " is NOT NULL and got null");
            }
        }
    }

    private void checkKeys(Batch batch, Accepted accepted) {
        for (int column = 0; column < type.size(); column++) {
            TypeKind kind = type.type(column).kind();
            if (keyColumn[column] && (kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE)) {
                checkNotNan(type.field(column), batch.column(column), accepted);
            }
        }
    }

    private static void checkNotNan(Field field, ColumnVector column, Accepted accepted) {
        for (int index = 0; index < accepted.count(); index++) {
            int row = accepted.rows()[index];
            boolean nan =
                    column instanceof FloatVector floats
                            ? Float.isNaN(floats.values()[row])
                            : Double.isNaN(((DoubleVector) column).values()[row]);
            if (nan && !column.isNull(row)) {
                throw new InvalidRequestException(
                        "row " + row + ": key column " + field.name() + " is NaN");
            }
        }
    }
}
