package io.weir.core.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.core.codec.BinaryRow;
import io.weir.core.file.ValueCast;
import io.weir.option.LayoutOptions;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The texts of system tables. */
final class SystemText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SystemText() {}

    /** An instant on the wall clock of the environment. */
    static LocalDateTime localTime(long millis, SystemSource source) {
        return LocalDateTime.ofInstant(
                Instant.ofEpochMilli(millis), source.scan().environment().zone());
    }

    /** A time that was noted as wall clock. */
    static @Nullable LocalDateTime wallTime(@Nullable Long millis) {
        return millis == null
                ? null
                : LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    /** {@code {v1, v2}} of a partition, or of the bounds of partitions: values cast to text. */
    static String partition(byte[] partition, RowType type, SystemSource source) {
        List<String> values = new ArrayList<>();
        BinaryRow row = BinaryRow.ofSerialized(partition);
        for (int column = 0; column < type.size(); column++) {
            values.add(String.valueOf(castText(row, type, column, source)));
        }
        return "{" + String.join(", ", values) + "}";
    }

    /** {@code name=value/name=value} of a partition: values cast to text, not escaped. */
    static String partitionName(byte[] partition, RowType type, SystemSource source) {
        List<String> parts = new ArrayList<>();
        BinaryRow row = BinaryRow.ofSerialized(partition);
        for (int column = 0; column < type.size(); column++) {
            String text = castText(row, type, column, source);
            boolean told = text != null && !text.isBlank();
            parts.add(
                    type.field(column).name()
                            + "="
                            + (told
                                    ? text
                                    : source.table()
                                            .options()
                                            .get(LayoutOptions.PARTITION_DEFAULT_NAME)));
        }
        return String.join("/", parts);
    }

    private static @Nullable String castText(
            BinaryRow row, RowType type, int column, SystemSource source) {
        DataType from = type.type(column);
        return (String)
                ValueCast.of(
                        row.value(from, column),
                        from,
                        DataType.string(),
                        source.scan().environment().zone());
    }

    /** {@code [v1, v2]} of a key, values in their {@linkplain #stored stored} form. */
    static String key(byte[] key, RowType type) {
        List<String> values = new ArrayList<>();
        BinaryRow row = BinaryRow.ofSerialized(key);
        for (int column = 0; column < type.size(); column++) {
            values.add(stored(row.value(type.type(column), column)));
        }
        return "[" + String.join(", ", values) + "]";
    }

    /** {@code {name=value, ...}}, values in their {@linkplain #stored stored} form. */
    static String map(Map<String, @Nullable Object> values) {
        List<String> parts = new ArrayList<>();
        values.forEach((name, value) -> parts.add(name + "=" + stored(value)));
        return "{" + String.join(", ", parts) + "}";
    }

    /**
     * A value nearly as the format stores it: dates in days, times in milliseconds of the day,
     * instants as clocks at UTC. Bytes are hexadecimal.
     */
    private static String stored(@Nullable Object value) {
        if (value instanceof LocalDate date) {
            return Long.toString(date.toEpochDay());
        }
        if (value instanceof LocalTime time) {
            return Long.toString(time.toNanoOfDay() / 1_000_000);
        }
        if (value instanceof Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }

    static String json(List<String> names) {
        return write(names);
    }

    static String json(Map<String, String> options) {
        return write(new TreeMap<>(options));
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings always have a JSON form", e);
        }
    }
}
