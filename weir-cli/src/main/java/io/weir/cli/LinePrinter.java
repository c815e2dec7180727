package io.weir.cli;

import io.weir.type.RowType;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row a line, values apart by two blanks, for rows that come one by one without an end. */
final class LinePrinter implements RowPrinter {

    private final PrintWriter out;
    private RowType type = RowType.of();
    private long rows;

    LinePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(RowType rowType) {
        type = rowType;
        out.println(String.join("  ", type.names()));
        out.flush();
    }

    @Override
    public void row(List<@Nullable Object> values) {
        out.println(text(type, values));
        rows++;
    }

    /** The line of a row. */
    static String text(RowType type, List<@Nullable Object> values) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < values.size(); column++) {
            Object value = values.get(column);
            line.append(column == 0 ? "" : "  ");
            line.append(value == null ? "NULL" : CellText.plain(value, type.type(column)));
        }
        return line.toString();
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
