package io.weir.cli;

import io.weir.type.RowType;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the rows of one result: {@link #begin}, {@link #row} for each, {@link #end}. One thread at
 * a time.
 */
interface RowPrinter {

    /** The output formats. */
    enum Format {
        TABLE,
        CSV,
        JSON,
        JSONL
    }

    void begin(RowType type);

    /** Prints a row or keeps it for a wider look; values as {@link io.weir.data.Row} lists them. */
    void row(List<@Nullable Object> values);

    void end();

    /** Shows what was printed so far; for results without an end. */
    void flush();

    /** Rows printed so far. */
    long rowCount();

    /**
     * @param width columns that a line of a table may take; other formats know no limit
     */
    static RowPrinter of(Format format, PrintWriter out, int width) {
        return switch (format) {
            case TABLE -> new TablePrinter(out, width);
            case CSV -> new CsvPrinter(out);
            case JSON -> new JsonPrinter(out, true);
            case JSONL -> new JsonPrinter(out, false);
        };
    }
}
