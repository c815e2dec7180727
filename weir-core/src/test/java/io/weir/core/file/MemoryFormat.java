package io.weir.core.file;

import io.weir.core.codec.ValueOrder;
import io.weir.data.ArrayVector;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.ColumnVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.Selection;
import io.weir.data.VectorBuilder;
import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import io.weir.format.ColumnStatistics;
import io.weir.format.FileFormat;
import io.weir.format.FormatOptions;
import io.weir.format.FormatReader;
import io.weir.format.FormatWriter;
import io.weir.format.RowCursor;
import io.weir.format.RowGroup;
import io.weir.format.RowRanges;
import io.weir.format.WrittenFile;
import io.weir.predicate.Predicate;
import io.weir.predicate.RowFilter;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file format for tests: the file holds a number, the columns stay in memory. Pages have few
 * rows, so that cursors stop often; {@link #matching} leaves out pages without a matching row.
 */
public final class MemoryFormat implements FileFormat {

    static final int PAGE_ROWS = 7;

    private record Stored(RowType type, Batch rows) {}

    private final Map<Integer, Stored> files = new ConcurrentHashMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger();

    /** Writing fails once this many rows were written to a file. */
    volatile long failAfterRows = Long.MAX_VALUE;

    /** Columns decoded so far, each times its rows. */
    volatile long cellsRead;

    @Override
    public String name() {
        return "mem";
    }

    @Override
    public FormatWriter create(
            StorageOutput output, RowType type, FormatOptions options, Environment environment) {
        return new Writer(output, type);
    }

    @Override
    public FormatReader open(StorageInput input, RowType fileType, Environment environment) {
        byte[] content = new byte[(int) input.sizeBytes()];
        input.read(0, content, 0, content.length);
        int number = (content[0] & 0xFF) << 8 | content[1] & 0xFF;
        return new Reader(input, files.get(number), fileType);
    }

    private final class Writer implements FormatWriter {

        private final StorageOutput output;
        private final RowType type;
        private final VectorBuilder[] columns;
        private long size;
        private boolean finished;

        Writer(StorageOutput output, RowType type) {
            this.output = output;
            this.type = type;
            this.columns = new VectorBuilder[type.size()];
            for (int column = 0; column < columns.length; column++) {
                columns[column] = VectorBuilder.of(type.type(column), 0);
            }
        }

        @Override
        public void write(Batch batch) {
            for (int column = 0; column < columns.length; column++) {
                columns[column].appendRange(batch.column(column), 0, batch.rowCount());
            }
            size += 100L * batch.rowCount();
            if (columns[0].length() > failAfterRows) {
                throw new StorageFailureException("disk", "is full", false, null);
            }
        }

        @Override
        public long sizeBytesEstimate() {
            return size;
        }

        @Override
        public WrittenFile finish() {
            int rowCount = columns[0].length();
            ColumnVector[] vectors = new ColumnVector[columns.length];
            List<ColumnStatistics> statistics = new ArrayList<>();
            for (int column = 0; column < vectors.length; column++) {
                vectors[column] = columns[column].build();
                statistics.add(statistics(vectors[column], type.type(column)));
            }
            int number = lastNumber.incrementAndGet();
            files.put(number, new Stored(type, new Batch(rowCount, vectors)));
            output.write(new byte[] {(byte) (number >> 8), (byte) number}, 0, 2);
            output.close();
            finished = true;
            return new WrittenFile(Math.max(2, size), rowCount, statistics);
        }

        @Override
        public void close() {
            if (!finished) {
                output.abort();
            }
        }
    }

    private static ColumnStatistics statistics(ColumnVector vector, DataType type) {
        int nulls = vector.validity().nullCount(vector.length());
        if (type.kind().isNested() || nulls == vector.length()) {
            return new ColumnStatistics(null, nulls);
        }
        int min = -1;
        int max = -1;
        for (int row = 0; row < vector.length(); row++) {
            if (!vector.isNull(row)) {
                ColumnVector[] column = {vector};
                min = min < 0 || ValueOrder.compare(column, row, column, min) < 0 ? row : min;
                max = max < 0 || ValueOrder.compare(column, row, column, max) > 0 ? row : max;
            }
        }
        VectorBuilder bounds = VectorBuilder.of(type, 2);
        bounds.append(vector, min);
        bounds.append(vector, max);
        return new ColumnStatistics(bounds.build(), nulls);
    }

    private final class Reader implements FormatReader {

        private final StorageInput input;
        private final Stored stored;
        private final RowType fileType;

        Reader(StorageInput input, Stored stored, RowType fileType) {
            this.input = input;
            this.stored = stored;
            this.fileType = fileType;
        }

        @Override
        public long rowCount() {
            return stored.rows().rowCount();
        }

        @Override
        public List<RowGroup> rowGroups() {
            return List.of(new RowGroup(0, rowCount(), 1));
        }

        @Override
        public RowRanges matching(Predicate predicate) {
            int[] all = new int[fileType.size()];
            for (int column = 0; column < all.length; column++) {
                all[column] = column;
            }
            ColumnVector[] columns = columns(all);
            Selection rows = RowFilter.of(predicate, fileType).select(columns, (int) rowCount());
            long[] starts = new long[rows.count()];
            long[] ends = new long[rows.count()];
            int count = 0;
            long last = -1;
            for (int row = 0; row < rows.count(); row++) {
                long page = rows.rows()[row] / PAGE_ROWS;
                if (page != last) {
                    starts[count] = page * PAGE_ROWS;
                    ends[count++] = Math.min(rowCount(), (page + 1) * PAGE_ROWS);
                    last = page;
                }
            }
            return RowRanges.of(
                    java.util.Arrays.copyOf(starts, count), java.util.Arrays.copyOf(ends, count));
        }

        private ColumnVector[] columns(int[] positions) {
            ColumnVector[] columns = new ColumnVector[positions.length];
            for (int column = 0; column < columns.length; column++) {
                int position = positions[column];
                DataType wanted = fileType.type(position);
                int found = stored.type().indexOf(fileType.field(position).name());
                columns[column] =
                        found < 0
                                ? VectorBuilder.nulls(wanted, (int) rowCount())
                                : prune(
                                        stored.rows().column(found),
                                        stored.type().type(found),
                                        wanted);
            }
            return columns;
        }

        @Override
        public RowCursor read(int[] columns, RowRanges ranges) {
            return new Cursor(columns(columns), fileType.project(columns), ranges);
        }

        @Override
        public void close() {
            input.close();
        }
    }

    /** Leaves out nested fields that are not wanted; fields are found by name. */
    private static ColumnVector prune(ColumnVector vector, DataType type, DataType wanted) {
        if (type instanceof RowType from && wanted instanceof RowType to) {
            RowVector rows = (RowVector) vector;
            ColumnVector[] children = new ColumnVector[to.size()];
            for (int child = 0; child < children.length; child++) {
                int found = from.index(to.field(child).name());
                children[child] = prune(rows.children()[found], from.type(found), to.type(child));
            }
            return new RowVector(children, rows.length(), rows.validity());
        }
        if (type instanceof ArrayType from && wanted instanceof ArrayType to) {
            ArrayVector lists = (ArrayVector) vector;
            return new ArrayVector(
                    lists.offsets(),
                    prune(lists.elements(), from.element(), to.element()),
                    lists.length(),
                    lists.validity());
        }
        if (type instanceof MapType || type instanceof MultisetType) {
            MapType from = Evolution.mapType(type);
            MapType to = Evolution.mapType(wanted);
            MapVector maps = (MapVector) vector;
            return new MapVector(
                    maps.offsets(),
                    prune(maps.keys(), from.key(), to.key()),
                    prune(maps.values(), from.value(), to.value()),
                    maps.length(),
                    maps.validity());
        }
        if (!type.withNullable(true).equals(wanted.withNullable(true))) {
            throw new AssertionError("file has " + type + ", opened with " + wanted);
        }
        return vector;
    }

    private final class Cursor implements RowCursor {

        private final ColumnVector[] columns;
        private final RowType type;
        private final int[] rows;
        private int position;

        Cursor(ColumnVector[] columns, RowType type, RowRanges ranges) {
            this.columns = columns;
            this.type = type;
            this.rows = new int[(int) ranges.rowCount()];
            int count = 0;
            for (int range = 0; range < ranges.size(); range++) {
                for (long row = ranges.start(range); row < ranges.end(range); row++) {
                    rows[count++] = (int) row;
                }
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long rowCount() {
            return rows.length;
        }

        @Override
        public @Nullable Batch next(int rowsMax) {
            if (position == rows.length) {
                return null;
            }
            int page = PAGE_ROWS - rows[position] % PAGE_ROWS;
            int count = Math.min(Math.min(rowsMax, rows.length - position), page);
            Batch batch = take(java.util.Arrays.copyOfRange(rows, position, position + count));
            position += count;
            return batch;
        }

        @Override
        public Batch next(int span, int[] selected, int count) {
            if (position + span > rows.length) {
                throw new AssertionError("only " + (rows.length - position) + " rows are left");
            }
            int[] chosen = new int[count];
            for (int row = 0; row < count; row++) {
                if (selected[row] >= span || row > 0 && selected[row] <= selected[row - 1]) {
                    throw new AssertionError("bad selection");
                }
                chosen[row] = rows[position + selected[row]];
            }
            position += span;
            return take(chosen);
        }

        private Batch take(int[] chosen) {
            ColumnVector[] vectors = new ColumnVector[columns.length];
            for (int column = 0; column < vectors.length; column++) {
                VectorBuilder builder = VectorBuilder.of(type.type(column), chosen.length);
                builder.append(columns[column], chosen, 0, chosen.length);
                vectors[column] = builder.build();
            }
            cellsRead += (long) vectors.length * chosen.length;
            return new Batch(chosen.length, vectors);
        }

        @Override
        public long filePosition() {
            return rows[position];
        }

        @Override
        public void close() {}
    }

    /** All rows of a stored file as text, for messages. */
    String show(int number) {
        Stored stored = files.get(number);
        return Cells.rows(stored.rows(), stored.type()).toString();
    }
}
