package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Directory names: the examples of format sections 6.5 and 14.2. */
class TableLayoutTest {

    private static final Location ROOT = Location.of("/w/d.db/t");

    private static String path(boolean legacy, String name, DataType type, Object value) {
        RowType partition = RowType.of(Field.of(0, name, type));
        TableLayout layout =
                new TableLayout(
                        ROOT,
                        Options.of(Map.of("partition.legacy-name", Boolean.toString(legacy))),
                        partition);
        return layout.partitionPath(BinaryRowWriter.serialize(partition, value));
    }

    @Test
    void awkwardCharactersAreEscaped() {
        assertEquals("p=a%3D1%2Fb", path(true, "p", DataType.string(), "a=1/b"));
        assertEquals("p=x y \u00e9", path(true, "p", DataType.string(), "x y \u00e9"));
        assertEquals(
                "p=%22%23%25%27%2A%2F%3A%3D%3F%5C%7B%7D%5B%5D%5E%01%7F",
                path(true, "p", DataType.string(), "\"#%'*/:=?\\{}[]^\u0001\u007f"));
        assertEquals("a%2Fb=1", path(true, "a/b", DataType.integer(), 1));
    }

    @Test
    void nullEmptyAndBlankShareTheDefaultDirectory() {
        for (String value : new String[] {null, "", "  "}) {
            assertEquals("p=__DEFAULT_PARTITION__", path(true, "p", DataType.string(), value));
        }
    }

    @Test
    void datesAndTimesHaveAnOldAndANewForm() {
        LocalDate date = LocalDate.parse("2024-02-29");
        assertEquals("d=19782", path(true, "d", DataType.date(), date));
        assertEquals("d=2024-02-29", path(false, "d", DataType.date(), date));
        assertEquals("d=-1", path(true, "d", DataType.date(), LocalDate.parse("1969-12-31")));
        LocalTime time = LocalTime.parse("01:02:03");
        assertEquals("t=3723000", path(true, "t", DataType.time(3), time));
        assertEquals("t=01%3A02%3A03", path(false, "t", DataType.time(0), time));
        assertEquals("t=01%3A02%3A03.0", path(false, "t", DataType.time(3), time));
        assertEquals(
                "t=01%3A02%3A03.04",
                path(false, "t", DataType.time(3), LocalTime.parse("01:02:03.040")));
    }

    @Test
    void timestampsHaveAnOldAndANewForm() {
        LocalDateTime minute = LocalDateTime.parse("2024-01-02T03:04");
        assertEquals("t=2024-01-02T03%3A04", path(true, "t", DataType.timestamp(6), minute));
        assertEquals(
                "t=2024-01-02 03%3A04%3A00.000000",
                path(false, "t", DataType.timestamp(6), minute));
        assertEquals(
                "t=2024-01-02T03%3A04%3A05.670",
                path(
                        true,
                        "t",
                        DataType.timestamp(3),
                        LocalDateTime.parse("2024-01-02T03:04:05.67")));
        assertEquals("t=2024-01-02 03%3A04%3A00", path(false, "t", DataType.timestamp(0), minute));
        assertEquals(
                "t=2024-01-02T03%3A04%3A05",
                path(true, "t", DataType.timestampLtz(3), Instant.parse("2024-01-02T03:04:05Z")));
    }

    @Test
    void numbersHaveTheirJavaText() {
        assertEquals("n=1.0E30", path(true, "n", DataType.doubling(), 1e30));
        assertEquals("n=true", path(true, "n", DataType.bool(), true));
        assertEquals("n=-5", path(true, "n", DataType.tinyint(), (byte) -5));
        assertEquals(
                "n=0.0000001200",
                path(true, "n", DataType.decimal(20, 10), new BigDecimal("0.0000001200")));
    }

    @Test
    void bucketsLieInTheirPartition() {
        RowType partition =
                RowType.of(
                        Field.of(0, "a", DataType.string()), Field.of(1, "b", DataType.integer()));
        TableLayout layout =
                new TableLayout(
                        ROOT, Options.of(Map.of("data-file.path-directory", "data")), partition);
        byte[] row = BinaryRowWriter.serialize(partition, "x", 7);
        assertEquals("/w/d.db/t/data/a=x/b=7/bucket-3", layout.bucketDirectory(row, 3).path());
        assertEquals(
                "/w/d.db/t/data/a=x/b=7/bucket-postpone", layout.bucketDirectory(row, -2).path());
        TableLayout plain = new TableLayout(ROOT, Options.empty(), RowType.of());
        assertEquals("/w/d.db/t/bucket-0", plain.bucketDirectory(BinaryRowWriter.EMPTY, 0).path());
    }
}
