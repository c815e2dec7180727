package io.weir.core.lsm;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyComparator;
import io.weir.core.file.Run;
import io.weir.core.file.RunSpec;
import io.weir.core.merge.MergeColumns;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.SimpleStats;
import io.weir.data.Cells;
import io.weir.data.ColumnVector;
import io.weir.data.RowKind;
import io.weir.data.VectorBuilder;
import io.weir.error.StorageFailureException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Data files in memory. Sizes count a hundred bytes a row; files roll at a number of rows. */
final class MemoryFiles implements BucketFiles {

    static final int ROW_BYTES = 100;

    /** A file's rows. */
    record Content(List<MergedBatch> batches) {}

    private final MergeSpec spec;
    private final int fileRowsMax;
    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final AtomicInteger nextName = new AtomicInteger();

    /** Writes that still succeed; negative means all do. */
    final AtomicInteger writesLeft = new AtomicInteger(-1);

    MemoryFiles(MergeSpec spec, int fileRowsMax) {
        this.spec = spec;
        this.fileRowsMax = fileRowsMax;
    }

    synchronized List<String> names() {
        return List.copyOf(contents.keySet());
    }

    synchronized Content content(DataFile file) {
        return Objects.requireNonNull(
                contents.get(file.fileName()), () -> file.fileName() + " is gone");
    }

    private synchronized void put(String name, Content content) {
        contents.put(name, content);
    }

    @Override
    public Sink create(int level, int fileSource) {
        return new MemorySink("data-", level, fileSource);
    }

    @Override
    public Sink createChangelog() {
        return new MemorySink("changelog-", 0, DataFile.SOURCE_APPEND);
    }

    @Override
    public Run open(List<DataFile> files, RunSpec runSpec) {
        List<MergedBatch> batches = new ArrayList<>();
        for (DataFile file : files) {
            batches.addAll(content(file).batches());
        }
        return run(batches, runSpec);
    }

    private Run run(List<MergedBatch> batches, RunSpec runSpec) {
        RowType type = spec.values();
        ColumnVector[] values = new ColumnVector[type.size()];
        for (int column = 0; column < values.length; column++) {
            VectorBuilder builder = VectorBuilder.of(type.type(column), 16);
            for (MergedBatch batch : batches) {
                builder.appendRange(batch.values().column(column), 0, batch.rowCount());
            }
            values[column] = builder.build();
        }
        VectorBuilder numbers = VectorBuilder.of(DataType.bigint(), 16);
        VectorBuilder kinds = VectorBuilder.of(DataType.tinyint(), 16);
        for (MergedBatch batch : batches) {
            numbers.appendRange(
                    Objects.requireNonNull(batch.sequenceNumbers()), 0, batch.rowCount());
            kinds.appendRange(Objects.requireNonNull(batch.kinds()), 0, batch.rowCount());
        }
        List<ColumnVector> merge = new ArrayList<>();
        List<Field> keys = new ArrayList<>(spec.keyType().fields());
        keys.addAll(spec.sequenceFields().fields());
        keys.forEach(field -> merge.add(values[type.index(field.name())]));
        merge.add(numbers.build());
        merge.add(kinds.build());
        Comparator<byte[]> keyOrder = KeyComparator.of(spec.keyType());
        ColumnVector[] keyColumns =
                merge.subList(0, spec.keyType().size()).toArray(new ColumnVector[0]);
        int[] order =
                IntStream.range(0, merge.get(0).length())
                        .filter(
                                row -> {
                                    byte[] key =
                                            BinaryRowWriter.serialize(
                                                    spec.keyType(), keyColumns, row);
                                    byte[] from = runSpec.fromKey();
                                    byte[] to = runSpec.toKey();
                                    return (from == null || keyOrder.compare(key, from) >= 0)
                                            && (to == null || keyOrder.compare(key, to) < 0);
                                })
                        .toArray();
        return new BufferedRun(
                MergeColumns.mergeType(spec),
                merge.toArray(new ColumnVector[0]),
                type,
                values,
                MergeColumns.valueFromKey(spec),
                order);
    }

    @Override
    public synchronized void delete(DataFile file) {
        if (contents.remove(file.fileName()) == null) {
            throw new IllegalStateException(file.fileName() + " is deleted twice");
        }
    }

    private final class MemorySink implements Sink {
        private final String prefix;
        private final int level;
        private final int fileSource;
        private final List<DataFile> finished = new ArrayList<>();
        private final List<MergedBatch> open = new ArrayList<>();
        private int openRows;

        MemorySink(String prefix, int level, int fileSource) {
            this.prefix = prefix;
            this.level = level;
            this.fileSource = fileSource;
        }

        @Override
        public void write(MergedBatch batch) {
            if (writesLeft.get() >= 0 && writesLeft.getAndDecrement() == 0) {
                throw new StorageFailureException("memory", "no space left", false, null);
            }
            open.add(batch);
            openRows += batch.rowCount();
            if (openRows >= fileRowsMax) {
                roll();
            }
        }

        private void roll() {
            if (open.isEmpty()) {
                return;
            }
            String name = prefix + nextName.getAndIncrement();
            put(name, new Content(List.copyOf(open)));
            finished.add(describe(name, open, openRows, level, fileSource));
            open.clear();
            openRows = 0;
        }

        @Override
        public List<DataFile> finish() {
            roll();
            return finished;
        }

        @Override
        public void abort() {
            finished.forEach(MemoryFiles.this::delete);
            finished.clear();
            open.clear();
        }
    }

    private DataFile describe(
            String name, List<MergedBatch> batches, int rowCount, int level, int fileSource) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long deletes = 0;
        for (MergedBatch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                long number = Objects.requireNonNull(batch.sequenceNumbers()).values()[row];
                min = Math.min(min, number);
                max = Math.max(max, number);
                deletes += Objects.requireNonNull(batch.kinds()).values()[row] & 1;
            }
        }
        MergedBatch last = batches.get(batches.size() - 1);
        return file(
                name,
                level,
                (long) rowCount * ROW_BYTES,
                rowCount,
                key(batches.get(0), 0),
                key(last, last.rowCount() - 1),
                min,
                max,
                deletes,
                fileSource);
    }

    private byte[] key(MergedBatch batch, int row) {
        RowType keyType = spec.keyType();
        ColumnVector[] columns = new ColumnVector[keyType.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] =
                    batch.values().column(spec.values().index(keyType.field(column).name()));
        }
        return BinaryRowWriter.serialize(keyType, columns, row);
    }

    static DataFile file(
            String name,
            int level,
            long sizeBytes,
            long rowCount,
            byte[] minKey,
            byte[] maxKey,
            long minSequence,
            long maxSequence,
            @Nullable Long deletes,
            int fileSource) {
        SimpleStats none = new SimpleStats(new byte[12], new byte[12], null);
        return new DataFile(
                name,
                sizeBytes,
                rowCount,
                minKey,
                maxKey,
                none,
                none,
                minSequence,
                maxSequence,
                0,
                level,
                List.of(),
                0L,
                deletes,
                null,
                fileSource,
                null,
                null,
                null,
                null);
    }

    /** The rows of a file as text, with number and kind. */
    List<String> rows(DataFile file) {
        List<String> rows = new ArrayList<>();
        for (MergedBatch batch : content(file).batches()) {
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(
                        Objects.requireNonNull(batch.sequenceNumbers()).values()[row]
                                + "/"
                                + Objects.requireNonNull(batch.kinds()).values()[row]
                                + shown(batch, row));
            }
        }
        return rows;
    }

    private String shown(MergedBatch batch, int row) {
        byte kind = Objects.requireNonNull(batch.kinds()).values()[row];
        return RowKind.of(kind).shortText()
                + Cells.row(batch.values(), spec.values(), row).values();
    }
}
