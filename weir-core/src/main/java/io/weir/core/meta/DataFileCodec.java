package io.weir.core.meta;

import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A data file in our own binary forms: commit messages, splits. The fields of {@link DataFile} in
 * order; the form around it has the version.
 */
public final class DataFileCodec {

    private static final int BYTES_MIN = 20;

    private DataFileCodec() {}

    public static void write(ByteWriter target, DataFile file) {
        target.writeText(file.fileName());
        target.writeLong(file.sizeBytes());
        target.writeLong(file.rowCount());
        target.writeBytes(file.minKey());
        target.writeBytes(file.maxKey());
        writeStats(target, file.keyStats());
        writeStats(target, file.valueStats());
        target.writeLong(file.minSequence());
        target.writeLong(file.maxSequence());
        target.writeLong(file.schemaId());
        target.writeInt(file.level());
        target.writeTexts(file.extraFiles());
        target.writeNullableLong(file.creationMillis());
        target.writeNullableLong(file.deleteRowCount());
        target.writeNullableBytes(file.embeddedIndex());
        Integer source = file.fileSource();
        target.writeNullableLong(source == null ? null : Long.valueOf(source));
        target.writeNullableTexts(file.valueStatsColumns());
        target.writeNullableText(file.externalPath());
        target.writeNullableLong(file.firstRowId());
        target.writeNullableTexts(file.writeColumns());
    }

    public static DataFile read(ByteReader source) {
        return new DataFile(
                source.readText(),
                source.readLong(),
                source.readLong(),
                source.readBytes(),
                source.readBytes(),
                readStats(source),
                readStats(source),
                source.readLong(),
                source.readLong(),
                source.readLong(),
                source.readInt(),
                source.readTexts(),
                source.readNullableLong(),
                source.readNullableLong(),
                source.readNullableBytes(),
                source.readFlag() ? Integer.valueOf(source.readInt()) : null,
                source.readNullableTexts(),
                source.readNullableText(),
                source.readNullableLong(),
                source.readNullableTexts());
    }

    public static void writeList(ByteWriter target, List<DataFile> files) {
        target.writeInt(files.size());
        for (DataFile file : files) {
            write(target, file);
        }
    }

    public static List<DataFile> readList(ByteReader source) {
        int count = source.readCount(BYTES_MIN);
        List<DataFile> files = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            files.add(read(source));
        }
        return files;
    }

    private static void writeStats(ByteWriter target, SimpleStats stats) {
        target.writeBytes(stats.minValues());
        target.writeBytes(stats.maxValues());
        long[] nullCounts = stats.nullCounts();
        target.writeFlag(nullCounts != null);
        if (nullCounts != null) {
            target.writeInt(nullCounts.length);
            for (long count : nullCounts) {
                target.writeLong(count);
            }
        }
    }

    private static SimpleStats readStats(ByteReader source) {
        byte[] min = source.readBytes();
        byte[] max = source.readBytes();
        if (!source.readFlag()) {
            return new SimpleStats(min, max, null);
        }
        long[] nullCounts = new long[source.readCount(1)];
        for (int column = 0; column < nullCounts.length; column++) {
            nullCounts[column] = source.readLong();
        }
        return new SimpleStats(min, max, nullCounts);
    }
}
