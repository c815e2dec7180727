package io.weir.parquet;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.parquet.encoding.ByteSource;
import io.weir.parquet.encoding.MalformedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves the readers of the chosen columns forward together, through ranges and row groups. */
final class ParquetCursor implements RowCursor {

    /** Chunks of neighbouring columns that are together no larger are read at once. */
    private static final int TOGETHER_BYTES = 512 << 10;

    private final ParquetFile file;
    private final ColumnReader[] columns;
    private final RowRanges ranges;
    private final long rowCount;

    private int range;
    private long fileRow;
    private long position;
    private int group = -1;
    private long groupStart;
    private long groupEnd;
    private long groupPosition;

    ParquetCursor(ParquetFile file, ColumnReader[] columns, RowRanges ranges) {
        this.file = file;
        this.columns = columns;
        this.ranges = ranges;
        this.rowCount = ranges.rowCount();
        this.fileRow = ranges.size() == 0 ? 0 : ranges.start(0);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public long filePosition() {
        return fileRow;
    }

    @Override
    public @Nullable Batch next(int rowsMax) {
        if (rowsMax < 1) {
            throw new IllegalArgumentException("a batch of at most " + rowsMax + " rows");
        }
        if (position >= rowCount) {
            return null;
        }
        return guarded(() -> nextRows(rowsMax));
    }

    private Batch nextRows(int rowsMax) {
        int count = segment(rowsMax);
        for (ColumnReader column : columns) {
            column.begin(count);
            column.read(count);
        }
        advance(count);
        return finish(count);
    }

    @Override
    public Batch next(int span, int[] selected, int count) {
        if (span > rowCount - position
                || count > span
                || (count > 0 && (selected[0] < 0 || selected[count - 1] >= span))) {
            throw new IllegalArgumentException(
                    count + " rows of a span of " + span + ", " + (rowCount - position) + " left");
        }
        return guarded(() -> nextSelected(span, selected, count));
    }

    private Batch nextSelected(int span, int[] selected, int count) {
        for (ColumnReader column : columns) {
            column.begin(count);
        }
        int passed = 0;
        int next = 0;
        while (passed < span) {
            int step = segment(span - passed);
            int first = next;
            while (next < count && selected[next] < passed + step) {
                next++;
            }
            for (ColumnReader column : columns) {
                if (next == first) {
                    column.skip(step);
                } else if (next - first == step) {
                    column.read(step);
                } else {
                    column.read(step, selected, first, next - first, passed);
                }
            }
            advance(step);
            passed += step;
        }
        return finish(count);
    }

    private Batch finish(int count) {
        ColumnVector[] vectors = new ColumnVector[columns.length];
        for (int column = 0; column < columns.length; column++) {
            vectors[column] = columns[column].finish();
        }
        return new Batch(count, vectors);
    }

    /** How many of the next rows lie in one range and one row group; the readers stand there. */
    private int segment(int most) {
        if (group < 0 || fileRow >= groupEnd) {
            startGroup();
        }
        if (groupPosition < fileRow - groupStart) {
            long gap = fileRow - groupStart - groupPosition;
            for (ColumnReader column : columns) {
                column.skip(gap);
            }
            groupPosition += gap;
        }
        long end = Math.min(ranges.end(range), groupEnd);
        return (int) Math.min(most, end - fileRow);
    }

    private void advance(int count) {
        position += count;
        fileRow += count;
        groupPosition += count;
        if (fileRow == ranges.end(range) && range + 1 < ranges.size()) {
            fileRow = ranges.start(++range);
        }
    }

    private void startGroup() {
        List<FileFooter.StoredGroup> groups = file.footer().groups();
        group++;
        while (groups.get(group).firstRow() + groups.get(group).rowCount() <= fileRow) {
            group++;
        }
        FileFooter.StoredGroup stored = groups.get(group);
        groupStart = stored.firstRow();
        groupEnd = groupStart + stored.rowCount();
        groupPosition = 0;
        boolean whole = ranges.start(range) <= groupStart && ranges.end(range) >= groupEnd;
        List<ChunkCursor> leaves = new ArrayList<>();
        for (ColumnReader column : columns) {
            leaves.addAll(column.leaves());
        }
        PageStream[] streams = new PageStream[leaves.size()];
        if (whole) {
            readTogether(stored, leaves, streams);
        }
        int leaf = 0;
        for (ColumnReader column : columns) {
            List<@Nullable PageStream> own = new ArrayList<>();
            for (int index = 0; index < column.leaves().size(); index++) {
                own.add(streams[leaf++]);
            }
            column.startGroup(stored, own);
        }
    }

    /** Small chunks beside each other come in one read. */
    private void readTogether(
            FileFooter.StoredGroup stored,
            List<ChunkCursor> leaves,
            @Nullable PageStream[] streams) {
        List<Integer> order = new ArrayList<>();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            order.add(leaf);
        }
        List<FileFooter.StoredChunk> chunks =
                leaves.stream().map(leaf -> stored.chunks().get(leaf.leafNumber())).toList();
        order.sort(Comparator.comparingLong(leaf -> chunks.get(leaf).start()));
        int first = 0;
        while (first < order.size()) {
            long start = chunks.get(order.get(first)).start();
            int last = first;
            long end = start + chunks.get(order.get(first)).length();
            while (last + 1 < order.size()) {
                FileFooter.StoredChunk next = chunks.get(order.get(last + 1));
                if (next.start() < end
                        || next.start() - end > TOGETHER_BYTES / 8
                        || next.start() + next.length() - start > TOGETHER_BYTES) {
                    break;
                }
                end = next.start() + next.length();
                last++;
            }
            if (last > first) {
                byte[] bytes = new byte[(int) (end - start) + ByteSource.SLACK];
                file.input().read(start, bytes, 0, (int) (end - start));
                for (int index = first; index <= last; index++) {
                    PageStream stream = new PageStream(file, chunks.get(order.get(index)));
                    stream.lend(bytes, start);
                    streams[order.get(index)] = stream;
                }
            }
            first = last + 1;
        }
    }

    /** Work on the file's bytes. */
    private interface Work {
        Batch run();
    }

    private Batch guarded(Work work) {
        try {
            return work.run();
        } catch (MalformedException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException problem) {
            throw file.corrupt("row group " + group + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public void close() {}
}
