package io.weir.core.meta;

import io.weir.core.codec.AvroFileReader;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.FieldPlan.Shape;
import io.weir.core.meta.FieldPlan.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Manifest lists: Avro files that name manifests (format section 4.2). Pinned by the lists of
 * golden table {@code pk_types}.
 */
final class ManifestListCodec {

    /** The only version there is. */
    static final int VERSION = 2;

    private static final List<Wanted> FIELDS =
            List.of(
                    Wanted.of("_VERSION", Shape.NUMBER),
                    Wanted.of("_FILE_NAME", Shape.BYTES),
                    Wanted.of("_FILE_SIZE", Shape.NUMBER),
                    Wanted.of("_NUM_ADDED_FILES", Shape.NUMBER),
                    Wanted.of("_NUM_DELETED_FILES", Shape.NUMBER),
                    Wanted.of("_PARTITION_STATS", Shape.STRUCTURE),
                    Wanted.of("_SCHEMA_ID", Shape.NUMBER),
                    Wanted.nullable("_MIN_BUCKET", Shape.NUMBER),
                    Wanted.nullable("_MAX_BUCKET", Shape.NUMBER),
                    Wanted.nullable("_MIN_LEVEL", Shape.NUMBER),
                    Wanted.nullable("_MAX_LEVEL", Shape.NUMBER),
                    Wanted.nullable("_MIN_ROW_ID", Shape.NUMBER),
                    Wanted.nullable("_MAX_ROW_ID", Shape.NUMBER));

    private static final int STATS = 5;

    private final FieldPlan plan;
    private final StatsCodec statsCodec;

    private ManifestListCodec(AvroFileReader reader, String name) {
        plan = FieldPlan.of(reader.schema(), FIELDS, name);
        statsCodec = StatsCodec.of(plan.structure(STATS), name);
    }

    static List<ManifestFile> read(byte[] file, String name) {
        try (AvroFileReader reader = new AvroFileReader(file, name)) {
            ManifestListCodec codec = new ManifestListCodec(reader, name);
            List<ManifestFile> manifests = new ArrayList<>();
            while (reader.nextBlock()) {
                for (int row = reader.blockRows(); row > 0; row--) {
                    manifests.add(codec.next(reader.block()));
                }
            }
            return manifests;
        }
    }

    private ManifestFile next(ByteReader source) {
        @Nullable Long[] numbers = new @Nullable Long[FIELDS.size()];
        String fileName = "";
        SimpleStats stats = null;
        for (int field = 0; field < plan.fieldCount(); field++) {
            int target = plan.targets[field];
            if (target == FieldPlan.SKIPPED) {
                plan.skip(field, source);
            } else if (!plan.hasValue(field, source)) {
                if (!FIELDS.get(target).nullable()) {
                    throw source.corrupt("field " + FIELDS.get(target).name() + " is null");
                }
            } else if (target == 1) {
                fileName = source.readText();
            } else if (target == STATS) {
                stats = statsCodec.read(source, BinaryRowWriter.EMPTY, BinaryRowWriter.EMPTY);
            } else {
                numbers[target] = source.readLong();
            }
        }
        if (stats == null) {
            throw source.corrupt("field _PARTITION_STATS is missing");
        }
        return checked(source, fileName, stats, numbers);
    }

    private static ManifestFile checked(
            ByteReader source, String fileName, SimpleStats stats, @Nullable Long[] numbers) {
        long version = required(numbers, 0);
        if (version != VERSION) {
            throw source.corrupt("manifest list version " + version + ", known is " + VERSION);
        }
        ManifestFile file =
                new ManifestFile(
                        fileName,
                        required(numbers, 2),
                        required(numbers, 3),
                        required(numbers, 4),
                        stats,
                        required(numbers, 6),
                        integer(source, numbers[7]),
                        integer(source, numbers[8]),
                        integer(source, numbers[9]),
                        integer(source, numbers[10]),
                        numbers[11],
                        numbers[12]);
        if (fileName.isEmpty()
                || fileName.indexOf('/') >= 0
                || fileName.equals("..")
                || file.sizeBytes() < 0
                || file.addedFiles() < 0
                || file.deletedFiles() < 0) {
            throw source.corrupt(
                    "manifest '%s' has %d bytes, %d added and %d deleted files"
                            .formatted(
                                    fileName,
                                    file.sizeBytes(),
                                    file.addedFiles(),
                                    file.deletedFiles()));
        }
        return file;
    }

    private static long required(@Nullable Long[] numbers, int field) {
        Long number = numbers[field];
        if (number == null) {
            throw new IllegalStateException("field " + field + " was not read");
        }
        return number;
    }

    private static @Nullable Integer integer(ByteReader source, @Nullable Long number) {
        if (number == null) {
            return null;
        }
        if (number != number.intValue()) {
            throw source.corrupt(number + " is not a 32-bit number");
        }
        return number.intValue();
    }

    static void write(ByteWriter target, ManifestFile file) {
        target.writeInt(VERSION);
        target.writeText(file.fileName());
        target.writeLong(file.sizeBytes());
        target.writeLong(file.addedFiles());
        target.writeLong(file.deletedFiles());
        StatsCodec.write(target, file.partitionStats());
        target.writeLong(file.schemaId());
        AvroNullable.writeInt(target, file.minBucket());
        AvroNullable.writeInt(target, file.maxBucket());
        AvroNullable.writeInt(target, file.minLevel());
        AvroNullable.writeInt(target, file.maxLevel());
        AvroNullable.writeLong(target, file.minRowId());
        AvroNullable.writeLong(target, file.maxRowId());
    }
}
