package io.weir.cdc;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import io.weir.error.InvalidRequestException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGbox;
import org.postgresql.geometric.PGcircle;
import org.postgresql.geometric.PGline;
import org.postgresql.geometric.PGlseg;
import org.postgresql.geometric.PGpath;
import org.postgresql.geometric.PGpoint;
import org.postgresql.geometric.PGpolygon;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/**
 * Has the engine hand values over as PostgreSQL spells them. Its own mapping drops what it has no
 * schema for, such as arrays of intervals, and puts other values where it has none, such as the
 * default for a null; as text a value is what the server sent, and a streamed row equals one that
 * was read. The engine makes this by its class name.
 */
public final class RawValues implements CustomConverter<SchemaBuilder, RelationalColumn> {

    /**
     * Stands where the source did not log a large value that an update left alone. No text of
     * PostgreSQL has a zero character.
     */
    static final String UNCHANGED = "\0unchanged";

    /** The same among bytes; compared by identity. */
    static final byte[] UNCHANGED_BYTES = {0};

    private static final int BYTEA = 17;

    @Override
    public void configure(Properties properties) {
        // Nothing to say.
    }

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (column.nativeType() == BYTEA) {
            registration.register(SchemaBuilder.bytes().optional(), RawValues::bytes);
        } else {
            registration.register(SchemaBuilder.string().optional(), RawValues::text);
        }
    }

    static boolean isUnchanged(@Nullable Object value) {
        return value == UNCHANGED_BYTES || UNCHANGED.equals(value);
    }

    private static @Nullable Object bytes(@Nullable Object value) {
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return UNCHANGED_BYTES;
        }
        return value instanceof byte[] ? value : null;
    }

    static @Nullable Object text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return UNCHANGED;
        }
        if (value instanceof Boolean bool) {
            return bool ? "t" : "f";
        }
        if (value instanceof SpecialValueDecimal decimal) {
            return decimal.getDecimalValue()
                    .map(BigDecimal::toPlainString)
                    .orElseGet(() -> String.valueOf(decimal.toDouble()));
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof PGInterval interval) {
            return PostgresText.interval(interval);
        }
        if (value instanceof PGobject object) {
            return object.getValue();
        }
        String time = timeText(value);
        return time == null ? value.toString() : time;
    }

    /**
     * A value as read, spelled as it would be streamed: shapes go through the driver's classes.
     *
     * @param kind name of its type
     */
    static String respelled(String kind, String value) {
        PGobject shape =
                switch (kind) {
                    case "point" -> new PGpoint();
                    case "box" -> new PGbox();
                    case "lseg" -> new PGlseg();
                    case "path" -> new PGpath();
                    case "polygon" -> new PGpolygon();
                    case "circle" -> new PGcircle();
                    case "line" -> new PGline();
                    default -> null;
                };
        if (shape == null) {
            return value;
        }
        try {
            shape.setValue(value);
            return String.valueOf(shape.getValue());
        } catch (SQLException e) {
            throw new InvalidRequestException("'" + value + "' is no " + kind, e);
        }
    }

    private static @Nullable String timeText(Object value) {
        if (value instanceof LocalDate date) {
            if (date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)) {
                return "infinity";
            }
            return date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE)
                    ? "-infinity"
                    : PostgresText.date(date);
        }
        if (value instanceof Instant instant) {
            if (instant.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)) {
                return "infinity";
            }
            return instant.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT)
                    ? "-infinity"
                    : PostgresText.timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), "");
        }
        if (value instanceof OffsetDateTime moment) {
            if (moment.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)) {
                return "infinity";
            }
            return moment.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)
                    ? "-infinity"
                    : PostgresText.timestamp(
                            moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), "+00");
        }
        if (value instanceof OffsetTime time) {
            return PostgresText.time(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime())
                    + "+00";
        }
        return value instanceof LocalTime time ? PostgresText.time(time) : null;
    }
}
