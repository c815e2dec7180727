package io.weir.core.meta;

import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The versioned bytes of {@link BucketChanges}, by which a writer's work travels to the committer.
 *
 * <pre>
 * 'W' 'B' 'C' version | partition | bucket | total buckets | six lists of data files | index changes
 *   | since version 2: flag, and if it is set the index view: snapshot id, file names
 * </pre>
 */
public final class BucketChangesCodec {

    private static final String NAME = "commit message";
    private static final byte[] MAGIC = {'W', 'B', 'C'};
    private static final byte VERSION = 2;
    private static final int INDEX_BYTES_MIN = 8;

    private BucketChangesCodec() {}

    public static byte[] encode(BucketChanges changes) {
        ByteWriter target = new ByteWriter();
        target.writeRaw(MAGIC, 0, MAGIC.length);
        target.writeByte(VERSION);
        target.writeBytes(changes.partition());
        target.writeInt(changes.bucket());
        target.writeInt(changes.totalBuckets());
        DataFileCodec.writeList(target, changes.newFiles());
        DataFileCodec.writeList(target, changes.deletedFiles());
        DataFileCodec.writeList(target, changes.changelogFiles());
        DataFileCodec.writeList(target, changes.compactBefore());
        DataFileCodec.writeList(target, changes.compactAfter());
        DataFileCodec.writeList(target, changes.compactChangelog());
        target.writeInt(changes.indexChanges().size());
        for (IndexFile file : changes.indexChanges()) {
            writeIndex(target, file);
        }
        KeyIndexView view = changes.indexView();
        target.writeFlag(view != null);
        if (view != null) {
            target.writeLong(view.snapshotId());
            target.writeInt(view.fileNames().size());
            view.fileNames().forEach(target::writeText);
        }
        return target.toBytes();
    }

    /**
     * @throws io.weir.error.CorruptFileException the bytes are not a commit message of a version
     *     this engine knows
     */
    public static BucketChanges decode(byte[] bytes) {
        ByteReader source = new ByteReader(bytes, NAME);
        byte version = source.expectMagic(MAGIC, VERSION);
        BucketChanges changes =
                new BucketChanges(
                        source.readBytes(),
                        source.readInt(),
                        source.readInt(),
                        DataFileCodec.readList(source),
                        DataFileCodec.readList(source),
                        DataFileCodec.readList(source),
                        DataFileCodec.readList(source),
                        DataFileCodec.readList(source),
                        DataFileCodec.readList(source),
                        readIndexes(source),
                        version >= 2 && source.readFlag() ? readView(source) : null);
        source.expectEnd();
        return changes;
    }

    private static KeyIndexView readView(ByteReader source) {
        long snapshotId = source.readLong();
        int count = source.readCount(1);
        List<String> names = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            names.add(source.readText());
        }
        return new KeyIndexView(snapshotId, names);
    }

    private static List<IndexFile> readIndexes(ByteReader source) {
        int count = source.readCount(INDEX_BYTES_MIN);
        List<IndexFile> files = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            files.add(readIndex(source));
        }
        return files;
    }

    private static void writeIndex(ByteWriter target, IndexFile file) {
        target.writeFlag(file.added());
        target.writeBytes(file.partition());
        target.writeInt(file.bucket());
        target.writeText(file.type());
        target.writeText(file.fileName());
        target.writeLong(file.sizeBytes());
        target.writeLong(file.rowCount());
        List<IndexFile.VectorRange> ranges = file.ranges();
        target.writeFlag(ranges != null);
        if (ranges != null) {
            target.writeInt(ranges.size());
            for (IndexFile.VectorRange range : ranges) {
                target.writeText(range.dataFile());
                target.writeInt(range.offset());
                target.writeInt(range.length());
                target.writeNullableLong(range.cardinality());
            }
        }
        target.writeNullableText(file.externalPath());
        IndexFile.GlobalIndex global = file.globalIndex();
        target.writeFlag(global != null);
        if (global != null) {
            writeGlobal(target, global);
        }
    }

    private static void writeGlobal(ByteWriter target, IndexFile.GlobalIndex global) {
        target.writeLong(global.rowRangeStart());
        target.writeLong(global.rowRangeEnd());
        target.writeInt(global.fieldId());
        List<Integer> extra = global.extraFieldIds();
        target.writeFlag(extra != null);
        if (extra != null) {
            target.writeInt(extra.size());
            for (int id : extra) {
                target.writeInt(id);
            }
        }
        target.writeNullableBytes(global.meta());
    }

    private static IndexFile readIndex(ByteReader source) {
        return new IndexFile(
                source.readFlag(),
                source.readBytes(),
                source.readInt(),
                source.readText(),
                source.readText(),
                source.readLong(),
                source.readLong(),
                source.readFlag() ? readRanges(source) : null,
                source.readNullableText(),
                source.readFlag() ? readGlobal(source) : null);
    }

    private static List<IndexFile.VectorRange> readRanges(ByteReader source) {
        int count = source.readCount(4);
        List<IndexFile.VectorRange> ranges = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            ranges.add(
                    new IndexFile.VectorRange(
                            source.readText(),
                            source.readInt(),
                            source.readInt(),
                            source.readNullableLong()));
        }
        return ranges;
    }

    private static IndexFile.GlobalIndex readGlobal(ByteReader source) {
        return new IndexFile.GlobalIndex(
                source.readLong(),
                source.readLong(),
                source.readInt(),
                source.readFlag() ? readIds(source) : null,
                source.readNullableBytes());
    }

    private static List<Integer> readIds(ByteReader source) {
        int count = source.readCount(1);
        List<Integer> ids = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            ids.add(source.readInt());
        }
        return ids;
    }
}
