package io.weir.core.merge;

import io.weir.core.file.Run;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.LongVector;
import io.weir.format.RowCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run in a merge: where its keys stand, and which of its rows the output batch in the making
 * takes.
 *
 * <pre>
 * key rows   ...| done | span: passed since the last values were fetched |* position  ... batch end
 *                         selected: offsets within the span that won
 * </pre>
 */
final class RunInput {

    private static final ColumnVector[] NONE = {};
    private static final int SPAN_MAX = 1 << 28;

    private final Run run;
    private final KeyOrder order;
    private final RowCursor keyCursor;
    private final boolean valuesWanted;
    private final int keyRowsMax;
    private @Nullable RowCursor valueCursor;

    /** Merge columns of the current key batch. */
    ColumnVector[] columns = NONE;

    long[] prefixes = {};
    boolean exact;
    long[] numbers = {};
    byte[] kinds = {};
    int position;
    int rowCount;
    boolean exhausted;

    /** Whether some row of the batch is a retract. */
    boolean hasRetracts;

    private int span;
    private int[] selected = new int[64];
    private int[] outRows = new int[64];
    private int selectedCount;
    private final List<ColumnVector[]> stepColumns = new ArrayList<>();
    private int[] stepShifts = new int[4];

    RunInput(Run run, KeyOrder order, int keyRowsMax) {
        this.run = run;
        this.order = order;
        this.keyCursor = run.keys();
        this.keyRowsMax = keyRowsMax;
        this.valuesWanted = Arrays.stream(run.valueFromKey()).anyMatch(column -> column < 0);
        load();
    }

    private void load() {
        Batch batch = keyCursor.next(keyRowsMax);
        position = 0;
        if (batch == null) {
            exhausted = true;
            rowCount = 0;
            return;
        }
        columns = batch.columns();
        rowCount = batch.rowCount();
        if (prefixes.length < rowCount) {
            prefixes = new long[rowCount];
        }
        exact = order.prefixes(columns, rowCount, prefixes);
        int number = order.sequenceNumberColumn();
        numbers = ((LongVector) columns[number]).values();
        kinds = ((ByteVector) columns[number + 1]).values();
        hasRetracts = hasRetracts(kinds, rowCount);
        rememberBatch();
    }

    private static boolean hasRetracts(byte[] kinds, int rowCount) {
        int bits = 0;
        for (int row = 0; row < rowCount; row++) {
            bits |= kinds[row];
        }
        return (bits & 1) != 0;
    }

    /** Whether it is known that no further batch comes. */
    boolean isLastBatch() {
        return keyCursor.position() >= keyCursor.rowCount();
    }

    private void rememberBatch() {
        int batch = stepColumns.size();
        if (batch == stepShifts.length) {
            stepShifts = Arrays.copyOf(stepShifts, 2 * batch);
        }
        stepShifts[batch] = span - position;
        stepColumns.add(columns);
    }

    /** Offset of the current row, for {@link #select}. */
    int offset() {
        return span;
    }

    /** Passes the current row. */
    void advance() {
        span++;
        if (++position == rowCount) {
            load();
        }
    }

    /** Passes rows up to one of the same batch, or all of it. */
    void advanceTo(int row) {
        span += row - position;
        position = row;
        if (position == rowCount) {
            load();
        }
    }

    /**
     * Takes the row at an offset of the span into the output. Offsets and output rows only go up.
     */
    void select(int offset, int outRow) {
        if (selectedCount == selected.length) {
            selected = Arrays.copyOf(selected, 2 * selectedCount);
            outRows = Arrays.copyOf(outRows, 2 * selectedCount);
        }
        selected[selectedCount] = offset;
        outRows[selectedCount++] = outRow;
    }

    /**
     * Takes rows of the current batch into the output, from the current one on, without output
     * rows: these are given by {@link #numberRows}.
     */
    void selectRows(int[] rows, int from, int count) {
        int needed = selectedCount + count;
        if (needed > selected.length) {
            selected = Arrays.copyOf(selected, 2 * needed);
            outRows = Arrays.copyOf(outRows, 2 * needed);
        }
        int shift = span - position;
        for (int index = 0; index < count; index++) {
            selected[selectedCount + index] = rows[from + index] + shift;
        }
        selectedCount = needed;
    }

    boolean hasSelected() {
        return selectedCount > 0;
    }

    /** Whether it holds so many rows for the output, or the keys of so many batches. */
    boolean isFull(int rowsMax, int keyBatchesMax) {
        return selectedCount >= rowsMax || stepColumns.size() > keyBatchesMax;
    }

    /** Makes the rows taken all rows of an output batch, in their order. Gives their number. */
    int numberRows() {
        for (int index = 0; index < selectedCount; index++) {
            outRows[index] = index;
        }
        return selectedCount;
    }

    /** The rows taken, with the merge columns. One piece for each key batch they come from. */
    void addKeyPieces(List<Piece> pieces) {
        int from = 0;
        for (int batch = 0; batch < stepColumns.size(); batch++) {
            int shift = stepShifts[batch];
            boolean last = batch + 1 == stepColumns.size();
            int limit = last ? Integer.MAX_VALUE : batchEnd(batch);
            int to = from;
            while (to < selectedCount && selected[to] < limit) {
                to++;
            }
            if (to > from) {
                int[] rows = new int[to - from];
                for (int index = from; index < to; index++) {
                    rows[index - from] = selected[index] - shift;
                }
                pieces.add(
                        new Piece(
                                stepColumns.get(batch),
                                rows,
                                from == 0 ? outRows : Arrays.copyOfRange(outRows, from, to),
                                to - from));
            }
            from = to;
        }
    }

    private int batchEnd(int batch) {
        return stepShifts[batch] + stepColumns.get(batch)[0].length();
    }

    /**
     * The rows taken, with the columns of the run's values. Values of other rows are passed over.
     */
    @Nullable Piece fetchValues() {
        if (!valuesWanted || selectedCount == 0) {
            return null;
        }
        if (valueCursor == null) {
            valueCursor = run.values();
        }
        Batch batch = valueCursor.next(span, selected, selectedCount);
        return new Piece(batch.columns(), null, outRows, selectedCount);
    }

    /**
     * Ends the output batch. Rows passed without a selected one among them are skipped later,
     * together.
     */
    void endStep() {
        if (selectedCount > 0 || !valuesWanted) {
            span = 0;
        } else if (span > SPAN_MAX) {
            skipSpan();
        }
        selectedCount = 0;
        stepColumns.clear();
        if (!exhausted) {
            rememberBatch();
        }
    }

    private void skipSpan() {
        if (valueCursor == null) {
            valueCursor = run.values();
        }
        valueCursor.next(span, selected, 0);
        span = 0;
    }

    void close() {
        try (run) {
            try (keyCursor) {
                if (valueCursor != null) {
                    valueCursor.close();
                }
            }
        }
    }
}
