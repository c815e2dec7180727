package io.weir.core.file;

import io.weir.data.ArrayVector;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Values as text: numbers in plain digits, {@code 2024-01-31}, {@code 2024-01-31 10:20:30.500},
 * {@code [1, 2]}, {@code {k -> v}}, {@code {a, b}}; nulls inside are {@code null}.
 */
final class ValueText {

    private final DataType type;
    private final ZoneId zone;

    ValueText(DataType type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
    }

    BytesVector of(ColumnVector vector) {
        return TextCasts.texts(
                vector,
                row -> {
                    StringBuilder text = new StringBuilder();
                    append(text, vector, type, row);
                    return text.toString();
                });
    }

    private void append(StringBuilder text, ColumnVector vector, DataType valueType, int row) {
        if (vector.isNull(row)) {
            text.append("null");
            return;
        }
        switch (vector.kind()) {
            case BYTE -> appendByte(text, ((ByteVector) vector).values()[row], valueType);
            case FLOAT -> text.append(((FloatVector) vector).values()[row]);
            case DOUBLE -> text.append(((DoubleVector) vector).values()[row]);
            case BYTES -> text.append(((BytesVector) vector).text(row));
            case DICTIONARY -> {
                DictionaryVector coded = (DictionaryVector) vector;
                text.append(coded.dictionary().text(coded.codes()[row]));
            }
            case INT -> appendInt(text, (IntVector) vector, (ScalarType) valueType, row);
            case LONG, WIDE -> appendLong(text, vector, (ScalarType) valueType, row);
            case ARRAY -> appendArray(text, (ArrayVector) vector, (ArrayType) valueType, row);
            case MAP -> appendMap(text, (MapVector) vector, Evolution.mapType(valueType), row);
            case ROW -> appendRow(text, (RowVector) vector, (RowType) valueType, row);
        }
    }

    private static void appendByte(StringBuilder text, byte value, DataType type) {
        if (type.kind() == TypeKind.BOOLEAN) {
            text.append(value != 0);
        } else {
            text.append(value);
        }
    }

    private void appendInt(StringBuilder text, IntVector vector, ScalarType valueType, int row) {
        int value = vector.values()[row];
        switch (valueType.kind()) {
            case DATE -> text.append(LocalDate.ofEpochDay(value));
            case TIME -> {
                appendClock(text, value / 1000);
                appendMillis(text, value % 1000, valueType.precision());
            }
            default -> text.append(value);
        }
    }

    private void appendLong(
            StringBuilder text, ColumnVector vector, ScalarType valueType, int row) {
        switch (valueType.kind()) {
            case BIGINT -> text.append(((LongVector) vector).values()[row]);
            case DECIMAL ->
                    text.append(NumberCasts.decimal(vector, valueType, row).toPlainString());
            default -> appendTimestamp(text, vector, valueType, row);
        }
    }

    private void appendTimestamp(
            StringBuilder text, ColumnVector vector, ScalarType valueType, int row) {
        long millis = TimeCasts.millis(vector, valueType, row);
        int nanos = TimeCasts.nanos(vector, valueType, row);
        if (valueType.kind() == TypeKind.TIMESTAMP_LTZ) {
            millis = TimeCasts.wallClock(millis, zone);
        }
        long seconds = Math.floorDiv(millis, 1000L);
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        text.append(time.toLocalDate()).append(' ');
        appendClock(text, time.toLocalTime().toSecondOfDay());
        appendFraction(
                text,
                1_000_000 * (int) Math.floorMod(millis, 1000L) + nanos,
                valueType.precision());
    }

    private static void appendClock(StringBuilder text, int secondOfDay) {
        appendTwoDigits(text, secondOfDay / 3600);
        text.append(':');
        appendTwoDigits(text, secondOfDay / 60 % 60);
        text.append(':');
        appendTwoDigits(text, secondOfDay % 60);
    }

    private static void appendTwoDigits(StringBuilder text, int number) {
        text.append(number < 10 ? "0" : "").append(number);
    }

    /** At least as many digits as the precision asks for, more only where they are not zero. */
    private static void appendFraction(StringBuilder text, int nanos, int precision) {
        String digits = Integer.toString(1_000_000_000 + nanos).substring(1);
        int end = digits.length();
        while (end > precision && digits.charAt(end - 1) == '0') {
            end--;
        }
        if (end > 0) {
            text.append('.').append(digits, 0, end);
        }
    }

    /** As many digits as are needed, at least one, at most the precision; none at precision 0. */
    private static void appendMillis(StringBuilder text, int millis, int precision) {
        int rest = millis;
        for (int digit = 0; digit < Math.min(3, precision) && (digit == 0 || rest > 0); digit++) {
            text.append(digit == 0 ? "." : "").append(rest / 100);
            rest = rest % 100 * 10;
        }
    }

    private void appendArray(StringBuilder text, ArrayVector vector, ArrayType valueType, int row) {
        text.append('[');
        int start = vector.offsets()[row];
        for (int element = start; element < vector.offsets()[row + 1]; element++) {
            text.append(element == start ? "" : ", ");
            append(text, vector.elements(), valueType.element(), element);
        }
        text.append(']');
    }

    private void appendMap(StringBuilder text, MapVector vector, MapType valueType, int row) {
        text.append('{');
        int start = vector.offsets()[row];
        for (int entry = start; entry < vector.offsets()[row + 1]; entry++) {
            text.append(entry == start ? "" : ", ");
            append(text, vector.keys(), valueType.key(), entry);
            text.append(" -> ");
            append(text, vector.values(), valueType.value(), entry);
        }
        text.append('}');
    }

    private void appendRow(StringBuilder text, RowVector vector, RowType valueType, int row) {
        text.append('{');
        for (int child = 0; child < valueType.size(); child++) {
            text.append(child == 0 ? "" : ", ");
            append(text, vector.children()[child], valueType.type(child), row);
        }
        text.append('}');
    }
}
