package io.weir.core.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.core.codec.BinaryRow;
import io.weir.type.RowType;
import java.time.Instant;
import java.time.LocalDateTime;
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

    /** {@code {v1, v2}} of a partition; null without partition columns. */
    static @Nullable String partition(byte[] partition, RowType type) {
        return type.size() == 0 ? null : "{" + joined(partition, type) + "}";
    }

    /** {@code {v1, v2}} of any row. */
    static String row(byte[] row, RowType type) {
        return "{" + joined(row, type) + "}";
    }

    /** {@code [v1, v2]} of a key. */
    static String key(byte[] key, RowType type) {
        return "[" + joined(key, type) + "]";
    }

    private static String joined(byte[] serialized, RowType type) {
        BinaryRow row = BinaryRow.ofSerialized(serialized);
        List<String> values = new ArrayList<>();
        for (int column = 0; column < type.size(); column++) {
            values.add(value(row.value(type.type(column), column)));
        }
        return String.join(", ", values);
    }

    /** {@code {name=value, ...}}. */
    static String map(Map<String, @Nullable Object> values) {
        List<String> parts = new ArrayList<>();
        values.forEach((name, value) -> parts.add(name + "=" + value(value)));
        return "{" + String.join(", ", parts) + "}";
    }

    private static String value(@Nullable Object value) {
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
