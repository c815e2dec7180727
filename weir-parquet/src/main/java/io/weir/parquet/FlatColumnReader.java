package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.parquet.encoding.MalformedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column without nesting: every row has one place in a page. */
final class FlatColumnReader implements ColumnReader {

    /** Skips of fewer rows go through the page headers; longer ones ask the offset index. */
    private static final int JUMP_ROWS = 4 * ChunkWriter.PAGE_ROWS_MAX;

    private final ChunkCursor leaf;
    private final LeafOutput output;
    private long groupRows;

    /** Rows of the group before the current page, and in it. */
    private long pageStart;

    private int pageRows;
    private long position;
    private boolean decoded;

    FlatColumnReader(ChunkCursor leaf) {
        this.leaf = leaf;
        this.output = new LeafOutput(leaf.shape(), leaf.batchBytesMax());
    }

    @Override
    public List<ChunkCursor> leaves() {
        return List.of(leaf);
    }

    @Override
    public void startGroup(FileFooter.StoredGroup group, List<@Nullable PageStream> streams) {
        leaf.startGroup(group, streams.get(0));
        groupRows = group.rowCount();
        pageStart = 0;
        pageRows = 0;
        position = 0;
        decoded = false;
    }

    @Override
    public void begin(int count) {
        output.begin(count);
    }

    @Override
    public void read(int span) {
        int left = span;
        while (left > 0) {
            toPage();
            int at = (int) (position - pageStart);
            int count = Math.min(left, pageRows - at);
            decode();
            output.append(leaf.page(), at, count);
            position += count;
            left -= count;
        }
    }

    @Override
    public void read(int span, int[] selected, int first, int count, int shift) {
        int next = first;
        int last = first + count;
        long start = position;
        long end = start + span;
        while (next < last) {
            long row = start + selected[next] - shift;
            skip(row - position);
            toPage();
            long pageEnd = Math.min(pageStart + pageRows, end);
            int from = next;
            while (next < last && start + selected[next] - shift < pageEnd) {
                next++;
            }
            decode();
            output.append(
                    leaf.page(), selected, from, next - from, (int) (pageStart - start) + shift);
            position = pageEnd;
        }
        skip(end - position);
    }

    @Override
    public void skip(long rows) {
        position += rows;
    }

    /** Makes the current page the one with the next row. */
    private void toPage() {
        while (position >= pageStart + pageRows) {
            pageStart += pageRows;
            pageRows = 0;
            if (position - pageStart >= JUMP_ROWS) {
                pageStart = leaf.jump(position, pageStart);
            }
            pageRows = leaf.nextPage().valueCount();
            decoded = false;
            if (pageRows > groupRows - pageStart) {
                throw new MalformedException(
                        "a page of " + pageRows + " rows after " + pageStart + " of " + groupRows);
            }
        }
    }

    private void decode() {
        if (!decoded) {
            leaf.decode();
            decoded = true;
        }
    }

    @Override
    public ColumnVector finish() {
        return output.finish();
    }
}
