package io.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintersTest {

    private static final RowType TYPE =
            RowType.of(
                    Field.of(0, "id", DataType.integer()),
                    Field.of(1, "text", DataType.string()),
                    Field.of(2, "bytes", DataType.bytes()),
                    Field.of(3, "amount", DataType.decimal(8, 2)));

    private static String print(RowPrinter.Format format, RowType type, Object[]... rows) {
        return print(format, Integer.MAX_VALUE, type, rows);
    }

    private static String print(
            RowPrinter.Format format, int width, RowType type, Object[]... rows) {
        StringWriter out = new StringWriter();
        RowPrinter printer = RowPrinter.of(format, new PrintWriter(out), width);
        printer.begin(type);
        for (Object[] row : rows) {
            printer.row(Arrays.asList(row));
        }
        printer.end();
        return out.toString();
    }

    @Test
    void csvQuotesWhatNeedsItAndTellsNullFromEmpty() {
        String text =
                print(
                        RowPrinter.Format.CSV,
                        TYPE,
                        new Object[] {1, "a,\"b\"\nc", new byte[] {0, -1}, new BigDecimal("1.50")},
                        new Object[] {2, "", null, null},
                        new Object[] {3, null, new byte[0], new BigDecimal("1E+3")});
        assertEquals(
                "id,text,bytes,amount\r\n"
                        + "1,\"a,\"\"b\"\"\nc\",00ff,1.50\r\n"
                        + "2,\"\",,\r\n"
                        + "3,,\"\",1000\r\n",
                text);
    }

    @Test
    void jsonLinesEscapeAndKeepTypes() {
        String text =
                print(
                        RowPrinter.Format.JSONL,
                        TYPE,
                        new Object[] {1, "q\"\u0001", null, new BigDecimal("1.50")});
        assertEquals("{\"id\":1,\"text\":\"q\\\"\\u0001\",\"bytes\":null,\"amount\":1.50}\n", text);
    }

    @Test
    void jsonIsOneArrayAlsoWhenEmpty() {
        assertEquals("[]\n", print(RowPrinter.Format.JSON, TYPE));
        RowType one = RowType.of(Field.of(0, "x", DataType.doubling()));
        assertEquals(
                "[\n{\"x\":1.5},\n{\"x\":\"NaN\"}\n]\n",
                print(RowPrinter.Format.JSON, one, new Object[] {1.5}, new Object[] {Double.NaN}));
    }

    @Test
    void tablesAreAsWideAsTheirValues() {
        RowType type =
                RowType.of(
                        Field.of(0, "n", DataType.integer()),
                        Field.of(1, "name", DataType.string()));
        assertEquals(
                String.format("  n | name%n----+-----%n  7 | a%n123 | NULL%n"),
                print(
                        RowPrinter.Format.TABLE,
                        type,
                        new Object[] {7, "a"},
                        new Object[] {123, null}));
    }

    @Test
    void wideColumnsGiveWayToTheScreen() {
        RowType type =
                RowType.of(
                        Field.of(0, "n", DataType.integer()),
                        Field.of(1, "text", DataType.string()),
                        Field.of(2, "other", DataType.string()));
        assertEquals(
                String.format(
                        "n | text      | other%n--+-----------+----------%n"
                                + "7 | aaaaaaaa\u2026 | bbbbbbbbb%n8 | x         | y%n"),
                print(
                        RowPrinter.Format.TABLE,
                        25,
                        type,
                        new Object[] {7, "a".repeat(100), "bbbbbbbbb"},
                        new Object[] {8, "x", "y"}));
    }

    @Test
    void rowsOfMoreColumnsThanTheScreenHasRoomForBecomeBlocks() {
        RowType type =
                RowType.of(
                        Field.of(0, "id", DataType.integer()),
                        Field.of(1, "first", DataType.string()),
                        Field.of(2, "second", DataType.string()));
        String text =
                print(
                        RowPrinter.Format.TABLE,
                        12,
                        type,
                        new Object[] {1, "aaaaaaaa", "bbbbbbbb"},
                        new Object[] {2, "c", null});
        assertEquals(
                String.format(
                        "-- row 1 %nid     | 1%nfirst  | aaaaaaaa%nsecond | bbbbbbbb%n"
                                + "-- row 2 %nid     | 2%nfirst  | c%nsecond | NULL%n"),
                text);
    }

    @Test
    void aTableInAPipeIsNotCut() {
        RowType type =
                RowType.of(
                        Field.of(0, "text", DataType.string()),
                        Field.of(1, "b", DataType.string()));
        String text = print(RowPrinter.Format.TABLE, type, new Object[] {"a".repeat(500), "b"});
        assertTrue(text.contains("a".repeat(500)), text);
    }

    @Test
    void aSingleColumnIsPrintedWholeWithItsLines() {
        RowType type = RowType.of(Field.of(0, "plan", DataType.string()));
        assertEquals(
                String.format("plan%n----%nfirst\n  a longer line%n"),
                print(
                        RowPrinter.Format.TABLE,
                        4,
                        type,
                        new Object[][] {{"first\n  a longer line"}}));
    }

    @Test
    void wideLettersTakeTwoColumns() {
        RowType type =
                RowType.of(
                        Field.of(0, "a", DataType.string()), Field.of(1, "b", DataType.string()));
        assertEquals(
                String.format("a    | b%n-----+--%n\u65e5\u672c | x%nabcd | y%n"),
                print(
                        RowPrinter.Format.TABLE,
                        type,
                        new Object[] {"\u65e5\u672c", "x"},
                        new Object[] {"abcd", "y"}));
    }

    @Test
    void nestedValuesAreJson() {
        RowType inner = RowType.of(Field.of(1, "at", DataType.timestamp(3)));
        DataType type = DataType.map(DataType.string(), DataType.array(inner));
        Row row = Row.of(LocalDateTime.parse("2024-01-02T03:04:05.670"));
        assertEquals(
                "{\"k\":[{\"at\":\"2024-01-02 03:04:05.67\"},null]}",
                CellText.plain(Map.of("k", Arrays.asList(row, null)), type));
    }

    @Test
    void instantsAreInUtc() {
        assertEquals(
                "1969-12-31 23:59:59.5Z",
                CellText.plain(Instant.ofEpochMilli(-500), DataType.timestampLtz(3)));
        assertEquals("[]", CellText.plain(List.of(), DataType.array(DataType.integer())));
    }
}
