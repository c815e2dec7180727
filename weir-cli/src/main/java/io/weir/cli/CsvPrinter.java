package io.weir.cli;

import io.weir.type.RowType;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma separated values after RFC 4180: a header, quotes where needed. Null is empty, empty text
 * is {@code ""}, bytes are hex.
 */
final class CsvPrinter implements RowPrinter {

    private final PrintWriter out;
    private RowType type = RowType.of();
    private long rows;

    CsvPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(RowType rowType) {
        type = rowType;
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < type.size(); column++) {
            line.append(column == 0 ? "" : ",").append(cell(type.field(column).name()));
        }
        out.print(line.append("\r\n"));
    }

    @Override
    public void row(List<@Nullable Object> values) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < values.size(); column++) {
            Object value = values.get(column);
            line.append(column == 0 ? "" : ",");
            if (value != null) {
                line.append(cell(CellText.plain(value, type.type(column))));
            }
        }
        out.print(line.append("\r\n"));
        rows++;
    }

    private static String cell(String text) {
        boolean plain =
                !text.isEmpty()
                        && text.chars()
                                .noneMatch(
                                        letter ->
                                                letter == ','
                                                        || letter == '"'
                                                        || letter == '\n'
                                                        || letter == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void end() {
        out.flush();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public long rowCount() {
        return rows;
    }
}
