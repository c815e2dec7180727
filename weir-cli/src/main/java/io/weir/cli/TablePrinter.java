package io.weir.cli;

import io.weir.type.RowType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table with columns as wide as their values. The first rows are kept to find the widths; then
 * rows are printed as they come, so that a result of any size takes little memory. Where a line is
 * wider than it may be, the widest columns give way and their longer values end in an ellipsis;
 * where even that is not enough, each row is a block with a line a column. A single column, such as
 * a plan or a definition, is printed whole.
 */
final class TablePrinter implements RowPrinter {

    private static final int ROWS_FOR_WIDTH = 1000;
    private static final int NARROWEST = 6;
    private static final String GAP = " | ";

    private final PrintWriter out;
    private final int lineWidth;
    private final List<String[]> kept = new ArrayList<>();
    private RowType type = RowType.of();
    private int[] widths = new int[0];
    private int widest = Integer.MAX_VALUE;
    private boolean inBlocks;
    private long blocks;
    private boolean headed;
    private long rows;

    /**
     * @param lineWidth columns of the screen
     */
    TablePrinter(PrintWriter out, int lineWidth) {
        this.out = out;
        this.lineWidth = lineWidth;
    }

    @Override
    public void begin(RowType rowType) {
        type = rowType;
        widths = new int[type.size()];
        for (int column = 0; column < type.size(); column++) {
            widths[column] = DisplayWidth.of(type.field(column).name());
        }
    }

    private boolean isWhole() {
        return type.size() == 1;
    }

    @Override
    public void row(List<@Nullable Object> values) {
        String[] cells = new String[values.size()];
        for (int column = 0; column < cells.length; column++) {
            Object value = values.get(column);
            String text = value == null ? "NULL" : CellText.plain(value, type.type(column));
            cells[column] = isWhole() ? text : oneLine(text);
        }
        rows++;
        if (headed) {
            line(cells);
            return;
        }
        for (int column = 0; column < cells.length; column++) {
            int width = cells[column].lines().mapToInt(DisplayWidth::of).max().orElse(0);
            widths[column] = Math.max(widths[column], width);
        }
        kept.add(cells);
        if (kept.size() == ROWS_FOR_WIDTH) {
            printKept();
        }
    }

    private static String oneLine(String text) {
        return text.replace("\r", "").replace('\n', '\u23ce').replace('\t', ' ');
    }

    private void printKept() {
        fit();
        if (type.size() > 0 && !inBlocks) {
            line(type.names().toArray(String[]::new));
            StringBuilder rule = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                int width = isWhole() ? Math.min(widths[column], lineWidth) : widths[column];
                rule.append(column == 0 ? "" : "-+-").append("-".repeat(width));
            }
            out.println(rule);
        }
        kept.forEach(this::line);
        kept.clear();
        headed = true;
    }

    /** A row as a block: names on the left, whole values on the right. */
    private void block(String[] cells) {
        out.println(
                "-- row " + ++blocks + " " + "-".repeat(Math.max(0, Math.min(30, lineWidth - 12))));
        int names = type.names().stream().mapToInt(DisplayWidth::of).max().orElse(0);
        for (int column = 0; column < cells.length; column++) {
            String name = type.field(column).name();
            String gap = " ".repeat(names - DisplayWidth.of(name));
            out.println(name + gap + GAP + cells[column]);
        }
    }

    /** Finds the greatest width that no column may exceed for the line to fit. */
    private void fit() {
        if (isWhole()) {
            return;
        }
        int most = 0;
        long total = (long) GAP.length() * Math.max(0, widths.length - 1);
        for (int width : widths) {
            most = Math.max(most, width);
            total += width;
        }
        int limit = most;
        while (total > lineWidth && limit > NARROWEST) {
            for (int width : widths) {
                total -= width >= limit ? 1 : 0;
            }
            limit--;
        }
        inBlocks = total > lineWidth;
        if (limit < most) {
            widest = limit;
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.min(widths[column], limit);
            }
        }
    }

    private void line(String[] cells) {
        if (inBlocks) {
            block(cells);
            return;
        }
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.length; column++) {
            String cell = isWhole() ? cells[column] : DisplayWidth.shorten(cells[column], widest);
            int missing = Math.max(0, widths[column] - DisplayWidth.of(cell));
            line.append(column == 0 ? "" : GAP);
            if (type.type(column).kind().isNumeric()) {
                line.append(" ".repeat(missing)).append(cell);
            } else {
                line.append(cell);
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
