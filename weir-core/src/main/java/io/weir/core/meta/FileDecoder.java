package io.weir.core.meta;

import io.weir.core.codec.AvroType;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.ByteReader;
import io.weir.core.meta.FieldPlan.Shape;
import io.weir.core.meta.FieldPlan.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code _FILE} record of manifest entries (format section 4.3). */
final class FileDecoder {

    private static final List<Wanted> FIELDS =
            List.of(
                    Wanted.of("_FILE_NAME", Shape.BYTES),
                    Wanted.of("_FILE_SIZE", Shape.NUMBER),
                    Wanted.of("_ROW_COUNT", Shape.NUMBER),
                    Wanted.of("_MIN_KEY", Shape.BYTES),
                    Wanted.of("_MAX_KEY", Shape.BYTES),
                    Wanted.of("_KEY_STATS", Shape.STRUCTURE),
                    Wanted.of("_VALUE_STATS", Shape.STRUCTURE),
                    Wanted.of("_MIN_SEQUENCE_NUMBER", Shape.NUMBER),
                    Wanted.of("_MAX_SEQUENCE_NUMBER", Shape.NUMBER),
                    Wanted.of("_SCHEMA_ID", Shape.NUMBER),
                    Wanted.of("_LEVEL", Shape.NUMBER),
                    Wanted.of("_EXTRA_FILES", Shape.SEQUENCE),
                    Wanted.nullable("_CREATION_TIME", Shape.NUMBER),
                    Wanted.nullable("_DELETE_ROW_COUNT", Shape.NUMBER),
                    Wanted.nullable("_EMBEDDED_FILE_INDEX", Shape.BYTES),
                    Wanted.nullable("_FILE_SOURCE", Shape.NUMBER),
                    Wanted.nullable("_VALUE_STATS_COLS", Shape.SEQUENCE),
                    Wanted.nullable("_EXTERNAL_PATH", Shape.BYTES),
                    Wanted.nullable("_FIRST_ROW_ID", Shape.NUMBER),
                    Wanted.nullable("_WRITE_COLS", Shape.SEQUENCE));

    private static final SimpleStats NO_STATS =
            new SimpleStats(BinaryRowWriter.EMPTY, BinaryRowWriter.EMPTY, null);

    private final FieldPlan plan;
    private final StatsCodec keyStatsCodec;
    private final StatsCodec valueStatsCodec;
    private final AvroTexts extraTexts = new AvroTexts();
    private final AvroTexts statsTexts = new AvroTexts();
    private final AvroTexts writeTexts = new AvroTexts();

    private String fileName = "";
    private long sizeBytes;
    private long rowCount;
    private byte[] minKey = BinaryRowWriter.EMPTY;
    private byte[] maxKey = BinaryRowWriter.EMPTY;
    private SimpleStats keyStats = NO_STATS;
    private SimpleStats valueStats = NO_STATS;
    private long minSequence;
    private long maxSequence;
    private long schemaId;
    private int level;
    private List<String> extraFiles = List.of();
    private @Nullable Long creationMillis;
    private @Nullable Long deleteRowCount;
    private byte @Nullable [] embeddedIndex;
    private @Nullable Integer fileSource;
    private @Nullable List<String> valueStatsColumns;
    private @Nullable String externalPath;
    private @Nullable Long firstRowId;
    private @Nullable List<String> writeColumns;

    FileDecoder(AvroType.@Nullable Structure type, String file) {
        if (type == null) {
            throw new IllegalStateException(file + ": a required record has no type");
        }
        plan = FieldPlan.of(type, FIELDS, file);
        keyStatsCodec = StatsCodec.of(plan.structure(5), file);
        valueStatsCodec = StatsCodec.of(plan.structure(6), file);
    }

    boolean hasUnknownFields() {
        return plan.hasUnknownFields();
    }

    DataFile read(ByteReader source) {
        clear();
        for (int field = 0; field < plan.fieldCount(); field++) {
            int target = plan.targets[field];
            if (target == FieldPlan.SKIPPED) {
                plan.skip(field, source);
            } else if (plan.hasValue(field, source)) {
                readField(target, source);
            } else if (target < 12) {
                throw source.corrupt("field " + FIELDS.get(target).name() + " may not be null");
            }
        }
        check(source);
        return new DataFile(
                fileName,
                sizeBytes,
                rowCount,
                minKey,
                maxKey,
                keyStats,
                valueStats,
                minSequence,
                maxSequence,
                schemaId,
                level,
                extraFiles,
                creationMillis,
                deleteRowCount,
                embeddedIndex,
                fileSource,
                valueStatsColumns,
                externalPath,
                firstRowId,
                writeColumns);
    }

    private void clear() {
        creationMillis = null;
        deleteRowCount = null;
        embeddedIndex = null;
        fileSource = null;
        valueStatsColumns = null;
        externalPath = null;
        firstRowId = null;
        writeColumns = null;
    }

    private void readField(int target, ByteReader source) {
        switch (target) {
            case 0 -> fileName = source.readText();
            case 1 -> sizeBytes = source.readLong();
            case 2 -> rowCount = source.readLong();
            case 3 -> minKey = source.readBytes(BinaryRowWriter.EMPTY);
            case 4 -> maxKey = source.readBytes(minKey);
            case 5 -> keyStats = keyStatsCodec.read(source, minKey, maxKey);
            case 6 -> valueStats = valueStatsCodec.read(source, minKey, maxKey);
            case 7 -> minSequence = source.readLong();
            case 8 -> maxSequence = source.readLong();
            case 9 -> schemaId = source.readLong();
            case 10 -> level = source.readInt();
            case 11 -> extraFiles = extraTexts.read(source);
            case 12 -> creationMillis = source.readLong();
            case 13 -> deleteRowCount = source.readLong();
            case 14 -> embeddedIndex = source.readBytes();
            case 15 -> fileSource = source.readInt();
            case 16 -> valueStatsColumns = statsTexts.read(source);
            case 17 -> externalPath = source.readText();
            case 18 -> firstRowId = source.readLong();
            default -> writeColumns = writeTexts.read(source);
        }
    }

    private void check(ByteReader source) {
        if (fileName.isEmpty() || fileName.indexOf('/') >= 0) {
            throw source.corrupt("'" + fileName + "' is not the name of a data file");
        }
        Long deletes = deleteRowCount;
        if (sizeBytes < 0
                || rowCount < 0
                || level < 0
                || schemaId < 0
                || minSequence > maxSequence
                || (deletes != null && (deletes < 0 || deletes > rowCount))) {
            throw source.corrupt(
                    "file %s has size %d, %d rows, %s deletes, level %d, schema %d, sequence %d to %d"
                            .formatted(
                                    fileName,
                                    sizeBytes,
                                    rowCount,
                                    deletes,
                                    level,
                                    schemaId,
                                    minSequence,
                                    maxSequence));
        }
    }
}
