package io.weir.sql;

import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as DuckDB's driver gives them, made into the classes that {@link Row} lists. */
final class Values {

    private Values() {}

    static @Nullable Object convert(@Nullable Object value, DataType type) throws SQLException {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN, FLOAT, DOUBLE -> value;
            case TINYINT -> ((Number) value).byteValue();
            case SMALLINT -> ((Number) value).shortValue();
            case INT -> ((Number) value).intValue();
            case BIGINT -> ((Number) value).longValue();
            case DECIMAL -> decimal(value, ((ScalarType) type).scale());
            case CHAR, VARCHAR -> value.toString();
            case BINARY, VARBINARY -> bytes(value);
            case DATE -> value instanceof Date date ? date.toLocalDate() : (LocalDate) value;
            case TIME -> value instanceof Time time ? time.toLocalTime() : (LocalTime) value;
            case TIMESTAMP ->
                    value instanceof Timestamp time
                            ? time.toLocalDateTime()
                            : (LocalDateTime) value;
            case TIMESTAMP_LTZ ->
                    value instanceof Timestamp time
                            ? time.toInstant()
                            : ((OffsetDateTime) value).toInstant();
            case ARRAY -> list(value, ((ArrayType) type).element());
            case MAP -> map(value, (MapType) type);
            case ROW -> row(value, (RowType) type);
            case MULTISET -> throw new InvalidRequestException("no result has type " + type);
        };
    }

    private static BigDecimal decimal(Object value, int scale) {
        BigDecimal decimal =
                value instanceof BigDecimal number
                        ? number
                        : value instanceof BigInteger number
                                ? new BigDecimal(number)
                                : BigDecimal.valueOf(((Number) value).longValue());
        return decimal.setScale(scale, RoundingMode.UNNECESSARY);
    }

    private static byte[] bytes(Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        return value instanceof byte[] bytes
                ? bytes
                : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<@Nullable Object> list(Object value, DataType element) throws SQLException {
        Object[] items = (Object[]) (value instanceof Array array ? array.getArray() : value);
        List<@Nullable Object> converted = new ArrayList<>(items.length);
        for (Object item : items) {
            converted.add(convert(item, element));
        }
        return Collections.unmodifiableList(converted);
    }

    private static Map<@Nullable Object, @Nullable Object> map(Object value, MapType type)
            throws SQLException {
        Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            converted.put(
                    convert(entry.getKey(), type.key()), convert(entry.getValue(), type.value()));
        }
        return Collections.unmodifiableMap(converted);
    }

    private static Row row(Object value, RowType type) throws SQLException {
        Object[] attributes = ((Struct) value).getAttributes();
        @Nullable Object[] converted = new @Nullable Object[attributes.length];
        for (int field = 0; field < attributes.length; field++) {
            converted[field] = convert(attributes[field], type.type(field));
        }
        return Row.of(converted);
    }
}
