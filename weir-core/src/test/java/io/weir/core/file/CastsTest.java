package io.weir.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.data.Cells;
import io.weir.data.ColumnVector;
import io.weir.data.Row;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CastsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Casts values, with a null among them, and gives the results without that null. */
    private static List<Object> cast(DataType from, DataType to, Object... values) {
        VectorBuilder builder = VectorBuilder.of(from, values.length);
        builder.appendNull();
        for (Object value : values) {
            builder.appendValue(value);
        }
        ColumnVector result = Casts.of(from, to, ZONE).apply(builder.build());
        assertEquals(values.length + 1, result.length());
        assertEquals(null, Cells.value(result, to, 0), "null stays null");
        List<Object> found = new ArrayList<>();
        IntStream.rangeClosed(1, values.length)
                .forEach(row -> found.add(show(Cells.value(result, to, row))));
        return found;
    }

    private static Object show(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
    }

    private static BigDecimal dec(String text) {
        return new BigDecimal(text);
    }

    @Test
    void theSameTypeIsNotTouched() {
        assertSame(
                Conversion.NONE, Casts.of(DataType.integer(), DataType.integer().notNull(), ZONE));
        assertSame(Conversion.NONE, Casts.of(DataType.varchar(5), DataType.varchar(9), ZONE));
        assertSame(Conversion.NONE, Casts.of(DataType.character(5), DataType.string(), ZONE));
    }

    @Test
    void integersWidenAndWrap() {
        assertEquals(
                List.of(1L, -128L),
                cast(DataType.tinyint(), DataType.bigint(), (byte) 1, (byte) -128));
        assertEquals(
                List.of((byte) 44, (byte) -1),
                cast(DataType.integer(), DataType.tinyint(), 300, -1));
        assertEquals(List.of((short) -1), cast(DataType.bigint(), DataType.smallint(), 65535L));
        assertEquals(
                List.of(Integer.MIN_VALUE), cast(DataType.bigint(), DataType.integer(), 1L << 31));
        assertEquals(List.of(16777216f), cast(DataType.integer(), DataType.floating(), 16777217));
        assertEquals(List.of(5.0), cast(DataType.smallint(), DataType.doubling(), (short) 5));
    }

    @Test
    void floatingPointSaturatesAndCutsFractions() {
        assertEquals(
                Arrays.asList(Integer.MAX_VALUE, 0, -2),
                cast(DataType.doubling(), DataType.integer(), 1e12, Double.NaN, -2.9));
        assertEquals(List.of((byte) -1), cast(DataType.doubling(), DataType.tinyint(), 1e12));
        assertEquals(List.of(Long.MIN_VALUE), cast(DataType.floating(), DataType.bigint(), -1e30f));
        assertEquals(List.of(0.1f), cast(DataType.doubling(), DataType.floating(), 0.1));
        assertEquals(List.of((double) 0.1f), cast(DataType.floating(), DataType.doubling(), 0.1f));
    }

    @Test
    void booleansAreOneAndZero() {
        assertEquals(List.of(1, 0), cast(DataType.bool(), DataType.integer(), true, false));
        assertEquals(List.of(dec("1.00")), cast(DataType.bool(), DataType.decimal(5, 2), true));
        assertEquals(List.of(true, false), cast(DataType.bigint(), DataType.bool(), -7L, 0L));
        assertEquals(
                List.of("true", "false"), cast(DataType.bool(), DataType.string(), true, false));
        assertEquals(
                List.of(true, true, false),
                cast(DataType.string(), DataType.bool(), "T", "yes", "0"));
    }

    @Test
    void decimalsRoundHalfUpAndOverflowToNull() {
        assertEquals(
                Arrays.asList(dec("1.3"), dec("-1.3"), null),
                cast(
                        DataType.decimal(5, 2),
                        DataType.decimal(3, 1),
                        dec("1.25"),
                        dec("-1.25"),
                        dec("123.00")));
        assertEquals(
                Arrays.asList(dec("12.000"), null),
                cast(DataType.integer(), DataType.decimal(5, 3), 12, 100));
        assertEquals(
                Arrays.asList(dec("99.000"), null, dec("-99.000")),
                cast(DataType.bigint(), DataType.decimal(5, 3), 99L, Long.MIN_VALUE, -99L));
        assertEquals(
                List.of(dec("12345678901234567890.12000")),
                cast(
                        DataType.decimal(22, 2),
                        DataType.decimal(30, 5),
                        dec("12345678901234567890.12")));
        assertEquals(
                List.of(dec("-1.00000000000000000000")),
                cast(DataType.tinyint(), DataType.decimal(38, 20), (byte) -1));
        assertEquals(
                Arrays.asList(dec("0.13"), null),
                cast(DataType.doubling(), DataType.decimal(4, 2), 0.125, 100.0));
        assertThrows(
                InvalidRequestException.class,
                () -> cast(DataType.doubling(), DataType.decimal(4, 2), Double.NaN));
        assertEquals(
                List.of(12, -12),
                cast(DataType.decimal(4, 2), DataType.integer(), dec("12.99"), dec("-12.99")));
        assertEquals(List.of(12L), cast(DataType.decimal(25, 2), DataType.bigint(), dec("12.99")));
        assertEquals(
                List.of(-0.5), cast(DataType.decimal(25, 2), DataType.doubling(), dec("-0.50")));
    }

    @Test
    void wideDecimalsKeepTheirBits() {
        List<BigDecimal> values =
                List.of(
                        dec("99999999999999999999999999999999999999"),
                        dec("-99999999999999999999999999999999999999"),
                        dec("18446744073709551615"),
                        dec("-18446744073709551616"),
                        dec("9223372036854775808"));
        assertEquals(
                values.stream().map(BigDecimal::toString).toList(),
                cast(DataType.decimal(38, 0), DataType.string(), values.toArray()));
    }

    @Test
    void textIsCutAndPadded() {
        assertEquals(
                List.of("h\u00e4", ""),
                cast(DataType.string(), DataType.varchar(2), "h\u00e4llo", ""));
        assertEquals(
                List.of("h\u00e4  ", "abcd"),
                cast(DataType.varchar(9), DataType.character(4), "h\u00e4", "abcde"));
        assertEquals(List.of("6869"), cast(DataType.string(), DataType.bytes(), "hi"));
        assertEquals(
                List.of("68690000", "61626364"),
                cast(DataType.string(), DataType.binary(4), "hi", "abcdef"));
        assertEquals(
                List.of("6162"),
                cast(DataType.bytes(), DataType.varbinary(2), (Object) "abc".getBytes()));
        assertEquals(
                List.of("abc"),
                cast(DataType.bytes(), DataType.string(), (Object) "abc".getBytes()));
    }

    @Test
    void textIsParsed() {
        assertEquals(
                List.of(12, -7, 0),
                cast(DataType.string(), DataType.integer(), "12", "-7.9", ".5"));
        assertEquals(List.of(1.5e3), cast(DataType.string(), DataType.doubling(), "1.5e3"));
        assertEquals(
                Arrays.asList(dec("1.24"), null),
                cast(DataType.string(), DataType.decimal(3, 2), "1.235", "10"));
        assertEquals(
                List.of(LocalDate.of(2024, 2, 3), LocalDate.of(2024, 12, 31)),
                cast(DataType.string(), DataType.date(), "2024-2-3", "2024-12-31 23:00:00"));
        assertEquals(
                List.of(LocalTime.of(1, 2, 3, 500_000_000)),
                cast(DataType.string(), DataType.time(3), "1:02:03.5"));
        assertEquals(
                List.of(LocalDateTime.of(2024, 2, 3, 4, 5, 6, 123_000_000)),
                cast(DataType.string(), DataType.timestamp(3), "2024-02-03 04:05:06.123456"));
        assertEquals(
                List.of(Instant.parse("2024-02-02T20:05:06Z")),
                cast(DataType.string(), DataType.timestampLtz(6), "2024-02-03 04:05:06"));
    }

    @Test
    void wholeNumbersInTextAreTimesToo() {
        assertEquals(
                List.of(LocalDate.of(1970, 1, 2), LocalDate.of(1969, 12, 25)),
                cast(DataType.string(), DataType.date(), "1", "-7"));
        assertEquals(
                List.of(LocalTime.of(0, 0, 2, 24_000_000)),
                cast(DataType.string(), DataType.time(0), "2024"));
        assertEquals(
                List.of(LocalDateTime.of(1970, 1, 1, 0, 33, 44)),
                cast(DataType.string(), DataType.timestamp(0), "2024"));
        assertEquals(
                List.of(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_993_000)),
                cast(DataType.string(), DataType.timestamp(6), "-7"));
        assertThrows(
                InvalidRequestException.class,
                () -> cast(DataType.string(), DataType.timestamp(2), "2024"));
        assertThrows(
                InvalidRequestException.class,
                () -> cast(DataType.string(), DataType.timestampLtz(3), "2024"));
    }

    @Test
    void datesOfTimestampsAreForgivingAsTheFormatsOwnersAre() {
        assertEquals(
                List.of(
                        LocalDateTime.of(2024, 2, 29, 0, 0),
                        LocalDateTime.of(2024, 2, 4, 0, 0),
                        LocalDateTime.of(2024, 2, 3, 4, 5, 6)),
                cast(
                        DataType.string(),
                        DataType.timestamp(3),
                        "2024-02-30",
                        "2024-02-03 24:00:00",
                        "2024-2-3 4:5:6."));
        for (String text :
                List.of(
                        "2024-02",
                        "24-02-03",
                        "2024-02-03T04:05:06",
                        "2024-02-03 4:05",
                        " 2024-02-03")) {
            assertThrows(
                    InvalidRequestException.class,
                    () -> cast(DataType.string(), DataType.timestamp(3), text),
                    text);
        }
    }

    @Test
    void textThatIsNoValueIsAnError() {
        for (DataType to :
                List.of(
                        DataType.integer(),
                        DataType.bool(),
                        DataType.decimal(5, 1),
                        DataType.date(),
                        DataType.time(0),
                        DataType.timestamp(3),
                        DataType.doubling())) {
            InvalidRequestException error =
                    assertThrows(
                            InvalidRequestException.class,
                            () -> cast(DataType.string(), to, "apple"));
            assertEquals(true, error.getMessage().contains("apple"));
        }
        assertThrows(
                InvalidRequestException.class,
                () -> cast(DataType.string(), DataType.tinyint(), "300"));
    }

    @Test
    void timesAreToldAsText() {
        assertEquals(
                List.of("2024-02-03"),
                cast(DataType.date(), DataType.string(), LocalDate.of(2024, 2, 3)));
        assertEquals(
                List.of("04:05:06.7", "00:00:00.0"),
                cast(
                        DataType.time(3),
                        DataType.string(),
                        LocalTime.of(4, 5, 6, 700_000_000),
                        LocalTime.MIDNIGHT));
        assertEquals(
                List.of("2024-02-03 04:05:06.123456", "1969-12-31 23:59:59.000001"),
                cast(
                        DataType.timestamp(6),
                        DataType.string(),
                        LocalDateTime.of(2024, 2, 3, 4, 5, 6, 123_456_000),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1000)));
        assertEquals(
                List.of("2024-02-03 04:05:06"),
                cast(
                        DataType.timestamp(0),
                        DataType.string(),
                        LocalDateTime.of(2024, 2, 3, 4, 5, 6)));
        assertEquals(
                List.of("2024-02-03 04:05:06.000"),
                cast(
                        DataType.timestampLtz(3),
                        DataType.string(),
                        Instant.parse("2024-02-02T20:05:06Z")));
    }

    @Test
    void timesChangeTheirPrecisionAndKind() {
        LocalDateTime nanos = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_456_789);
        assertEquals(
                List.of(nanos.withNano(123_000_000)),
                cast(DataType.timestamp(9), DataType.timestamp(3), nanos));
        assertEquals(
                List.of(nanos.withNano(123_456_000)),
                cast(DataType.timestamp(9), DataType.timestamp(6), nanos));
        assertEquals(
                List.of(nanos.withNano(130_000_000)),
                cast(DataType.timestamp(9), DataType.timestamp(2), nanos));
        assertEquals(
                List.of(nanos.withNano(123_000_000)),
                cast(DataType.timestamp(3), DataType.timestamp(9), nanos.withNano(123_000_000)));
        assertEquals(
                List.of(LocalDate.of(1969, 12, 31)),
                cast(DataType.timestamp(9), DataType.date(), nanos));
        assertEquals(
                List.of(LocalTime.of(23, 59, 59, 123_000_000)),
                cast(DataType.timestamp(9), DataType.time(3), nanos));
        assertEquals(
                List.of(Instant.parse("2024-02-02T20:05:06Z")),
                cast(
                        DataType.timestamp(3),
                        DataType.timestampLtz(6),
                        LocalDateTime.of(2024, 2, 3, 4, 5, 6)));
        assertEquals(
                List.of(LocalDate.of(2024, 2, 3)),
                cast(
                        DataType.timestampLtz(3),
                        DataType.date(),
                        Instant.parse("2024-02-02T20:05:06Z")));
        assertEquals(
                List.of(LocalDateTime.of(2024, 2, 3, 0, 0)),
                cast(DataType.date(), DataType.timestamp(9), LocalDate.of(2024, 2, 3)));
        assertEquals(
                List.of(LocalDateTime.of(1970, 1, 1, 4, 5, 6)),
                cast(DataType.time(0), DataType.timestamp(3), LocalTime.of(4, 5, 6)));
    }

    @Test
    void timestampsAreSecondsAsNumbers() {
        LocalDateTime time = LocalDateTime.of(1970, 1, 1, 0, 1, 0, 500_000_000);
        assertEquals(List.of(60), cast(DataType.timestamp(3), DataType.integer(), time));
        assertEquals(List.of(60L), cast(DataType.timestamp(6), DataType.bigint(), time));
        assertEquals(
                List.of(time.withNano(0)), cast(DataType.integer(), DataType.timestamp(3), 60));
        assertEquals(
                List.of(time.withNano(0)), cast(DataType.bigint(), DataType.timestamp(9), 60L));
        assertThrows(
                InvalidRequestException.class,
                () -> Casts.of(DataType.timestamp(3), DataType.doubling(), ZONE));
    }

    @Test
    void nestedValuesAreToldAsText() {
        DataType list = new ArrayType(DataType.integer(), true);
        assertEquals(
                List.of("[1, null]", "[]"),
                cast(list, DataType.string(), Arrays.asList(1, null), List.of()));
        DataType map = new MapType(DataType.string(), DataType.decimal(5, 2), true);
        assertEquals(
                List.of("{k -> 1.50}"), cast(map, DataType.string(), Map.of("k", dec("1.50"))));
        assertEquals(
                List.of("{n -> null}"),
                cast(map, DataType.string(), Collections.singletonMap("n", null)));
        DataType row =
                new RowType(
                        List.of(Field.of(1, "a", DataType.bigint()), Field.of(2, "b", list)), true);
        assertEquals(List.of("{5, [6]}"), cast(row, DataType.string(), Row.of(5L, List.of(6))));
    }

    @Test
    void pairsWithoutACastAreRefused() {
        assertThrows(
                InvalidRequestException.class,
                () -> Casts.of(DataType.date(), DataType.integer(), ZONE));
        assertThrows(
                InvalidRequestException.class,
                () -> Casts.of(DataType.string(), new ArrayType(DataType.integer(), true), ZONE));
        assertThrows(
                InvalidRequestException.class,
                () -> Casts.of(DataType.bytes(), DataType.integer(), ZONE));
        assertThrows(
                InvalidRequestException.class,
                () -> Casts.of(DataType.time(3), DataType.date(), ZONE));
    }
}
