package io.weir.core.merge;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.format.RowCursor;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through one side, keys or values, of a spill file. */
final class SpillCursor implements RowCursor {

    private final SpilledRun run;
    private final RowType type;
    private final List<SpillBlock> blocks;
    private final boolean keys;
    private final Weave weave;
    private final DictionaryCache dictionaries = new DictionaryCache();
    private int block;
    private int rowInBlock;
    private long position;
    private ColumnVector @Nullable [] columns;

    SpillCursor(SpilledRun run, RowType type, List<SpillBlock> blocks, boolean keys) {
        this.run = run;
        this.type = type;
        this.blocks = blocks;
        this.keys = keys;
        this.weave = new Weave(type, true);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long rowCount() {
        return run.rowCount();
    }

    @Override
    public @Nullable Batch next(int rowsMax) {
        if (block == blocks.size()) {
            return null;
        }
        int count = Math.min(rowsMax, blocks.get(block).rowCount() - rowInBlock);
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) {
            rows[row] = row;
        }
        return next(count, rows, count);
    }

    @Override
    public Batch next(int span, int[] selected, int count) {
        List<Piece> pieces = new ArrayList<>(2);
        int spanStart = 0;
        int taken = 0;
        while (spanStart < span) {
            int available = blocks.get(block).rowCount() - rowInBlock;
            int passed = Math.min(available, span - spanStart);
            int end = taken;
            while (end < count && selected[end] < spanStart + passed) {
                end++;
            }
            if (end > taken) {
                pieces.add(piece(selected, taken, end, rowInBlock - spanStart));
            }
            taken = end;
            spanStart += passed;
            pass(passed);
        }
        return new Batch(count, weave(pieces, count));
    }

    private Piece piece(int[] selected, int from, int to, int shift) {
        int[] rows = new int[to - from];
        int[] outRows = new int[to - from];
        for (int index = from; index < to; index++) {
            rows[index - from] = selected[index] + shift;
            outRows[index - from] = index;
        }
        return new Piece(blockColumns(), rows, outRows, to - from);
    }

    private ColumnVector[] blockColumns() {
        ColumnVector[] read = columns;
        if (read == null) {
            SpillBlock current = blocks.get(block);
            read = run.read(keys ? current.keys() : current.values(), type.size(), dictionaries);
            columns = read;
        }
        return read;
    }

    private void pass(int rows) {
        position += rows;
        rowInBlock += rows;
        if (rowInBlock == blocks.get(block).rowCount()) {
            block++;
            rowInBlock = 0;
            columns = null;
        }
    }

    private ColumnVector[] weave(List<Piece> pieces, int count) {
        ColumnVector[] woven = new ColumnVector[type.size()];
        for (int column = 0; column < woven.length; column++) {
            woven[column] =
                    count == 0
                            ? io.weir.data.VectorBuilder.of(type.type(column), 0).build()
                            : weave.column(column, pieces, column, count);
        }
        return woven;
    }

    @Override
    public long filePosition() {
        return position;
    }

    @Override
    public void close() {
        columns = null;
    }

    @Override
    public String toString() {
        return "cursor over " + Arrays.toString(type.names().toArray());
    }
}
