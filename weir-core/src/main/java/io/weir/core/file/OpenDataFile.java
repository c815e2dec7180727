package io.weir.core.file;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.SimpleStats;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.LongVector;
import io.weir.format.ColumnStatistics;
import io.weir.format.FormatWriter;
import io.weir.format.WrittenFile;
import io.weir.storage.Location;
import io.weir.storage.StorageOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One data file being written, with what its manifest entry will say. */
final class OpenDataFile {

    private final FileWriterSpec spec;
    private final FileShape shape;
    private final String name;
    private final StorageOutput output;
    private final FormatWriter writer;
    private long rowCount;
    private long deleteRowCount;
    private long minSequence = Long.MAX_VALUE;
    private long maxSequence = Long.MIN_VALUE;
    private byte @Nullable [] minKey;
    private ColumnVector[] lastKeys = new ColumnVector[0];
    private int lastRow;

    private OpenDataFile(
            FileWriterSpec spec,
            FileShape shape,
            String name,
            StorageOutput output,
            FormatWriter writer) {
        this.spec = spec;
        this.shape = shape;
        this.name = name;
        this.output = output;
        this.writer = writer;
    }

    static OpenDataFile start(FileWriterSpec spec, FileShape shape, String name) {
        Location location = spec.directory().resolve(name);
        StorageOutput output = spec.storage().create(location);
        try {
            FormatWriter writer =
                    spec.format()
                            .create(output, shape.file(), spec.formatOptions(), spec.environment());
            return new OpenDataFile(spec, shape, name, output, writer);
        } catch (RuntimeException | Error e) {
            output.abort();
            throw e;
        }
    }

    /**
     * Sequence numbers and kinds are given together, for key tables; otherwise rows are numbered
     * from the first.
     */
    void write(
            Batch values,
            @Nullable LongVector sequenceNumbers,
            @Nullable ByteVector kinds,
            long firstSequence) {
        if (sequenceNumbers == null || kinds == null) {
            writer.write(values);
            minSequence = Math.min(minSequence, firstSequence);
            maxSequence = Math.max(maxSequence, firstSequence + values.rowCount() - 1);
        } else {
            writeKeyed(values, sequenceNumbers, kinds);
        }
        rowCount += values.rowCount();
    }

    private void writeKeyed(Batch values, LongVector sequenceNumbers, ByteVector kinds) {
        int count = values.rowCount();
        ColumnVector[] keys = new ColumnVector[shape.keyColumns().length];
        for (int column = 0; column < keys.length; column++) {
            keys[column] = values.column(shape.keyColumns()[column]);
        }
        int first = shape.firstValueColumn();
        ColumnVector[] columns = new ColumnVector[first + values.columnCount()];
        System.arraycopy(keys, 0, columns, 0, shape.extraKeyColumns());
        columns[first - 2] = sequenceNumbers;
        columns[first - 1] = kinds;
        System.arraycopy(values.columns(), 0, columns, first, values.columnCount());
        writer.write(new Batch(count, columns));
        if (minKey == null) {
            minKey = BinaryRowWriter.serialize(shape.keys(), keys, 0);
        }
        lastKeys = keys;
        lastRow = count - 1;
        noteSequences(sequenceNumbers.values(), count);
        deleteRowCount += retracts(kinds.values(), count);
    }

    private void noteSequences(long[] values, int count) {
        long min = minSequence;
        long max = maxSequence;
        for (int row = 0; row < count; row++) {
            min = Math.min(min, values[row]);
            max = Math.max(max, values[row]);
        }
        minSequence = min;
        maxSequence = max;
    }

    private static long retracts(byte[] kinds, int count) {
        int sum = 0;
        for (int row = 0; row < count; row++) {
            sum += kinds[row] & 1;
        }
        return sum;
    }

    Location location() {
        return output.location();
    }

    long rowCount() {
        return rowCount;
    }

    long sizeBytesEstimate() {
        return writer.sizeBytesEstimate();
    }

    DataFile finish() {
        WrittenFile written = writer.finish();
        writer.close();
        List<ColumnStatistics> all = written.statistics();
        int first = shape.firstValueColumn();
        FileStatistics.Noted values =
                FileStatistics.ofValues(
                        shape.table(), all.subList(first, all.size()), spec.statistics());
        return new DataFile(
                name,
                written.sizeBytes(),
                rowCount,
                minKey != null ? minKey : BinaryRowWriter.EMPTY,
                lastKeys.length == 0
                        ? BinaryRowWriter.EMPTY
                        : BinaryRowWriter.serialize(shape.keys(), lastKeys, lastRow),
                keyStatistics(all.subList(first, all.size())),
                values.stats(),
                minSequence,
                maxSequence,
                spec.schema().id(),
                spec.level(),
                List.of(),
                localMillis(),
                deleteRowCount,
                null,
                spec.fileSource(),
                values.columns(),
                null,
                null,
                null);
    }

    private SimpleStats keyStatistics(List<ColumnStatistics> values) {
        List<ColumnStatistics> keys = new ArrayList<>();
        for (int column : shape.keyColumns()) {
            keys.add(values.get(column));
        }
        return FileStatistics.ofKeys(shape.keys(), keys, spec.statistics().keyTextLength());
    }

    /**
     * The wall clock of the writer's zone, told as though it were UTC: that is how the format notes
     * it.
     */
    private long localMillis() {
        Instant now = Instant.ofEpochMilli(spec.environment().currentMillis());
        return now.toEpochMilli()
                + 1000L * spec.environment().zone().getRules().getOffset(now).getTotalSeconds();
    }

    void abort() {
        try {
            writer.close();
        } finally {
            output.abort();
        }
    }
}
