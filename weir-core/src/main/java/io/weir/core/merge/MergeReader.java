package io.weir.core.merge;

import io.weir.core.file.Run;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.LongVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges runs: for each key the row that wins. One thread at a time. Owns the runs and closes them.
 *
 * <p>{@link Winners} looks at keys and selects rows in each {@link RunInput}; then values are
 * fetched run by run, only for the selected rows. In key order a step is one output batch, in which
 * {@link Weave} puts the rows of all runs together. Run by run a batch is rows of one run, as soon
 * as enough of them are selected, and its columns are what the run gave. Memory is bounded: batches
 * have some thousand rows, fewer when rows are fat.
 */
public final class MergeReader implements AutoCloseable {

    private static final int ROWS_FIRST = 1024;
    private static final int ROWS_MAX = 8192;
    private static final int ROWS_MIN = 16;
    private static final long BATCH_BYTES = 8L << 20;
    private static final int KEY_ROWS_TOTAL = 1 << 17;
    private static final int KEY_BATCHES_HELD = 4;

    private final MergeSpec spec;
    private final boolean runByRun;
    private final KeyOrder order;
    private final List<Run> runs;
    private final Weave weave;
    private final @Nullable Weave mergeWeave;
    private ColumnVector[] mergeColumns = {};
    private RunInput[] inputs = {};
    private int @Nullable [] valueFromKey;
    private @Nullable Winners winners;
    private int rowsMax;

    /**
     * A merge in key order.
     *
     * @param runs opened with {@link MergeSpec#runSpec}; where sequences tie fully, the later run
     *     of the list is the newer
     */
    public MergeReader(MergeSpec spec, List<Run> runs) {
        this(spec, runs, false, false);
    }

    /**
     * A merge for readers that need no order: a batch holds rows of one run, in key order.
     *
     * @param spec without history: every key gives one row or none
     * @param runs as the constructor takes them
     */
    public static MergeReader runByRun(MergeSpec spec, List<Run> runs) {
        if (spec.history() || spec.keepAll()) {
            throw new IllegalArgumentException("a merge with history comes in key order");
        }
        return new MergeReader(spec, runs, false, runs.size() > 1);
    }

    /** A merge in key order that fills {@link #mergeColumns}. */
    static MergeReader withMergeColumns(MergeSpec spec, List<Run> runs) {
        return new MergeReader(spec, runs, true, false);
    }

    private MergeReader(
            MergeSpec spec, List<Run> runs, boolean mergeColumnsWanted, boolean runByRun) {
        this.runByRun = runByRun;
        this.mergeWeave = mergeColumnsWanted ? new Weave(MergeColumns.mergeType(spec), true) : null;
        this.spec = spec;
        this.order = KeyOrder.of(spec);
        this.runs = List.copyOf(runs);
        this.weave = new Weave(spec.values(), spec.history());
        this.rowsMax = runs.size() == 1 ? ROWS_MAX : ROWS_FIRST;
    }

    /** The next rows, never none; null at the end. */
    public @Nullable MergedBatch next() {
        if (runs.isEmpty()) {
            return null;
        }
        Winners started = winners == null ? start() : winners;
        MergedBatch batch = runByRun ? nextOfOneRun(started) : nextInOrder(started);
        if (batch != null) {
            chooseRowsMax(batch);
        }
        return batch;
    }

    private @Nullable MergedBatch nextInOrder(Winners started) {
        MergedBatch batch = null;
        while (batch == null && !started.isDone()) {
            int rowCount = started.pick(rowsMax, 8 * ROWS_MAX);
            batch = rowCount == 0 ? null : take(inputs, rowCount);
            for (RunInput input : inputs) {
                input.endStep();
            }
        }
        return batch;
    }

    private @Nullable MergedBatch nextOfOneRun(Winners started) {
        while (true) {
            for (RunInput input : inputs) {
                if (!input.hasSelected()) {
                    input.endStep();
                } else if (started.isDone() || input.isFull(rowsMax, KEY_BATCHES_HELD)) {
                    MergedBatch batch = take(new RunInput[] {input}, input.numberRows());
                    input.endStep();
                    return batch;
                }
            }
            if (started.isDone()) {
                return null;
            }
            started.pick(2 * rowsMax, 8 * ROWS_MAX);
        }
    }

    private Winners start() {
        int keyRowsMax = Math.max(256, Math.min(ROWS_MAX, KEY_ROWS_TOTAL / runs.size()));
        RunInput[] opened = new RunInput[runs.size()];
        for (int run = 0; run < opened.length; run++) {
            opened[run] = new RunInput(runs.get(run), order, keyRowsMax);
        }
        inputs = opened;
        valueFromKey = runs.get(0).valueFromKey();
        winners = new Winners(spec, order, opened, !runByRun);
        return winners;
    }

    private MergedBatch take(RunInput[] from, int rowCount) {
        List<Piece> keys = new ArrayList<>(from.length);
        List<Piece> values = new ArrayList<>(from.length);
        for (RunInput input : from) {
            if (input.hasSelected()) {
                input.addKeyPieces(keys);
                Piece fetched = input.fetchValues();
                if (fetched != null) {
                    values.add(fetched);
                }
            }
        }
        int[] fromKey = java.util.Objects.requireNonNull(valueFromKey);
        ColumnVector[] columns = new ColumnVector[fromKey.length];
        int valueColumn = 0;
        for (int column = 0; column < columns.length; column++) {
            columns[column] =
                    fromKey[column] >= 0
                            ? weave.column(column, keys, fromKey[column], rowCount)
                            : weave.column(column, values, valueColumn++, rowCount);
        }
        Batch batch = new Batch(rowCount, columns);
        if (mergeWeave != null) {
            mergeColumns = weaveMergeColumns(mergeWeave, keys, rowCount);
        }
        if (!spec.history()) {
            return new MergedBatch(batch, null, null);
        }
        int number = order.sequenceNumberColumn();
        return new MergedBatch(
                batch,
                (LongVector) Weave.longs(keys, number, rowCount),
                (ByteVector) Weave.bytes(keys, number + 1, rowCount));
    }

    private ColumnVector[] weaveMergeColumns(Weave by, List<Piece> keys, int rowCount) {
        ColumnVector[] columns = new ColumnVector[order.sequenceNumberColumn() + 2];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = by.column(column, keys, column, rowCount);
        }
        return columns;
    }

    /** The merge columns of the batch given last. */
    ColumnVector[] mergeColumns() {
        return mergeColumns;
    }

    private void chooseRowsMax(MergedBatch batch) {
        long rowBytes = 1 + batch.values().memoryBytes() / batch.rowCount();
        long fitting = Math.max(ROWS_MIN, Math.min(ROWS_MAX, BATCH_BYTES / rowBytes));
        rowsMax = (int) Math.min(fitting, Math.max(ROWS_FIRST, 4L * rowsMax));
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (Run run : runs) {
            try {
                run.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        for (RunInput input : inputs) {
            input.close();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
