package io.weir.cli;

import io.weir.type.RowType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lines of the last rows of an endless result, for a live view. Safe for many threads.
 */
final class RecentRows implements RowPrinter {

    private final int keep;
    private final Deque<String> lines = new ArrayDeque<>();
    private RowType type = RowType.of();
    private long rows;

    RecentRows(int keep) {
        this.keep = keep;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void begin(RowType rowType) {
        type = rowType;
    }

    @Override
    public synchronized void row(List<@Nullable Object> values) {
        if (lines.size() == keep) {
            lines.removeFirst();
        }
        lines.addLast(LinePrinter.text(type, values));
        rows++;
    }

    @Override
    public void end() {}

    @Override
    public void flush() {}

    @Override
    public synchronized long rowCount() {
        return rows;
    }
}
