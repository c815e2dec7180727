package io.weir.cli;

import io.weir.type.RowType;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a row: in one array, or one a line. */
final class JsonPrinter implements RowPrinter {

    private final PrintWriter out;
    private final boolean array;
    private RowType type = RowType.of();
    private long rows;

    JsonPrinter(PrintWriter out, boolean array) {
        this.out = out;
        this.array = array;
    }

    @Override
    public void begin(RowType rowType) {
        type = rowType;
        if (array) {
            out.print("[");
        }
    }

    @Override
    public void row(List<@Nullable Object> values) {
        StringBuilder line = new StringBuilder();
        if (array) {
            line.append(rows == 0 ? "\n" : ",\n");
        }
        line.append('{');
        for (int column = 0; column < values.size(); column++) {
            line.append(column == 0 ? "" : ",");
            CellText.quote(line, type.field(column).name());
            line.append(':').append(CellText.json(values.get(column), type.type(column)));
        }
        line.append(array ? "}" : "}\n");
        out.print(line);
        rows++;
    }

    @Override
    public void end() {
        if (array) {
            out.print(rows == 0 ? "]\n" : "\n]\n");
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
