package io.weir.core.meta;

import io.weir.core.codec.AvroFileReader;
import io.weir.core.codec.AvroType;
import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.FieldPlan.Shape;
import io.weir.core.meta.FieldPlan.Wanted;
import io.weir.error.CorruptFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Index manifests: Avro files that list the live index files (format section 9.4). Pinned by the
 * index manifests of golden tables {@code pk_dynamic} and {@code pk_dv}.
 */
final class IndexManifestCodec {

    /** The only version there is. */
    static final int VERSION = 1;

    private static final int RANGES = 8;
    private static final int GLOBAL = 10;

    private static final List<Wanted> FIELDS =
            List.of(
                    Wanted.of("_VERSION", Shape.NUMBER),
                    Wanted.of("_KIND", Shape.NUMBER),
                    Wanted.of("_PARTITION", Shape.BYTES),
                    Wanted.of("_BUCKET", Shape.NUMBER),
                    Wanted.of("_INDEX_TYPE", Shape.BYTES),
                    Wanted.of("_FILE_NAME", Shape.BYTES),
                    Wanted.of("_FILE_SIZE", Shape.NUMBER),
                    Wanted.of("_ROW_COUNT", Shape.NUMBER),
                    Wanted.nullable("_DELETIONS_VECTORS_RANGES", Shape.SEQUENCE),
                    Wanted.nullable("_EXTERNAL_PATH", Shape.BYTES),
                    Wanted.nullable("_GLOBAL_INDEX", Shape.STRUCTURE));

    private static final List<Wanted> RANGE_FIELDS =
            List.of(
                    Wanted.of("f0", Shape.BYTES),
                    Wanted.of("f1", Shape.NUMBER),
                    Wanted.of("f2", Shape.NUMBER),
                    Wanted.nullable("_CARDINALITY", Shape.NUMBER));

    private static final List<Wanted> GLOBAL_FIELDS =
            List.of(
                    Wanted.of("_ROW_RANGE_START", Shape.NUMBER),
                    Wanted.of("_ROW_RANGE_END", Shape.NUMBER),
                    Wanted.of("_INDEX_FIELD_ID", Shape.NUMBER),
                    Wanted.nullable("_EXTRA_FIELD_IDS", Shape.SEQUENCE),
                    Wanted.nullable("_INDEX_META", Shape.BYTES));

    private final FieldPlan plan;
    private final @Nullable FieldPlan rangePlan;
    private final int rangeNullBranch;
    private final @Nullable FieldPlan globalPlan;

    private IndexManifestCodec(AvroFileReader reader, String name) {
        plan = FieldPlan.of(reader.schema(), FIELDS, name);
        AvroType items = plan.items(RANGES);
        int nullBranch = -1;
        if (items instanceof AvroType.Union union && union.branches().size() == 2) {
            nullBranch = union.branches().indexOf(AvroType.Scalar.NULL);
            items = nullBranch < 0 ? items : union.branches().get(1 - nullBranch);
        }
        rangeNullBranch = nullBranch;
        if (items != null && !(items instanceof AvroType.Structure)) {
            throw new CorruptFileException(
                    name, "field _DELETIONS_VECTORS_RANGES has items of type " + items);
        }
        rangePlan =
                items instanceof AvroType.Structure range
                        ? FieldPlan.of(range, RANGE_FIELDS, name)
                        : null;
        AvroType.Structure global = plan.structure(GLOBAL);
        globalPlan = global == null ? null : FieldPlan.of(global, GLOBAL_FIELDS, name);
        AvroType extra = globalPlan == null ? null : globalPlan.items(3);
        if (extra != null && extra != AvroType.Scalar.INT && extra != AvroType.Scalar.LONG) {
            throw new CorruptFileException(
                    name, "field _EXTRA_FIELD_IDS has items of type " + extra);
        }
    }

    static List<IndexFile> read(byte[] file, String name) {
        try (AvroFileReader reader = new AvroFileReader(file, name)) {
            IndexManifestCodec codec = new IndexManifestCodec(reader, name);
            List<IndexFile> files = new ArrayList<>();
            while (reader.nextBlock()) {
                for (int row = reader.blockRows(); row > 0; row--) {
                    files.add(codec.next(reader.block()));
                }
            }
            return files;
        }
    }

    private IndexFile next(ByteReader source) {
        long[] numbers = new long[FIELDS.size()];
        String[] texts = new String[FIELDS.size()];
        byte[] partition = {};
        List<IndexFile.VectorRange> ranges = null;
        IndexFile.GlobalIndex global = null;
        for (int field = 0; field < plan.fieldCount(); field++) {
            int target = plan.targets[field];
            if (target == FieldPlan.SKIPPED) {
                plan.skip(field, source);
            } else if (!plan.hasValue(field, source)) {
                if (!FIELDS.get(target).nullable()) {
                    throw source.corrupt("field " + FIELDS.get(target).name() + " is null");
                }
            } else {
                switch (target) {
                    case 2 -> partition = source.readBytes();
                    case 4, 5, 9 -> texts[target] = source.readText();
                    case RANGES -> ranges = readRanges(source);
                    case GLOBAL -> global = readGlobal(source);
                    default -> numbers[target] = source.readLong();
                }
            }
        }
        check(source, numbers, texts[5]);
        return new IndexFile(
                numbers[1] == 0,
                partition,
                (int) numbers[3],
                texts[4],
                texts[5],
                numbers[6],
                numbers[7],
                ranges,
                texts[9],
                global);
    }

    private static void check(ByteReader source, long[] numbers, String fileName) {
        if (numbers[0] != VERSION) {
            throw source.corrupt("index entry version " + numbers[0] + ", known is " + VERSION);
        }
        boolean fits =
                (numbers[1] == 0 || numbers[1] == 1)
                        && numbers[3] == (int) numbers[3]
                        && numbers[6] >= 0
                        && numbers[7] >= 0
                        && !fileName.isEmpty()
                        && fileName.indexOf('/') < 0;
        if (!fits) {
            throw source.corrupt(
                    "index file '%s' has kind %d, bucket %d, %d bytes, %d rows"
                            .formatted(fileName, numbers[1], numbers[3], numbers[6], numbers[7]));
        }
    }

    private List<IndexFile.VectorRange> readRanges(ByteReader source) {
        List<IndexFile.VectorRange> ranges = new ArrayList<>();
        for (int left = AvroFileReader.blockLength(source);
                left > 0;
                left = AvroFileReader.blockLength(source)) {
            for (int item = 0; item < left; item++) {
                if (rangeNullBranch >= 0 && source.readLong() != 1 - rangeNullBranch) {
                    throw source.corrupt("a range of a deletion vector is null");
                }
                ranges.add(readRange(source));
            }
        }
        return ranges;
    }

    private IndexFile.VectorRange readRange(ByteReader source) {
        FieldPlan fields = Objects.requireNonNull(rangePlan);
        String dataFile = "";
        int offset = 0;
        int length = 0;
        Long cardinality = null;
        for (int field = 0; field < fields.fieldCount(); field++) {
            int target = fields.targets[field];
            if (target == FieldPlan.SKIPPED) {
                fields.skip(field, source);
            } else if (fields.hasValue(field, source)) {
                switch (target) {
                    case 0 -> dataFile = source.readText();
                    case 1 -> offset = source.readInt();
                    case 2 -> length = source.readInt();
                    default -> cardinality = source.readLong();
                }
            }
        }
        if (dataFile.isEmpty() || offset < 0 || length < 0) {
            throw source.corrupt(
                    "deletion vector of '%s' at %d, %d bytes".formatted(dataFile, offset, length));
        }
        return new IndexFile.VectorRange(dataFile, offset, length, cardinality);
    }

    private IndexFile.GlobalIndex readGlobal(ByteReader source) {
        FieldPlan fields = Objects.requireNonNull(globalPlan);
        long[] numbers = new long[3];
        List<Integer> extra = null;
        byte[] meta = null;
        for (int field = 0; field < fields.fieldCount(); field++) {
            int target = fields.targets[field];
            if (target == FieldPlan.SKIPPED) {
                fields.skip(field, source);
            } else if (fields.hasValue(field, source)) {
                switch (target) {
                    case 0, 1 -> numbers[target] = source.readLong();
                    case 2 -> numbers[2] = source.readInt();
                    case 3 -> extra = readIds(source);
                    default -> meta = source.readBytes();
                }
            }
        }
        return new IndexFile.GlobalIndex(numbers[0], numbers[1], (int) numbers[2], extra, meta);
    }

    private static List<Integer> readIds(ByteReader source) {
        List<Integer> ids = new ArrayList<>();
        for (int left = AvroFileReader.blockLength(source);
                left > 0;
                left = AvroFileReader.blockLength(source)) {
            for (int item = 0; item < left; item++) {
                ids.add(source.readInt());
            }
        }
        return ids;
    }

    static void write(ByteWriter target, IndexFile file) {
        target.writeInt(VERSION);
        target.writeInt(file.added() ? 0 : 1);
        target.writeBytes(file.partition());
        target.writeInt(file.bucket());
        target.writeText(file.type());
        target.writeText(file.fileName());
        target.writeLong(file.sizeBytes());
        target.writeLong(file.rowCount());
        writeRanges(target, file.ranges());
        AvroNullable.writeText(target, file.externalPath());
        writeGlobal(target, file.globalIndex());
    }

    private static void writeRanges(
            ByteWriter target, @Nullable List<IndexFile.VectorRange> ranges) {
        target.writeLong(ranges == null ? 0 : 1);
        if (ranges == null) {
            return;
        }
        if (!ranges.isEmpty()) {
            target.writeInt(ranges.size());
            for (IndexFile.VectorRange range : ranges) {
                target.writeLong(1);
                target.writeText(range.dataFile());
                target.writeInt(range.offset());
                target.writeInt(range.length());
                AvroNullable.writeLong(target, range.cardinality());
            }
        }
        target.writeLong(0);
    }

    private static void writeGlobal(ByteWriter target, IndexFile.@Nullable GlobalIndex global) {
        target.writeLong(global == null ? 0 : 1);
        if (global == null) {
            return;
        }
        target.writeLong(global.rowRangeStart());
        target.writeLong(global.rowRangeEnd());
        target.writeInt(global.fieldId());
        List<Integer> extra = global.extraFieldIds();
        target.writeLong(extra == null ? 0 : 1);
        if (extra != null) {
            if (!extra.isEmpty()) {
                target.writeInt(extra.size());
                extra.forEach(target::writeInt);
            }
            target.writeLong(0);
        }
        AvroNullable.writeBytes(target, global.meta());
    }
}
