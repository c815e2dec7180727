package io.weir.data;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Single values of vectors as Java values, and rows of them as vectors. For the edges: every call
 * makes objects.
 */
public final class Cells {

    private Cells() {}

    /** The value of a row as {@link Row} lists them, or null. */
    public static @Nullable Object value(ColumnVector vector, DataType type, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> ((ByteVector) vector).values()[row] != 0;
            case TINYINT -> ((ByteVector) vector).values()[row];
            case SMALLINT -> (short) ((IntVector) vector).values()[row];
            case INT -> ((IntVector) vector).values()[row];
            case BIGINT -> ((LongVector) vector).values()[row];
            case FLOAT -> ((FloatVector) vector).values()[row];
            case DOUBLE -> ((DoubleVector) vector).values()[row];
            case DATE -> LocalDate.ofEpochDay(((IntVector) vector).values()[row]);
            case TIME -> LocalTime.ofNanoOfDay(((IntVector) vector).values()[row] * 1_000_000L);
            case DECIMAL -> decimal(vector, (ScalarType) type, row);
            case TIMESTAMP ->
                    LocalDateTime.ofInstant(
                            instant(vector, (ScalarType) type, row), ZoneOffset.UTC);
            case TIMESTAMP_LTZ -> instant(vector, (ScalarType) type, row);
            case CHAR, VARCHAR -> text(vector, row);
            case BINARY, VARBINARY -> bytes(vector, row);
            case ARRAY -> list((ArrayVector) vector, ((ArrayType) type).element(), row);
            case MAP -> map((MapVector) vector, (MapType) type, row);
            case MULTISET -> map((MapVector) vector, ((MultisetType) type).asMap(), row);
            case ROW -> row(((RowVector) vector).children(), RowKind.INSERT, (RowType) type, row);
        };
    }

    /** A row of a batch, with its kind. */
    public static Row row(Batch batch, RowType type, int row) {
        return row(batch.columns(), batch.rowKind(row), type, row);
    }

    /** All rows of a batch. */
    public static List<Row> rows(Batch batch, RowType type) {
        List<Row> rows = new ArrayList<>(batch.rowCount());
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.add(row(batch, type, row));
        }
        return rows;
    }

    /**
     * The rows as columns.
     *
     * @throws io.weir.error.InvalidRequestException a row has another number of values, or a value
     *     does not fit its column's type
     */
    public static Batch batch(RowType type, List<Row> rows) {
        VectorBuilder builder = VectorBuilder.of(type, rows.size());
        byte[] kinds = new byte[rows.size()];
        boolean allInserts = true;
        for (int row = 0; row < kinds.length; row++) {
            builder.appendValue(rows.get(row));
            kinds[row] = rows.get(row).kind().code();
            allInserts &= kinds[row] == 0;
        }
        RowVector built = (RowVector) builder.build();
        return new Batch(kinds.length, built.children(), allInserts ? null : kinds);
    }

    private static Row row(ColumnVector[] columns, RowKind kind, RowType type, int row) {
        @Nullable Object[] values = new Object[columns.length];
        for (int column = 0; column < columns.length; column++) {
            values[column] = value(columns[column], type.type(column), row);
        }
        return Row.of(kind, values);
    }

    private static BigDecimal decimal(ColumnVector vector, ScalarType type, int row) {
        if (vector instanceof LongVector compact) {
            return BigDecimal.valueOf(compact.values()[row], type.scale());
        }
        WideVector wide = (WideVector) vector;
        BigInteger low = BigInteger.valueOf(wide.low()[row]);
        BigInteger unsignedLow = low.signum() < 0 ? low.add(BigInteger.ONE.shiftLeft(64)) : low;
        return new BigDecimal(
                BigInteger.valueOf(wide.high()[row]).shiftLeft(64).add(unsignedLow), type.scale());
    }

    private static Instant instant(ColumnVector vector, ScalarType type, int row) {
        if (vector instanceof WideVector wide) {
            return Instant.ofEpochMilli(wide.high()[row]).plusNanos(wide.low()[row]);
        }
        long value = ((LongVector) vector).values()[row];
        return type.precision() <= 3
                ? Instant.ofEpochMilli(value)
                : Instant.ofEpochSecond(
                        Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000L);
    }

    private static String text(ColumnVector vector, int row) {
        return vector instanceof DictionaryVector coded
                ? coded.dictionary().text(coded.codes()[row])
                : ((BytesVector) vector).text(row);
    }

    private static byte[] bytes(ColumnVector vector, int row) {
        BytesVector plain =
                vector instanceof DictionaryVector coded
                        ? coded.dictionary()
                        : (BytesVector) vector;
        int at = vector instanceof DictionaryVector coded ? coded.codes()[row] : row;
        return Arrays.copyOfRange(plain.data(), plain.offsets()[at], plain.offsets()[at + 1]);
    }

    private static List<@Nullable Object> list(ArrayVector vector, DataType element, int row) {
        int from = vector.offsets()[row];
        int to = vector.offsets()[row + 1];
        List<@Nullable Object> values = new ArrayList<>(to - from);
        for (int entry = from; entry < to; entry++) {
            values.add(value(vector.elements(), element, entry));
        }
        return Collections.unmodifiableList(values);
    }

    private static Map<@Nullable Object, @Nullable Object> map(
            MapVector vector, MapType type, int row) {
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        for (int entry = vector.offsets()[row]; entry < vector.offsets()[row + 1]; entry++) {
            values.put(
                    value(vector.keys(), type.key(), entry),
                    value(vector.values(), type.value(), entry));
        }
        return Collections.unmodifiableMap(values);
    }
}
