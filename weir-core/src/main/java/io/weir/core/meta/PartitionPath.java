package io.weir.core.meta;

import io.weir.core.codec.BinaryRow;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;

/**
 * The directory names of partitions (format section 6.5): {@code k1=v1/k2=v2}, values as text,
 * awkward characters as {@code %XX}. Timestamps with local time zone are told in UTC.
 */
final class PartitionPath {

    private static final String ESCAPED = "\"#%'*/:=?\\{}[]^\u007f";

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final RowType type;
    private final String defaultName;
    private final boolean legacy;

    PartitionPath(RowType type, String defaultName, boolean legacy) {
        this.type = type;
        this.defaultName = defaultName;
        this.legacy = legacy;
    }

    String of(BinaryRow partition) {
        StringBuilder path = new StringBuilder();
        for (int column = 0; column < type.size(); column++) {
            if (column > 0) {
                path.append('/');
            }
            escape(type.field(column).name(), path);
            path.append('=');
            escape(text(partition, column), path);
        }
        return path.toString();
    }

    private String text(BinaryRow partition, int column) {
        if (partition.isNullAt(column)) {
            return defaultName;
        }
        String text = legacy ? legacyText(partition, column) : plainText(partition, column);
        return text.isBlank() ? defaultName : text;
    }

    private String legacyText(BinaryRow partition, int column) {
        return switch (type.type(column).kind()) {
            case DATE, TIME -> Integer.toString(partition.getInt(column));
            case TIMESTAMP, TIMESTAMP_LTZ -> wallClock(partition, column).toString();
            default -> commonText(partition, column);
        };
    }

    private String plainText(BinaryRow partition, int column) {
        DataType columnType = type.type(column);
        return switch (columnType.kind()) {
            case DATE -> LocalDate.ofEpochDay(partition.getInt(column)).toString();
            case TIME -> timeText(partition.getInt(column), ((ScalarType) columnType).precision());
            case TIMESTAMP, TIMESTAMP_LTZ ->
                    timestampText(
                            wallClock(partition, column), ((ScalarType) columnType).precision());
            default -> commonText(partition, column);
        };
    }

    private String commonText(BinaryRow partition, int column) {
        DataType columnType = type.type(column);
        Object value = partition.value(columnType, column);
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }

    private LocalDateTime wallClock(BinaryRow partition, int column) {
        ScalarType timestamp = (ScalarType) type.type(column);
        Object value = partition.value(timestamp, column);
        return timestamp.kind() == TypeKind.TIMESTAMP
                ? (LocalDateTime) Objects.requireNonNull(value)
                : LocalDateTime.ofInstant((Instant) Objects.requireNonNull(value), ZoneOffset.UTC);
    }

    /** Fraction of milliseconds without zeros at the end, at least one digit, at most p. */
    private static String timeText(int millisOfDay, int precision) {
        LocalTime time = LocalTime.ofNanoOfDay(millisOfDay * 1_000_000L);
        String whole =
                String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d",
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond());
        if (precision == 0) {
            return whole;
        }
        String digits = String.format(Locale.ROOT, "%03d", millisOfDay % 1000);
        int length = Math.min(precision, 3);
        while (length > 1 && digits.charAt(length - 1) == '0') {
            length--;
        }
        return whole + "." + digits.substring(0, length);
    }

    private static String timestampText(LocalDateTime time, int precision) {
        if (precision == 0) {
            return SECONDS.format(time);
        }
        return new DateTimeFormatterBuilder()
                .append(SECONDS)
                .appendFraction(ChronoField.NANO_OF_SECOND, precision, precision, true)
                .toFormatter(Locale.ROOT)
                .format(time);
    }

    static void escape(String name, StringBuilder target) {
        for (int index = 0; index < name.length(); index++) {
            char c = name.charAt(index);
            if (c < 0x20 || ESCAPED.indexOf(c) >= 0) {
                target.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                target.append(c);
            }
        }
    }
}
