package io.weir.testkit;

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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of rows in the expected files of the golden tables, whose README tells the rules.
 *
 * <p>A row is a list of fields, null for null, so that null and the empty string stay apart.
 */
public final class GoldenCsv {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn", Locale.ROOT);

    private GoldenCsv() {}

    /** The fields of a row. */
    public static List<@Nullable String> fields(Row row, RowType type) {
        List<@Nullable String> fields = new ArrayList<>(row.size());
        for (int column = 0; column < row.size(); column++) {
            Object value = row.get(column);
            fields.add(value == null ? null : field(value, type.type(column)));
        }
        return fields;
    }

    /** The text of one value, without the quotes of CSV. */
    public static String field(Object value, DataType type) {
        return type.kind().isNested() ? json(value, type) : plain(value);
    }

    private static String plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        if (value instanceof LocalDateTime wall) {
            return TIMESTAMP.format(wall);
        }
        if (value instanceof Instant instant) {
            return TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
        }
        return value.toString();
    }

    private static String json(@Nullable Object value, DataType type) {
        if (value == null) {
            return "null";
        }
        return switch (type.kind()) {
            case ARRAY -> {
                List<String> parts = new ArrayList<>();
                for (Object element : (List<?>) value) {
                    parts.add(json(element, ((ArrayType) type).element()));
                }
                yield "[" + String.join(",", parts) + "]";
            }
            case MAP -> {
                MapType map = (MapType) type;
                yield object((Map<?, ?>) value, map.key(), map.value());
            }
            case MULTISET ->
                    object((Map<?, ?>) value, ((MultisetType) type).element(), DataType.integer());
            case ROW -> {
                RowType row = (RowType) type;
                List<String> parts = new ArrayList<>();
                for (int field = 0; field < row.size(); field++) {
                    parts.add(
                            quoted(row.field(field).name())
                                    + ":"
                                    + json(((Row) value).get(field), row.type(field)));
                }
                yield "{" + String.join(",", parts) + "}";
            }
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL -> plain(value);
            default -> quoted(plain(value));
        };
    }

    private static String object(Map<?, ?> map, DataType keyType, DataType valueType) {
        Map<String, String> sorted = new TreeMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            sorted.put(
                    key == null ? "null" : field(key, keyType), json(entry.getValue(), valueType));
        }
        List<String> parts = new ArrayList<>();
        sorted.forEach((key, value) -> parts.add(quoted(key) + ":" + value));
        return "{" + String.join(",", parts) + "}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            switch (letter) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\t' -> json.append("\\t");
                case '\r' -> json.append("\\r");
                default -> json.append(letter);
            }
        }
        return json.append('"').toString();
    }

    /** The rows of a file of comma separated values, header included. */
    public static List<List<@Nullable String>> parse(String text) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        List<@Nullable String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean wasQuoted = false;
        boolean inQuotes = false;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (inQuotes) {
                if (letter != '"') {
                    field.append(letter);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    inQuotes = false;
                }
            } else if (letter == '"') {
                inQuotes = true;
                wasQuoted = true;
            } else if (letter == ',' || letter == '\n') {
                row.add(field.isEmpty() && !wasQuoted ? null : field.toString());
                field.setLength(0);
                wasQuoted = false;
                if (letter == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(letter);
            }
        }
        return rows;
    }
}
