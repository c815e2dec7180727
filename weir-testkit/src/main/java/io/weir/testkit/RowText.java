package io.weir.testkit;

import io.weir.data.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text for every row, the same for equal rows only: what tests compare, since byte arrays inside
 * lists and maps do not equal each other in Java. The order of map entries does not count.
 */
public final class RowText {

    private RowText() {}

    public static String of(Row row) {
        return row.kind().shortText() + text(row);
    }

    /** One text a row, sorted: two tables are equal if these are. */
    public static List<String> sorted(Collection<Row> rows) {
        return rows.stream().map(RowText::of).sorted().toList();
    }

    /** The text of one value as {@link Row} lists them. */
    public static String text(@Nullable Object value) {
        if (value instanceof Row row) {
            return joined(row.values(), "(", ")");
        }
        if (value instanceof List<?> list) {
            return joined(list, "[", "]");
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, mapped) -> entries.add(text(key) + "=" + text(mapped)));
            entries.sort(null);
            return "{" + String.join(", ", entries) + "}";
        }
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        return value instanceof BigDecimal decimal
                ? decimal.toPlainString()
                : String.valueOf(value);
    }

    private static String joined(
            List<? extends @Nullable Object> values, String open, String close) {
        List<String> parts = new ArrayList<>();
        values.forEach(value -> parts.add(text(value)));
        return open + String.join(", ", parts) + close;
    }
}
