package io.weir.cli;

import io.weir.type.RowType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table with columns as wide as their values. The first rows are kept to find the widths; then
 * rows are printed as they come, so that a result of any size takes little memory.
 */
final class TablePrinter implements RowPrinter {

    private static final int ROWS_FOR_WIDTH = 1000;
    private static final int WIDTH_MAX = 60;

    private final PrintWriter out;
    private final List<String[]> kept = new ArrayList<>();
    private RowType type = RowType.of();
    private int[] widths = new int[0];
    private boolean[] right = new boolean[0];
    private boolean headed;
    private long rows;

    TablePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(RowType rowType) {
        type = rowType;
        widths = new int[type.size()];
        right = new boolean[type.size()];
        for (int column = 0; column < type.size(); column++) {
            widths[column] = width(type.field(column).name());
            right[column] = type.type(column).kind().isNumeric();
        }
    }

    @Override
    public void row(List<@Nullable Object> values) {
        String[] cells = new String[values.size()];
        for (int column = 0; column < cells.length; column++) {
            Object value = values.get(column);
            cells[column] =
                    shorten(value == null ? "NULL" : CellText.plain(value, type.type(column)));
        }
        rows++;
        if (headed) {
            line(cells);
            return;
        }
        for (int column = 0; column < cells.length; column++) {
            widths[column] = Math.max(widths[column], width(cells[column]));
        }
        kept.add(cells);
        if (kept.size() == ROWS_FOR_WIDTH) {
            printKept();
        }
    }

    private static String shorten(String text) {
        String line = text.replace("\r", "").replace('\n', '\u23ce').replace('\t', ' ');
        return line.length() <= WIDTH_MAX ? line : line.substring(0, WIDTH_MAX - 1) + "\u2026";
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private void printKept() {
        if (type.size() > 0) {
            line(type.names().toArray(String[]::new));
            StringBuilder rule = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                rule.append(column == 0 ? "" : "-+-").append("-".repeat(widths[column]));
            }
            out.println(rule);
        }
        kept.forEach(this::line);
        kept.clear();
        headed = true;
    }

    private void line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.length; column++) {
            int missing = Math.max(0, widths[column] - width(cells[column]));
            line.append(column == 0 ? "" : " | ");
            if (right[column]) {
                line.append(" ".repeat(missing)).append(cells[column]);
            } else {
                line.append(cells[column]);
                line.append(column == cells.length - 1 ? "" : " ".repeat(missing));
            }
        }
        out.println(line);
    }

    @Override
    public void end() {
        if (!headed) {
            printKept();
        }
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
