package io.weir.cli;

import io.weir.data.Row;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of values: plain for tables and CSV, JSON for the rest and for everything nested. */
final class CellText {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter(java.util.Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter(java.util.Locale.ROOT);

    private CellText() {}

    /** Text of a value that is not null. Bytes are hex; nested values are JSON. */
    static String plain(Object value, DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, MULTISET, ROW -> json(value, type);
            default -> scalar(value);
        };
    }

    private static String scalar(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return TIMESTAMP.format(time);
        }
        if (value instanceof Instant instant) {
            return TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        return String.valueOf(value);
    }

    /** JSON of a value; null is {@code null}. */
    static String json(@Nullable Object value, DataType type) {
        StringBuilder out = new StringBuilder();
        json(out, value, type);
        return out.toString();
    }

    private static void json(StringBuilder out, @Nullable Object value, DataType type) {
        if (value == null) {
            out.append("null");
            return;
        }
        switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DECIMAL -> out.append(scalar(value));
            case FLOAT, DOUBLE -> number(out, ((Number) value).doubleValue(), value);
            case ARRAY -> list(out, (List<?>) value, ((ArrayType) type).element());
            case MAP -> map(out, (Map<?, ?>) value, (MapType) type);
            case MULTISET -> map(out, (Map<?, ?>) value, ((MultisetType) type).asMap());
            case ROW -> row(out, (Row) value, (RowType) type);
            default -> quote(out, scalar(value));
        }
    }

    private static void number(StringBuilder out, double number, Object value) {
        // JSON has no NaN and no infinity.
        if (Double.isFinite(number)) {
            out.append(value);
        } else {
            quote(out, String.valueOf(value));
        }
    }

    private static void list(StringBuilder out, List<?> values, DataType element) {
        out.append('[');
        String comma = "";
        for (Object value : values) {
            out.append(comma);
            json(out, value, element);
            comma = ",";
        }
        out.append(']');
    }

    private static void map(StringBuilder out, Map<?, ?> values, MapType type) {
        out.append('{');
        String comma = "";
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            out.append(comma);
            quote(out, plain(entry.getKey(), type.key()));
            out.append(':');
            json(out, entry.getValue(), type.value());
            comma = ",";
        }
        out.append('}');
    }

    private static void row(StringBuilder out, Row row, RowType type) {
        out.append('{');
        for (int column = 0; column < type.size(); column++) {
            out.append(column == 0 ? "" : ",");
            quote(out, type.field(column).name());
            out.append(':');
            json(out, row.get(column), type.type(column));
        }
        out.append('}');
    }

    /** Appends text as a JSON string. */
    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int position = 0; position < text.length(); position++) {
            char letter = text.charAt(position);
            switch (letter) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (letter < 0x20) {
                        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) letter));
                    } else {
                        out.append(letter);
                    }
                }
            }
        }
        out.append('"');
    }
}
